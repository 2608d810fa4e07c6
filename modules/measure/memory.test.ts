import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { holdFacts, tellFacts } from '../../server/platform/facts.ts'
import type { Fact } from '../../kernel/fact.ts'
import { newInstitution, newWorld, type OwnWorld } from '../../server/testing/api.ts'
import { runCount } from './commands/rebuild.ts'
import { liveMeasures } from './live.ts'
import { aDefinition, aFact, anEntry, trialKinds } from './fixtures.ts'
import { prepareMeasures, rebuildMeasures } from './public.ts'

// Two servers on one database: each remembers what is counted, and either may learn of a new version first.
let world: OwnWorld
let other: Platform
const system = systemActor('test')
const nobody = async (): Promise<void> => undefined

const version = (add: string) => anEntry(aDefinition('sum', { key: 'trial-sum', period: 'month', numerator: { of: 'trial.session', add } }))
const prepare = (on: Platform, add: string) => act(on, system, (given) => prepareMeasures(given, [version(add)]))

// Facts in the database, so that whoever derives counters sees exactly what was committed by then.
holdFacts({
  prefix: 'trial.',
  kinds: () => trialKinds,
  async read(read, ask, page) {
    const rows = await read.selectFrom('setting').select('value').where('key', 'like', 'trial-fact.%').orderBy('key').execute()
    const own = rows.map((row) => row.value as unknown as Fact).filter((fact) => fact.institutionId === ask.institutionId && fact.kind === ask.kind && (page.after === null || fact.id > page.after.id))
    return own.slice(0, page.limit)
  },
})

beforeAll(async () => {
  world = await newWorld('2026-03-04T01:00:00.000Z')
  other = { ...world.platform, database: openDatabase(world.appUrl, { max: 4 }) }
  await prepare(world.platform, 'attended')
  await runCount(world.platform, { key: 'trial-sum', version: 1 }, nobody)
})
afterAll(async () => {
  await other.database.close()
  await world.close()
})

type Body = { institutionId: string; regionCode: string }
/** A new fact, as often as the transaction is tried; answers how often that was. */
async function tell(on: Platform, { institutionId, regionCode }: Body, attended: number): Promise<number> {
  let tried = 0
  await act(on, system, async (given) => {
    tried += 1
    const fact = aFact({ institutionId, regionCode, id: given.newId(), fields: { attended, passed: attended / 2 } })
    await given.tx.insertInto('setting').values({ key: `trial-fact.${fact.id}`, value: JSON.stringify(fact), changed_at: given.now.toISOString() }).execute()
    await tellFacts(given, [{ before: null, after: fact }])
  })
  return tried
}
const kept = (body: Body) =>
  act(world.platform, system, async ({ tx }) => {
    const rows = await tx.selectFrom('measure_counter').select(['version', 'numerator']).where('institution_id', '=', body.institutionId).orderBy('version').execute()
    return rows.map((row) => [row.version, Number(row.numerator)])
  })
const differences = async (body: Body) => (await rebuildMeasures(world.platform, { institutionId: body.institutionId, check: true })).differences

test('ME-35 a server that remembers an older version counts the next fact by the new one, at its second try; after that at its first', async () => {
  const body = await newInstitution(world)
  expect(await tell(world.platform, body, 10)).toBe(1)
  await prepare(other, 'passed')
  await runCount(other, { key: 'trial-sum', version: 2 }, nobody)
  expect(await tell(world.platform, body, 20)).toBe(2)
  expect(await tell(world.platform, body, 40)).toBe(1)
  // Both are valid from the same day, so that the older one speaks for no period any more and is counted no further.
  expect(await kept(body)).toEqual([[1, 10], [2, 35]])
  expect(await differences(body)).toEqual([])
})

test('ME-35 facts that are told while a new version comes and is derived are in its counters once each, whoever tells them', async () => {
  const body = await newInstitution(world)
  const told = Array.from({ length: 12 }, (_, n) => tell(n % 3 === 0 ? other : world.platform, body, n + 1))
  await prepare(other, 'attended + passed')
  const later = Array.from({ length: 12 }, (_, n) => tell(n % 3 === 0 ? other : world.platform, body, n + 1))
  await runCount(other, { key: 'trial-sum', version: 3 }, nobody)
  await Promise.all([...told, ...later])
  expect((await kept(body)).at(-1)).toEqual([3, 234])
  expect(await differences(body)).toEqual([])
})

test('ME-35 what a transaction changes it counts by itself, and nobody else does until it is kept', async () => {
  const body = await newInstitution(world)
  const before = (await kept(body)).length
  const undone = act(world.platform, system, async (given) => {
    await prepareMeasures(given, [version('attended * 100')])
    const fact = aFact({ institutionId: body.institutionId, regionCode: body.regionCode, id: given.newId(), fields: { attended: 1, passed: 1 } })
    await tellFacts(given, [{ before: null, after: fact }])
    const rows = await given.tx.selectFrom('measure_counter').select('numerator').where('institution_id', '=', body.institutionId).orderBy('version', 'desc').limit(1).execute()
    expect(Number(rows[0]?.numerator)).toBe(100)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await tell(world.platform, body, 7)
  expect((await kept(body)).slice(before).map(([, sum]) => sum)).not.toContain(700)
  expect(await differences(body)).toEqual([])
})

test('ME-35 that a version is counted is heard of and tries no fact again; a start that changes nothing moves nothing', async () => {
  const body = await newInstitution(world)
  await tell(world.platform, body, 1)
  const same = [version('attended + passed + 1')]
  const start = () => act(other, system, (given) => prepareMeasures(given, same))
  await start()
  expect(await tell(world.platform, body, 1)).toBe(2)
  const newest = () => act(world.platform, system, async (given) => (await liveMeasures(given.tx)).get('trial-sum')?.at(-1))
  const counted = { key: 'trial-sum', version: (await newest())?.version ?? 0 }
  expect((await newest())?.readyAt).toBe(null)
  // As many moments as there are measures: a fact between them is counted at its first try each time.
  await runCount(other, counted, nobody)
  expect(await tell(world.platform, body, 2)).toBe(1)
  expect((await newest())?.readyAt).not.toBe(null)
  const stamp = () => act(world.platform, system, ({ tx }) => tx.selectFrom('setting').select('value').where('key', '=', 'measure.stamp').executeTakeFirstOrThrow())
  const before = await stamp()
  await start()
  await runCount(other, counted, nobody)
  expect(await stamp()).toEqual(before)
  expect(await differences(body)).toEqual([])
})

test('ME-35 who tells facts twice in one transaction learns of a new version by one more try, and not never', async () => {
  const body = await newInstitution(world)
  await tell(world.platform, body, 1)
  await prepare(other, 'attended + passed + 2')
  let tried = 0
  await act(world.platform, system, async (given) => {
    tried += 1
    for (const attended of [10, 20]) {
      const { institutionId, regionCode } = body
      await tellFacts(given, [{ before: null, after: aFact({ institutionId, regionCode, id: given.newId(), fields: { attended, passed: attended / 2 } }) }])
      // By now the first telling is known to have failed, where it has.
      await given.tx.selectFrom('setting').select('key').limit(1).execute().catch(() => undefined)
    }
  })
  expect(tried).toBe(2)
})
