import { expect } from 'vitest'
import { api, arrange, newInstitution, type Person, type Reply, type World } from '../../../server/testing/api.ts'
import { signer, type Signer } from '../../../server/testing/reports.ts'

/** Wednesday 4 March 2026, 09:00 in Shanghai: February is over. */
export const wednesday = '2026-03-04T01:00:00.000Z'

export type Client = ReturnType<typeof api> & { readonly person: Person }
export const clientOf = (world: World, person: Person): Client => ({ ...api(world, person), person })

let region = 990400
/** A county with two hospitals, its clerk and head, and the people of the hospitals. */
export async function county(world: World) {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode, name: `测试${regionCode}卫生健康委员会` })
  const hospitals = [await newInstitution(world, { regionCode, name: `测试${regionCode}人民医院` }), await newInstitution(world, { regionCode, name: `测试${regionCode}中医院` })]
  const [first] = hospitals
  if (first === undefined) throw new Error('no hospital')
  return { regionCode, commission, hospitals, hospital: first, clerk: clientOf(world, await commission.person('commission_clerk')), head: await signer(world, await commission.person('commission_head')), receiver: clientOf(world, await first.person('institution_clerk')) }
}
export type County = Awaited<ReturnType<typeof county>>

export const opened = async ({ clerk }: County, month = '2026-02'): Promise<string> => {
  const answer = await clerk.post('/bulletins', { month })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return `/bulletins/${answer.body.bulletinId}`
}
export const step = async (client: { get(path: string): Promise<Reply>; post(path: string, body?: unknown): Promise<Reply> }, at: string, name: string, given: object = {}): Promise<Reply> => client.post(`${at}/${name}`, { revision: (await client.get(at)).body.revision, ...given })
/** Each code opens once, so the clock moves on a little. */
export async function approve(world: World, head: Signer, at: string, given: object = {}): Promise<Reply> {
  world.clock.advance(31_000)
  const { work, revision } = (await head.get(at)).body
  return head.post(`${at}/approval`, { revision, seen: work.seen, password: head.password, code: head.code(), ...given })
}
/** The whole way to the portal. */
export async function published(world: World, own: County, month = '2026-02'): Promise<string> {
  const at = await opened(own, month)
  expect((await step(own.clerk, at, 'submission')).status).toBe(200)
  expect((await approve(world, own.head, at, { publish: true })).status).toBe(200)
  return at
}
export const fieldOf = (body: { work: { fields: { key: string; text: string }[] } }, key: string) => body.work.fields.find((field) => field.key === key)

type Instants = Partial<Record<'received_at' | 'changed_at' | 'accepted_at' | 'answered_at' | 'settled_at' | 'settle_due_at' | 'closed_at' | 'signed_off_at' | 'rechecked_at' | 'due_at', string>>
type MatterRow = Instants & { readonly kind: string } & Partial<{ accepted_in_time: boolean; answered_in_time: boolean; solved: boolean; satisfied: boolean; recheck_held: boolean; verdict: string; merged_into: string; harm: boolean; reopened: number }>
let serial = 0
/** Matters as the engine keeps them, with what happened to each. */
export const matters = (world: World, body: { institutionId: string; regionCode: string }, rows: readonly MatterRow[]) =>
  arrange(world, async (act) => {
    for (const row of rows) {
      serial += 1
      const received = row.received_at ?? '2026-02-10T02:00:00.000Z'
      const changed = [row.changed_at, row.closed_at, row.answered_at, row.signed_off_at, row.rechecked_at, received].find((each) => each !== undefined && each !== null) ?? received
      await act.tx
        .insertInto('matter')
        .values({
          institution_id: body.institutionId, id: act.newId(), region_code: body.regionCode, kind_version: 1, number: `T${serial}`, title: '标题', body: '内容', channel: 'portal', state: row.closed_at === undefined ? 'handling' : 'closed', state_at: received, phase: row.closed_at === undefined ? 'open' : 'closed',
          revision: 1, work_at: received, entered_by: act.actor.id, entered_name: 'test', received_at: received, has_author: false, changed_at: changed, ...row,
        })
        .execute()
    }
  })
export const times = <T>(n: number, row: T): T[] => Array.from({ length: n }, () => row)
export const answered = { answered_at: '2026-02-12T02:00:00.000Z', accepted_at: '2026-02-10T03:00:00.000Z', settled_at: '2026-02-12T02:00:00.000Z', accepted_in_time: true, answered_in_time: true } as const
