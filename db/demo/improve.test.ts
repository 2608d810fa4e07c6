import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { seedOfficialYears } from '../../modules/calendar/public.ts'
import { topTenOf } from '../../modules/prescribing/public.ts'
import { listTalks } from '../../modules/review/store/after.ts'
import { hashPassword } from '../../server/platform/passwords.ts'
import { newVisitor } from '../../server/testing/visitor.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { loadAccounts } from './accounts.ts'
import { billedMonths, loadBills } from './bills.ts'
import { loadBulletins } from './bulletins.ts'
import { castOf, type Cast } from './cast.ts'
import { loadExemplars } from './exemplars.ts'
import { loadLeagues, readyMeasures } from './leagues.ts'
import { loadPeople } from './people.ts'
import { loadQuality } from './quality.ts'
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
  await readyMeasures(world.platform)
  const cast = await arrange(world, async (act): Promise<Cast> => {
    const people = await loadPeople(act, today)
    await loadAccounts(act, people, hashPassword)
    const accounts = await act.tx.selectFrom('account').select(['account_id', 'staff_id']).where('kind', '=', 'staff').execute()
    return castOf(people, new Map(accounts.flatMap((row) => (row.staff_id === null ? [] : [[row.staff_id, row.account_id] as const]))))
  })
  hospital = cast.people.institutions.get('renmin')?.id ?? ''
  for (const [name, load] of [['bills', loadBills], ['review', loadReview], ['surveys', loadSurveys], ['quality', loadQuality], ['leagues', loadLeagues], ['bulletins', loadBulletins], ['exemplars', loadExemplars]] as const) {
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

test('two quarters and a month of departments are ranked and published, one league waits for its head, and nobody keeps an authenticator', async () => {
  const rows = await arrange(world, ({ tx }) => tx.selectFrom('league').select(['key', 'state']).orderBy('key').execute())
  expect(rows.map((row) => [row.key, row.state])).toEqual([['campaign', 'draft'], ['departments', 'published'], ['quality', 'published'], ['quality', 'published']])
  const shown = await newVisitor(world).get('/rankings')
  for (const said of ['医疗质量排名', '2026年第三季度', '2026年第二季度']) expect(shown.text).toContain(said)
  expect(await arrange(world, ({ tx }) => tx.selectFrom('account').select('account_id').where('totp_secret', 'is not', null).execute())).toEqual([])
  expect(await arrange(world, ({ tx }) => tx.selectFrom('benchmark').select('measure_key').execute())).toHaveLength(2)
})

test('the work bulletin is published, and everybody but one has signed for it', async () => {
  const [bulletin] = await arrange(world, ({ tx }) => tx.selectFrom('bulletin_version').select(['bulletin_id as bulletinId', 'addressed', 'title']).execute())
  expect(await arrange(world, ({ tx }) => tx.selectFrom('bulletin_receipt').select('institution_id').execute())).toHaveLength((bulletin?.addressed ?? 0) - 1)
  expect((await newVisitor(world).get('/bulletins')).text).toContain(bulletin?.title ?? 'no bulletin')
})

test('one exemplar is published, one is up with an objection that nobody answered, one waits for the clerk', async () => {
  const rows = await arrange(world, ({ tx }) => tx.selectFrom('exemplar').select('state').orderBy('nominated_at').execute())
  expect(rows.map((row) => row.state)).toEqual(['published', 'noticed', 'nominated'])
  const objections = await arrange(world, ({ tx }) => tx.selectFrom('exemplar_objection').select('answered_at as answeredAt').execute())
  expect(objections).toEqual([{ answeredAt: null }])
  expect((await newVisitor(world).get('/exemplars')).text).toContain('骨科')
})
