import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { seedOfficialYears } from '../../modules/calendar/public.ts'
import { topTenOf } from '../../modules/prescribing/public.ts'
import { listTalks } from '../../modules/review/store/after.ts'
import { newVisitor } from '../../server/testing/visitor.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { loadAccounts } from './accounts.ts'
import { billedMonths, loadBills } from './bills.ts'
import { castOf, type Cast } from './cast.ts'
import { loadPeople } from './people.ts'
import { loadReview } from './review.ts'
import { codeToTry, loadSurveys } from './surveys.ts'

// The first of a month, when the newest month has only just become one that is over: the hardest day to be a demonstration on.
const now = '2026-12-01T02:00:00.000Z'
const today = shanghaiToday(new Date(now))
const system = systemActor('test')
const took: string[] = []
let world: World
let hospital = ''
beforeAll(async () => {
  world = await newWorld(now)
  await prepareCatalogues(world.platform)
  await arrange(world, seedOfficialYears)
  const cast = await arrange(world, async (act): Promise<Cast> => {
    const people = await loadPeople(act, today)
    await loadAccounts(act, people, async () => '')
    const accounts = await act.tx.selectFrom('account').select(['account_id', 'staff_id']).where('kind', '=', 'staff').execute()
    return castOf(people, new Map(accounts.flatMap((row) => (row.staff_id === null ? [] : [[row.staff_id, row.account_id] as const]))))
  })
  hospital = cast.people.institutions.get('renmin')?.id ?? ''
  for (const [name, load] of [['bills', loadBills], ['review', loadReview], ['surveys', loadSurveys]] as const) {
    const began = performance.now()
    await load(world.platform, cast, today, (line) => took.push(line))
    took.push(`${name} in ${Math.round(performance.now() - began)} ms`)
  }
  process.stdout.write(`${took.join('; ')}\n`)
}, 600_000)
afterAll(() => world.close())

test('three months of bills of three hospitals are in, a few lines are turned away with their reason, and ranks have changed', async () => {
  const files = await arrange(world, ({ tx }) => tx.selectFrom('charge_file').select(['state', 'rejected', 'kept', 'institution_id as institutionId']).execute())
  expect(files.map((file) => file.state)).toEqual(Array.from({ length: 9 }, () => 'done'))
  expect(files.filter((file) => file.rejected > 0).map((file) => [file.institutionId, file.rejected])).toEqual([[hospital, 5]])
  const [first = '', , third = ''] = billedMonths(today)
  const tops = await look(world.platform, system, ({ read }) => Promise.all([first, third].map((month) => topTenOf(read, hospital, month, 'drug'))))
  expect(tops.map((each) => each.length >= 10)).toEqual([true, true])
  expect(tops[0]).not.toEqual(tops[1])
  expect((await newVisitor(world).get(`/drug-use/${hospital}`)).text).toContain('药品用量')
})

test('three rounds: one published with talks, one that waits for answers and experts, one with prescriptions to read', async () => {
  const cycles = await arrange(world, ({ tx }) => tx.selectFrom('review_cycle').select(['id', 'month', 'state']).orderBy('month').execute())
  expect(cycles.map((cycle) => cycle.state)).toEqual(['published', 'feedback', 'reading'])
  const states = async (at: number) => (await arrange(world, ({ tx }) => tx.selectFrom('review_item').select('state').where('cycle_id', '=', cycles[at]?.id ?? '').execute())).map((item) => item.state)
  expect(new Set(await states(0))).toEqual(new Set(['final']))
  const waiting = await states(1)
  expect(waiting).toContain('replied')
  expect(waiting).toContain('settled')
  const reading = await states(2)
  expect(reading.filter((state) => state === 'open').length).toBeGreaterThan(3)
  expect(reading.filter((state) => state === 'split')).toHaveLength(1)
  const talks = await look(world.platform, system, ({ read }) => listTalks(read, hospital, 50))
  expect(talks.filter((talk) => talk.outcome !== null).length).toBeGreaterThan(0)
})

test('patients have answered, a department with too few is not shown, words wait to be read, and a sheet can be tried', async () => {
  const shown = await newVisitor(world).get(`/bodies/${hospital}/satisfaction`)
  for (const said of ['门诊患者满意度调查', '门诊药房高峰时段增开两个窗口']) expect(shown.text).toContain(said)
  const rows = await arrange(world, ({ tx }) => tx.selectFrom('survey_comment').select('state').where('institution_id', '=', hospital).execute())
  expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['published', 'waiting']))
  expect(await arrange(world, ({ tx }) => tx.selectFrom('survey_box').select('id').where('institution_id', '=', hospital).execute())).toHaveLength(9)
  const code = await look(world.platform, system, codeToTry)
  const page = await newVisitor(world).get('/survey')
  expect(page.text).toContain(`/survey/${code ?? ''}`)
  expect((await newVisitor(world).get(`/survey/${code ?? ''}`)).text).toContain('第 1 页')
})
