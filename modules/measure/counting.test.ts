import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type Actor } from '../../kernel/actor.ts'
import { addDays } from '../../kernel/calendar.ts'
import type { Fact } from '../../kernel/fact.ts'
import { act, type Act } from '../../server/platform/act.ts'
import { CatalogError } from '../../server/platform/catalog.ts'
import { arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { readMeasures } from './catalog.ts'
import { rosterMoved } from './commands/night.ts'
import { runCount } from './commands/rebuild.ts'
import { aDefinition, aFact, anEntry, trialKinds, trialRegister } from './fixtures.ts'
import { measureNames, measureValues, prepareMeasures, rebuildMeasures, type MeasureQuestion, type Touched } from './public.ts'

let world: World
let register: ReturnType<typeof trialRegister>
const nobody = async (): Promise<void> => undefined

const said = { says: { zh: '药物讲座', en: 'talks about drugs' }, source: { zh: '自定', certainty: 'house' } }
/** Left out by a mark at first, by an amount from March on. */
const drugs = {
  key: 'drugs', name: { zh: '药物', en: 'Drugs' }, why: { zh: '为了试验', en: 'To try' },
  versions: [{ validFrom: '2026-01-01', ...said, facts: [{ of: 'trial.session', field: 'theme', mark: 'drugs' }] }, { validFrom: '2026-03-01', ...said, facts: [{ of: 'trial.session', less: 'attended / 7' }] }],
}
const definitions = [
  aDefinition('ratio', { key: 'pass-rate' }),
  aDefinition('sum', { key: 'diet-talks' }),
  aDefinition('sum', { key: 'checked', period: 'month', numerator: { of: 'trial.check', add: 'checked / 3' } }),
  aDefinition('sum', { key: 'passed-without', period: 'month', numerator: { of: 'trial.session', add: 'passed', without: ['drugs'] }, sets: [drugs] }),
  aDefinition('state', { key: 'green', period: 'month' }),
  aDefinition('coverage', { key: 'departments-reached' }),
  aDefinition('coverage', { key: 'staff-reached', unitOf: 'staff', departments: undefined, leave: 'trial.away', period: 'month' }),
  aDefinition('accumulation', { key: 'days-served', unit: 'people', period: 'year' }),
]
const entries = definitions.map(anEntry)

beforeAll(async () => {
  world = await newWorld('2026-03-04T01:00:00.000Z')
  register = trialRegister()
  await arrange(world, (given) => prepareMeasures(given, entries))
  for (const { definition } of entries) await runCount(world.platform, { key: definition.key, version: 1 }, nobody)
})
afterAll(() => world.close())

type Body = { institutionId: string; regionCode: string }
const put = (fact: Fact) => arrange(world, (given) => register.put(given, fact))
const factOf = (body: Body, given: Partial<Fact> = {}): Promise<Fact> => arrange(world, async (each) => aFact({ institutionId: body.institutionId, regionCode: body.regionCode, id: each.newId(), ...given }))
const ask = (measureKey: string, fromOn: string, toOn: string): MeasureQuestion => ({ periodId: `${measureKey} ${fromOn}`, measureKey, fromOn, toOn, dueAt: `${toOn}T16:00:00.000Z` })
const valuesOf = (body: Body, ...questions: MeasureQuestion[]) => world.platform.database.read(systemActor('test'), async (read) => [...(await measureValues(read, body.institutionId, questions)).values()])
const valueOf = async (body: Body, measureKey: string, fromOn = '2026-03-02', toOn = '2026-03-08') => (await valuesOf(body, ask(measureKey, fromOn, toOn)))[0]

const tables = ['measure_counter', 'measure_unit', 'measure_state', 'measure_leave'] as const
/** Everything that is kept of these bodies but the time it was counted. */
const keptOf = (bodies: readonly Body[]) =>
  arrange(world, async (given) => {
    const lines: string[] = []
    for (const table of tables) {
      const rows: object[] = await given.tx.selectFrom(table).selectAll().where('institution_id', 'in', bodies.map((each) => each.institutionId)).execute()
      lines.push(...rows.map((row) => `${table} ${JSON.stringify({ ...row, counted_at: '' }, Object.keys(row).sort())}`))
    }
    return lines.sort()
  })

async function department(body: Body, name: string, given: { kind?: string; closed_on?: string } = {}): Promise<string> {
  return arrange(world, async ({ tx, newId }) => {
    const id = newId()
    await tx.insertInto('department').values({ institution_id: body.institutionId, region_code: body.regionCode, id, name, kind: 'clinical', ...given }).execute()
    return id
  })
}
async function member(body: Body, given: { joined_on?: string; left_on?: string } = {}): Promise<string> {
  return arrange(world, async ({ tx, newId }) => {
    const id = newId()
    await tx.insertInto('staff').values({ institution_id: body.institutionId, region_code: body.regionCode, id, name: `员工${id.slice(-3)}`, employee_number: id.slice(-12), joined_on: '2020-01-01', ...given }).execute()
    return id
  })
}

test('ME-4 a fact is counted in its transaction; a correction subtracts exactly, and a withdrawal leaves no row', async () => {
  const body = await newInstitution(world)
  const fact = await factOf(body, { fields: { attended: 10, passed: 9.1, theme: 'diet' } })
  await put(fact)
  expect(await valuesOf(body, ask('pass-rate', '2026-03-02', '2026-03-08'), ask('diet-talks', '2026-03-02', '2026-03-08'), ask('diet-talks', '2026-03-09', '2026-03-15'))).toEqual([
    { value: 91, numerator: 9.1, denominator: 10, version: '1', standard: null }, { value: 1, numerator: 1, denominator: null, version: '1', standard: null }, { value: 0, numerator: 0, denominator: null, version: '1', standard: null },
  ])
  await put({ ...fact, fields: { attended: 30, passed: 15, theme: 'drugs' } })
  expect(await valueOf(body, 'pass-rate')).toEqual({ value: 50, numerator: 15, denominator: 30, version: '1', standard: null })
  expect(await valueOf(body, 'diet-talks')).toMatchObject({ value: 0 })
  await put({ ...fact, on: '2026-03-09', fields: { attended: 0.3, passed: 0.1 } })
  expect(await valueOf(body, 'pass-rate')).toMatchObject({ value: null, denominator: 0 })
  expect(await valueOf(body, 'pass-rate', '2026-03-09', '2026-03-15')).toMatchObject({ numerator: 0.1, denominator: 0.3 })
  await arrange(world, (given) => register.change(given, fact.id, null))
  expect(await keptOf([body])).toEqual([])
})

test('ME-4 what a command takes back, its counters take back', async () => {
  const body = await newInstitution(world)
  const fact = await factOf(body, { fields: { attended: 10, passed: 9 } })
  await expect(arrange(world, async (given) => {
    await register.put(given, fact)
    throw new Error('refused in the end')
  })).rejects.toThrow('refused in the end')
  register.kept.delete(fact.id)
  expect(await keptOf([body])).toEqual([])
})

test('ME-7 a state is what the newest fact up to the end of the period says, by day and then by id, corrected or withdrawn', async () => {
  const body = await newInstitution(world)
  // Ids of one moment come in any order; the later one of a day is the one with the greater id.
  const ids = await arrange(world, async ({ newId }) => [newId(), newId(), newId()].sort())
  const facts: Fact[] = []
  for (const [at, [on, passed]] of ([['2026-01-10', 30], ['2026-02-20', 35], ['2026-02-20', 40]] as const).entries()) {
    const fact = await factOf(body, { id: ids[at] ?? '', on, fields: { passed, attended: 100 } })
    facts.push(fact)
    await put(fact)
  }
  const green = async () => (await valuesOf(body, ask('green', '2025-12-01', '2025-12-31'), ask('green', '2026-01-01', '2026-01-31'), ask('green', '2026-02-01', '2026-02-28'), ask('green', '2026-05-01', '2026-05-31'))).map((each) => each.value)
  expect(await green()).toEqual([null, 30, 40, 40])
  const [, second, third] = facts
  if (second === undefined || third === undefined) throw new Error('no facts')
  await arrange(world, (given) => register.change(given, third.id, null))
  expect(await green()).toEqual([null, 30, 35, 35])
  await put({ ...second, on: '2026-03-01', fields: { passed: 36, attended: 120 } })
  expect(await green()).toEqual([null, 30, 30, 30])
})

test('ME-8 a coverage of departments counts those there on the last day, of the named kind, whatever others did', async () => {
  const body = await newInstitution(world)
  const [inner, outer] = [await department(body, '内科'), await department(body, '外科')]
  const [office, closed] = [await department(body, '办公室', { kind: 'office' }), await department(body, '旧科', { closed_on: '2026-03-05' })]
  for (const departmentId of [inner, inner, office, closed]) await put(await factOf(body, { departmentId }))
  expect(await valueOf(body, 'departments-reached')).toEqual({ value: 50, numerator: 1, denominator: 2, version: '1', standard: null })
  expect(await valueOf(body, 'departments-reached', '2026-02-23', '2026-03-04')).toMatchObject({ numerator: 2, denominator: 3 })
  await put(await factOf(body, { departmentId: outer, on: '2026-03-08' }))
  expect(await valueOf(body, 'departments-reached')).toMatchObject({ value: 100 })
})

test('ME-8 ME-9 a coverage of staff knows who joined, who left and who was away throughout', async () => {
  const body = await newInstitution(world)
  const [stays, joins, left, retires, away, late] = [await member(body), await member(body, { joined_on: '2026-03-31' }), await member(body, { left_on: '2026-03-30' }), await member(body, { left_on: '2026-03-31' }), await member(body), await member(body, { joined_on: '2026-04-01' })]
  await put(await factOf(body, { staffIds: [stays, left, away, late] }))
  const march = () => valueOf(body, 'staff-reached', '2026-03-01', '2026-03-31')
  expect(await march()).toMatchObject({ numerator: 2, denominator: 4 })
  const leave = await factOf(body, { kind: 'trial.away', staffIds: [away], fields: { from_on: '2026-01-15', to_on: '2026-03-31' } })
  await put(leave)
  expect(await march()).toMatchObject({ numerator: 1, denominator: 3 })
  await put({ ...leave, fields: { from_on: '2026-01-15', to_on: '2026-03-30' } })
  expect(await march()).toMatchObject({ numerator: 2, denominator: 4 })
  await arrange(world, (given) => register.change(given, leave.id, null))
  await put(await factOf(body, { staffIds: [joins, retires], on: '2026-03-31' }))
  expect(await march()).toMatchObject({ value: 100, numerator: 4 })
})

test('ME-10 an accumulation counts who reached the mark by the end of the period', async () => {
  const body = await newInstitution(world)
  const [one, two] = [await member(body), await member(body)]
  await put(await factOf(body, { on: '2024-05-01', staffIds: [one], fields: { days: 300 } }))
  await put(await factOf(body, { on: '2025-05-01', staffIds: [one, two], fields: { days: 65 } }))
  expect((await valuesOf(body, ask('days-served', '2024-01-01', '2024-12-31'), ask('days-served', '2025-01-01', '2025-12-31'))).map((each) => [each.numerator, each.denominator])).toEqual([[0, 1], [1, 2]])
})

/** A repeatable sequence of numbers below a bound (mulberry32). */
function seeded(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below
  }
}

test.each([1, 20_260_302, 77])('ME-16, ME-32 after a random history of entries, corrections and withdrawals (seed %i) the counters are those of the facts, to the last digit', async (seed) => {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random(list.length))] as T
  const bodies = [await newInstitution(world), await newInstitution(world)]
  const places = await Promise.all(bodies.map(async (body) => ({ body, departments: [null, await department(body, '甲科'), await department(body, '乙科')], staff: [await member(body), await member(body), await member(body)] })))
  const invent = async (old?: Fact): Promise<Fact> => {
    const { body, departments, staff } = old === undefined ? pick(places) : (places.find((each) => each.body.institutionId === old.institutionId) ?? pick(places))
    const from = addDays('2026-02-01', Math.floor(random(60)))
    const number = () => pick([null, Math.round(random(100)), random(1000), 0.1, -3.7, 1e9 + 0.123_456])
    return factOf(body, {
      ...(old === undefined ? {} : { id: old.id }), kind: old?.kind ?? pick(trialKinds).kind, on: addDays('2026-02-01', Math.floor(random(60))), departmentId: pick(departments), staffIds: staff.filter(() => random(2) < 1),
      fields: { theme: pick(['diet', 'drugs', null]), attended: number(), passed: number(), checked: number(), days: number(), from_on: pick([from, from, null]), to_on: pick([null, addDays(from, Math.floor(random(40)))]) },
    })
  }
  const alive: Fact[] = []
  for (let step = 0; step < 120; step += 1) {
    const turn = random(10)
    const old = alive.length === 0 ? undefined : pick(alive)
    if (turn < 5 || old === undefined) {
      const fact = await invent()
      alive.push(fact)
      await put(fact)
      continue
    }
    const after = turn < 8.5 ? await invent(old) : null
    alive.splice(alive.indexOf(old), 1, ...(after === null ? [] : [after]))
    await arrange(world, (given) => register.change(given, old.id, after))
  }
  const counted = await keptOf(bodies)
  expect(counted.length).toBeGreaterThan(40)
  for (const { institutionId } of bodies) expect((await rebuildMeasures(world.platform, { institutionId, check: true })).differences).toEqual([])

  // Thrown away and derived anew, all is there again.
  for (const body of bodies) await arrange(world, async ({ tx }) => void (await Promise.all(tables.map((table) => tx.deleteFrom(table).where('institution_id', '=', body.institutionId).execute()))))
  expect(await keptOf(bodies)).toEqual([])
  for (const body of bodies) await rebuildMeasures(world.platform, { institutionId: body.institutionId })
  expect(await keptOf(bodies)).toEqual(counted)
  // And when everything is withdrawn, nothing is left.
  for (const fact of alive) await arrange(world, (given) => register.change(given, fact.id, null))
  expect(await keptOf(bodies)).toEqual([])
}, 120_000)

test('ME-16 a counter that was changed behind the back of the application is found, put right, told of, and on record', async () => {
  const body = await newInstitution(world)
  await put(await factOf(body, { fields: { attended: 10, passed: 9 } }))
  await arrange(world, ({ tx }) => tx.updateTable('measure_counter').set({ numerator: '10.000000' }).where('institution_id', '=', body.institutionId).where('measure_key', '=', 'pass-rate').execute())
  const checked = await rebuildMeasures(world.platform, { institutionId: body.institutionId, key: 'pass-rate', check: true })
  expect(checked).toMatchObject({ measures: 1, institutions: 1, facts: 1, differences: [{ key: 'pass-rate', institutionId: body.institutionId, lines: [expect.stringContaining('− 2026-03-02'), expect.stringContaining('9.000000 10.000000 1')] }] })
  expect(await valueOf(body, 'pass-rate')).toMatchObject({ value: 100 })
  const touched: Touched[] = []
  await rebuildMeasures(world.platform, { institutionId: body.institutionId }, async (_, each) => void touched.push(...each))
  expect(await valueOf(body, 'pass-rate')).toMatchObject({ value: 90 })
  expect(touched).toMatchObject([{ institutionId: body.institutionId, measureKey: 'pass-rate', until: null }])
  const events = await arrange(world, ({ tx }) => tx.selectFrom('event').select(['kind', 'subject_id']).where('institution_id', '=', body.institutionId).execute())
  expect(events).toEqual([{ kind: 'measure.recounted', subject_id: 'pass-rate' }])
})

test('ME-16 facts that come while an institution is being derived are counted once', async () => {
  const body = await newInstitution(world)
  const facts = await Promise.all(Array.from({ length: 30 }, (_, at) => factOf(body, { on: addDays('2026-03-02', at % 5), fields: { attended: 10, passed: at } })))
  await Promise.all([...facts.map((fact) => put(fact)), rebuildMeasures(world.platform, { institutionId: body.institutionId }), rebuildMeasures(world.platform, { institutionId: body.institutionId })])
  expect((await rebuildMeasures(world.platform, { institutionId: body.institutionId, check: true })).differences).toEqual([])
  expect(await valueOf(body, 'pass-rate')).toMatchObject({ numerator: 435, denominator: 300 })
})

test('ME-2 a changed definition is a version of its own: being counted until its job is done, then computing the periods it is valid for', async () => {
  const body = await newInstitution(world)
  await put(await factOf(body, { kind: 'trial.check', on: '2026-02-10', fields: { checked: 6 } }))
  await put(await factOf(body, { kind: 'trial.check', on: '2026-03-10', fields: { checked: 6 } }))
  const changed = anEntry(aDefinition('sum', { key: 'checked', period: 'month', validFrom: '2026-03-01', numerator: { of: 'trial.check', add: 'checked' } }))
  await arrange(world, (given) => prepareMeasures(given, entries.map((each) => (each.definition.key === 'checked' ? changed : each))))
  const asked = () => valuesOf(body, ask('checked', '2026-02-01', '2026-02-28'), ask('checked', '2026-03-01', '2026-03-31'))
  expect(await asked()).toMatchObject([{ value: 2, version: '1' }, { value: null, version: '2' }])
  const touched: Touched[] = []
  await runCount(world.platform, { key: 'checked', version: 2 }, async (_, each) => void touched.push(...each))
  expect(touched).toContainEqual({ institutionId: body.institutionId, regionCode: body.regionCode, measureKey: 'checked', on: '0001-01-01', until: null })
  expect(await asked()).toMatchObject([{ value: 2, version: '1' }, { value: 6, version: '2' }])
  // A correction of old days moves both versions.
  await put(await factOf(body, { kind: 'trial.check', on: '2026-02-11', fields: { checked: 3 } }))
  expect(await asked()).toMatchObject([{ value: 3 }, { value: 6 }])
  expect((await rebuildMeasures(world.platform, { institutionId: body.institutionId, check: true })).differences).toEqual([])
  // Reading the same files again makes no further version, and counting again finds nothing to do.
  await arrange(world, (given) => prepareMeasures(given, entries.map((each) => (each.definition.key === 'checked' ? changed : each))))
  expect(await runCount(world.platform, { key: 'checked', version: 2 }, nobody)).toEqual({ institutions: 0, facts: 0 })
})

test('ME-2 a derivation that was interrupted goes on where it stopped', async () => {
  const only = anEntry(aDefinition('sum', { key: 'interrupted' }))
  await arrange(world, (given) => prepareMeasures(given, [...entries, only]))
  let left = 1
  await expect(runCount(world.platform, { key: 'interrupted', version: 1 }, async () => {
    if (left-- === 0) throw new Error('killed')
  })).rejects.toThrow('killed')
  const bodies = await arrange(world, async ({ tx }) => (await tx.selectFrom('institution').select('id').execute()).length)
  expect(await runCount(world.platform, { key: 'interrupted', version: 1 }, nobody)).toMatchObject({ institutions: bodies - 1 })
  await arrange(world, (given) => prepareMeasures(given, entries))
  expect(await valueOf({ institutionId: '00000000-0000-7000-8000-00000000000b', regionCode: '990121' }, 'interrupted')).toBeUndefined()
  expect(measureNames().map((each) => each.key)).not.toContain('interrupted')
  // What comes back was not counted meanwhile, so it is counted anew.
  await arrange(world, (given) => prepareMeasures(given, [...entries, only]))
  expect(await runCount(world.platform, { key: 'interrupted', version: 1 }, nobody)).toMatchObject({ institutions: bodies })
  expect(measureNames().find((each) => each.key === 'interrupted')).toMatchObject({ zh: '试验指标', live: true })
})

test('ME-17 before the day ends every coverage of every institution is looked at again', async () => {
  const body = await newInstitution(world)
  const touched: Touched[] = []
  await rosterMoved(world.platform, async (_, each) => void touched.push(...each))
  expect(touched.filter((each) => each.institutionId === body.institutionId).map((each) => [each.measureKey, each.on])).toEqual([['departments-reached', '2026-03-04'], ['staff-reached', '2026-03-04']])
})

test('ME-1 a start whose kinds of facts do not fit the catalogue is refused, with every file and line', () => {
  expect(() => readMeasures(trialKinds)).toThrow(CatalogError)
  expect(() => readMeasures(trialKinds)).toThrow(/catalog\/measures\/health-education-coverage\.yaml:\d+ there is no kind of fact 'register\.health-education'/)
})

test('somebody of another institution writes no counter here', async () => {
  const [body, other] = [await newInstitution(world), await newInstitution(world)]
  const stranger: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-0000000000ee', name: 'x', institutionId: other.institutionId, regionPrefix: null, roles: ['nurse'], posts: [] }
  const fact = await factOf(body, { fields: { attended: 1, passed: 1 } })
  await expect(act(world.platform, stranger, (given: Act) => register.put(given, fact))).rejects.toMatchObject({ code: '42501' })
  register.kept.delete(fact.id)
  expect(await keptOf([body])).toEqual([])
})
