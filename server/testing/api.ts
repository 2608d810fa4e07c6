import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { systemActor, type StaffRole } from '../../kernel/actor.ts'
import { act, type Act, type Platform } from '../platform/act.ts'
import type { App } from '../platform/app.ts'
import { fixedClock } from '../platform/clock.ts'
import { newKeyRing, newToken, openVault, tokenHash, type KeyRing } from '../platform/crypto.ts'
import { openDatabase } from '../platform/database.ts'
import { sessionCookie } from '../platform/session.ts'
import { assemble } from '../assemble.ts'
import { cloneDatabase } from './database.ts'

export type World = {
  readonly app: App
  readonly platform: Platform
  readonly clock: ReturnType<typeof fixedClock>
  readonly ownerUrl: string
  /** For tests that tamper behind the application's back. */
  readonly superUrl: string
  close(): Promise<void>
}

/** A world of its own, with what a second process needs to work on the same database. */
export type OwnWorld = World & { readonly appUrl: string; readonly keyRing: KeyRing }

/** A server on a database of its own, at a fixed time; the door tests go through. One per test file. `add` puts more into it before it is ready. */
export async function newWorld(startIso = '2026-03-02T01:00:00.000Z', add: (app: App) => Promise<void> = async () => undefined): Promise<OwnWorld> {
  const cloned = await cloneDatabase()
  const clock = fixedClock(startIso)
  const keyRing = newKeyRing()
  const database = openDatabase(cloned.appUrl, { max: 8 })
  const platform: Platform = { database, clock, vault: openVault(keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: true, publicUrl: 'http://localhost' }
  const app = await assemble(platform)
  await add(app)
  await app.http.ready()
  return {
    app,
    platform,
    clock,
    ownerUrl: cloned.ownerUrl,
    superUrl: cloned.superUrl,
    appUrl: cloned.appUrl,
    keyRing,
    async close() {
      await app.http.close()
      await database.close()
      await cloned.drop()
    },
  }
}

export type Reply = { status: number; body: any; headers: Record<string, unknown>; raw: Buffer } // oxlint-disable-line typescript/no-explicit-any -- a test states what it expects of a reply

export type Person = { readonly accountId: string; readonly staffId: string; readonly institutionId: string; readonly role: StaffRole; readonly token: string }

/** Requests as one person (or as nobody), each command with a key of its own unless one is given. */
export function api(world: World, person: Person | null) {
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
    const options: InjectOptions = {
      method,
      url: `/api${path}`,
      headers: { ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }), ...headers },
      ...(person === null ? {} : { cookies: { [sessionCookie]: person.token } }),
      ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
    }
    const answer = await world.app.http.inject(options)
    const isJson = answer.headers['content-type']?.includes('json') === true
    return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, headers: answer.headers, raw: answer.rawPayload }
  }
  /** Files go as multipart; `body` as the JSON field beside them. */
  const upload = (path: string, files: readonly { name: string; bytes: Uint8Array | string }[], body: object = {}, headers: Record<string, string> = {}) => {
    const boundary = `----huiyin${randomUUID()}`
    const parts: Buffer[] = [Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="body"\r\n\r\n${JSON.stringify(body)}\r\n`)]
    for (const file of files) {
      parts.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${encodeURI(file.name)}"\r\ncontent-type: application/octet-stream\r\n\r\n`), Buffer.from(file.bytes), Buffer.from('\r\n'))
    }
    parts.push(Buffer.from(`--${boundary}--\r\n`))
    return call('POST', path, Buffer.concat(parts), { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers })
  }
  return {
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('POST', path, body, headers),
    put: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('PUT', path, body, headers),
    patch: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('PATCH', path, body, headers),
    delete: (path: string, headers?: Record<string, string>, body?: unknown) => call('DELETE', path, body, headers),
    upload,
  }
}

/** Runs work as the system in one transaction: for arranging what a test needs. */
export const arrange = <T>(world: World, work: (act: Act) => Promise<T>): Promise<T> => act(world.platform, systemActor('test'), work)

let counter = 0

/** A body of its own for each test: isolation by row security, so tests run side by side. */
export async function newInstitution(
  world: World,
  given: { kind?: string; regionCode?: string; name?: string; regionPrefix?: string } = {},
): Promise<{ institutionId: string; regionCode: string; name: string; person(role: StaffRole, departmentId?: string): Promise<Person> }> {
  counter += 1
  const regionCode = given.regionCode ?? '990121'
  const kind = given.kind ?? 'general'
  const institutionId = await arrange(world, async (act) => {
    const levels = [['990000', 'province', null], ['990100', 'city', '990000'], [regionCode, 'county', '990100']] as const
    for (const [code, level, parent_code] of levels) {
      await act.tx.insertInto('region').values({ code, name: `地区${code}`, level, parent_code }).onConflict((c) => c.doNothing()).execute()
    }
    const id = act.newId()
    const name = given.name ?? `测试机构${counter}`
    await act.tx
      .insertInto('institution')
      .values({ id, region_code: regionCode, region_prefix: kind === 'commission' ? (given.regionPrefix ?? regionCode) : null, name, short_name: name, kind, level: kind === 'commission' ? 'none' : 'two', ownership: 'public', credit_code: `TEST${randomUUID().slice(0, 14)}`, created_at: act.now.toISOString() })
      .execute()
    return id
  })
  const person = async (role: StaffRole, departmentId?: string): Promise<Person> =>
    arrange(world, async (act) => {
      const key = { institution_id: institutionId, region_code: regionCode }
      const staffId = act.newId()
      const accountId = act.newId()
      const postId = act.newId()
      const token = newToken()
      const at = act.now.toISOString()
      const name = `${role}-${staffId.slice(-4)}`
      await act.tx.insertInto('staff').values({ ...key, id: staffId, name, employee_number: staffId.slice(-12), joined_on: '2020-01-01' }).execute()
      await act.tx.insertInto('post').values({ ...key, id: postId, role, title: role, department_id: departmentId ?? null }).execute()
      await act.tx.insertInto('post_holding').values({ ...key, id: act.newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }).execute()
      await act.tx.insertInto('account').values({ account_id: accountId, kind: 'staff', display_name: name, institution_id: institutionId, staff_id: staffId, created_at: at }).execute()
      await act.tx.insertInto('session').values({ token_hash: tokenHash(token), id: act.newId(), account_id: accountId, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
      return { accountId, staffId, institutionId, role, token }
    })
  return { institutionId, regionCode, name: given.name ?? `测试机构${counter}`, person }
}
