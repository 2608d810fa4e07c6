import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../testing/api.ts'
import { verifyChains } from './audit.ts'
import { sql } from './database.ts'

let world: World
let superuser: Client
beforeAll(async () => {
  world = await newWorld()
  superuser = new Client({ connectionString: world.superUrl })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await world.close()
})

/** A body with a chain of its own, of so many links. */
async function chainOf(links: number): Promise<string> {
  const { institutionId, regionCode } = await newInstitution(world)
  for (let n = 1; n <= links; n++) await arrange(world, (act) => act.record({ institutionId, regionCode, kind: 'trial.noted', subjectId: `s${n}`, detail: { n, 文: '字', nested: { b: [1, 2], a: null } } }))
  return institutionId
}
const verify = (only: string) => verifyChains(world.platform.database, systemActor('test'), world.platform.vault, [only])

/** Changes rows behind the application's back, as a database administrator could. */
async function tampered(institutionId: string, statements: readonly string[]) {
  for (const statement of statements) await superuser.query(statement, statement.includes('$1') ? [institutionId] : [])
  return (await verify(institutionId)).fault
}

test('CH-4 an untouched chain fits, also what JSON reorders', async () => {
  const body = await chainOf(5)
  expect(await verify(body)).toEqual({ chains: 1, rows: 5, fault: null })
})

test.each([
  ['a changed row', [`update event set actor_name = 'somebody else' where institution_id = $1 and seq = 3`], { seq: 3, reason: 'changed' }],
  ['a changed detail', [`update event set detail = detail || '{"n": 9}' where institution_id = $1 and seq = 2`], { seq: 2, reason: 'changed' }],
  ['a changed time', [`update event set at = at + interval '1 second' where institution_id = $1 and seq = 5`], { seq: 5, reason: 'changed' }],
  ['a row taken from the middle', [`delete from event where institution_id = $1 and seq = 3`], { seq: 3, reason: 'missing' }],
  ['the first row taken', [`delete from event where institution_id = $1 and seq = 1`], { seq: 1, reason: 'missing' }],
  ['the tail taken', [`delete from event where institution_id = $1 and seq >= 4`], { seq: 4, reason: 'missing' }],
  ['two rows swapped', [`update event set seq = 99 where institution_id = $1 and seq = 2`, `update event set seq = 2 where institution_id = $1 and seq = 3`, `update event set seq = 3 where institution_id = $1 and seq = 99`], { seq: 2, reason: 'broken_link' }],
  ['a row changed together with its hash', [`update event set kind = 'trial.other', hash = 'x' || hash where institution_id = $1 and seq = 3`], { seq: 3, reason: 'changed' }],
  ['a changed head', [`update chain_head set hash = 'other' where institution_id = $1`], { seq: 6, reason: 'head_differs' }],
  ['the head taken', [`delete from chain_head where institution_id = $1`], { seq: 1, reason: 'head_differs' }],
])('CH-4 names %s', async (_, statements, fault) => {
  const body = await chainOf(5)
  expect(await tampered(body, statements)).toEqual({ institutionId: body, ...fault })
})

test('CH-4 the application itself can neither change nor delete a link', async () => {
  const body = await chainOf(1)
  const attempt = (statement: ReturnType<typeof sql>) => world.platform.database.write(systemActor('test'), (tx) => statement.execute(tx))
  await expect(attempt(sql`update event set kind = 'x'`)).rejects.toThrow('permission denied')
  await expect(attempt(sql`delete from event`)).rejects.toThrow('permission denied')
  expect((await verify(body)).fault).toBeNull()
})

test('CH-4 links added while the chains are read are no fault', async () => {
  const { institutionId, regionCode } = await newInstitution(world)
  const write = async () => {
    for (let n = 0; n < 30; n++) await arrange(world, (act) => act.record({ institutionId, regionCode, kind: 'trial.noted', subjectId: `s${n}` }))
  }
  const read = async () => {
    for (let n = 0; n < 30; n++) expect((await verify(institutionId)).fault).toBeNull()
  }
  await Promise.all([write(), read()])
})

test('CH-1 the auditor verifies what lies in the region, is told the first fault, and has left a trace', async () => {
  const regionCode = '990166'
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const auditor = api(world, await commission.person('auditor'))
  const { institutionId, name } = await newInstitution(world, { regionCode, name: '被改动的医院' })
  await arrange(world, (act) => act.record({ institutionId, regionCode, kind: 'trial.noted', subjectId: 's' }))
  expect((await auditor.post('/audit/verify')).body).toMatchObject({ chains: 1, rows: 1, fault: null })
  await superuser.query(`update event set subject_id = 't' where institution_id = $1`, [institutionId])
  expect((await auditor.post('/audit/verify')).body).toMatchObject({ fault: { institutionId, institutionName: name, seq: 1, reason: 'changed', says: { zh: '记录内容被改动' } } })
  expect((await auditor.get('/audit/events?kind=audit.verified')).body.rows).toHaveLength(2)
  const elsewhere = await newInstitution(world, { kind: 'commission', regionCode: '990167' })
  expect((await api(world, await elsewhere.person('auditor')).post('/audit/verify')).body).toMatchObject({ fault: null })
  expect((await api(world, await commission.person('commission_clerk')).post('/audit/verify')).status).toBe(403)
})
