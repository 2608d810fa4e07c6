import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { calendarWorkers } from './workers.ts'
import { calendarChanged } from './jobs.ts'
import { seedOfficialYears } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  await arrange(world, seedOfficialYears)
})
afterAll(() => world.close())

const clerk = async () => api(world, await (await newInstitution(world, { kind: 'commission' })).person('commission_clerk'))
const explain = async (as: Awaited<ReturnType<typeof clerk>>, start: string) => (await as.get(`/calendar/explain?rule=dispute.administrative-acceptance&start=${encodeURIComponent(start)}`)).body

test('the seed brings the official years once, and never brings back what the commission took away', async () => {
  const keeper = await clerk()
  const year = (await keeper.get('/calendar/2022')).body as { official: boolean; days: { day: string; kind: string }[] }
  expect(year.official).toBe(true)
  expect(year.days.filter((each) => each.day.startsWith('2022-10')).map((each) => `${each.day.slice(8)} ${each.kind}`)).toEqual(['01 holiday', '02 holiday', '03 holiday', '04 holiday', '05 holiday', '06 holiday', '07 holiday', '08 workday', '09 workday'])
  expect((await keeper.post('/calendar/days/2022-10-09/removal', { reason: '核对通知' })).status).toBe(200)
  expect(await arrange(world, seedOfficialYears)).toEqual([])
  expect(((await keeper.get('/calendar/2022')).body.days as { day: string }[]).map((each) => each.day)).not.toContain('2022-10-09')
  await keeper.put('/calendar/days/2022-10-09', { kind: 'workday', name: '国庆节', reason: '核对通知' })
})

test('a deadline explains itself by the calendar as it stands, the moment it changes', async () => {
  const keeper = await clerk()
  const before = await explain(keeper, '2022-09-30')
  expect(before.deadline.dueOn).toBe('2022-10-12')
  expect(before.zh).toContain('10月12日（周三）到期')
  expect(before.rule).toMatchObject({ certainty: 'law', amount: 5, unit: 'workday' })
  expect((await keeper.put('/calendar/days/2022-10-11', { kind: 'holiday', name: '停工', reason: '台风停工一天' })).status).toBe(200)
  expect((await explain(keeper, '2022-09-30')).deadline.dueOn).toBe('2022-10-13')
  expect((await keeper.post('/calendar/days/2022-10-11/removal', { reason: '通知撤回' })).status).toBe(200)
  expect((await explain(keeper, '2022-09-30T17:00:00+08:00')).deadline.dueOn).toBe('2022-10-12')
  expect((await keeper.get('/calendar/explain?rule=no.such&start=2022-09-30')).status).toBe(404)
})

test('a year without a notice is said, and can be declared official with its source', async () => {
  const keeper = await clerk()
  expect((await keeper.get('/calendar/2031')).body).toMatchObject({ official: false, days: [] })
  expect((await explain(keeper, '2031-03-03')).deadline.unofficialYears).toEqual([2031])
  expect((await keeper.put('/calendar/years/2031', { official: true, source: '国办发明电〔2030〕1号', reason: '通知已发布' })).body).toMatchObject({ official: true })
  expect((await explain(keeper, '2031-03-03')).deadline.unofficialYears).toEqual([])
  expect((await keeper.put('/calendar/years/2031', { official: true, source: '国办发明电〔2030〕1号', reason: '通知已发布' })).body.error).toBe('calendar.unchanged')
})

test('CAL-7 what is refused, and what each change leaves behind: an event and one job of re-dating', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const keeper = api(world, await commission.person('commission_head'))
  expect((await keeper.put('/calendar/days/2026-10-09', { kind: 'workday', name: '国庆节', reason: '补班安排' })).body.error).toBe('calendar.weekday_workday')
  expect((await keeper.post('/calendar/days/2026-03-03/removal', { reason: '不该存在' })).body.error).toBe('calendar.no_such_day')
  expect((await keeper.put('/calendar/days/2026-03-03', { kind: 'holiday', name: '放假', reason: '' })).status).toBe(400)
  const nurse = api(world, await (await newInstitution(world)).person('nurse'))
  expect((await nurse.put('/calendar/days/2026-03-03', { kind: 'holiday', name: '放假', reason: '想放假了' })).status).toBe(403)
  expect((await nurse.get('/calendar/2026')).body.blocked.change).toBe('access.denied')
  await keeper.put('/calendar/days/2026-03-03', { kind: 'holiday', name: '放假', reason: '市里通知' })
  expect((await keeper.get(`/audit/events?kind=calendar.&institutionId=${commission.institutionId}`)).body.rows).toMatchObject([{ kind: 'calendar.day_saved', subjectId: '2026-03-03', detail: { reason: '市里通知' } }])
  expect((await keeper.put('/calendar/days/2026-03-03', { kind: 'holiday', name: '放假', reason: '市里通知' })).body.error).toBe('calendar.unchanged')
})

test('every module that asked is told of a change, and one that fails makes the job come again', async () => {
  const told: string[] = []
  let isBroken = true
  const [worker] = calendarWorkers([
    async () => {
      told.push('first')
    },
    async () => {
      if (isBroken) throw new Error('not now')
      told.push('second')
    },
  ])
  expect(worker?.job).toBe(calendarChanged.name)
  await expect(worker?.run({ stamp: 'x' })).rejects.toThrow('not now')
  isBroken = false
  await worker?.run({ stamp: 'x' })
  expect(told).toEqual(['first', 'first', 'second'])
})
