import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type Calendar } from '../../../kernel/calendar.ts'
import { addMs } from '../../../kernel/instant.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { understand } from '../../reader/rules/draft/understand.ts'
import { defaultSettings, type DutyItem, type PhaseItem } from '../../reader/rules/draft/understanding.ts'
import { someReading } from '../../reader/fixtures.ts'
import { someDuty } from '../fixtures.ts'
import { explainPeriod } from './explain-period.ts'
import type { InstitutionLevel } from '../../directory/rules/kinds.ts'
import { asksBody, mayLaunch, obligationsOf, planLaunch, remarksOn, tellsLevels } from './launch.ts'
import { fallbackEnd, issueRule, periodsOfDuty, phaseFor, phaseWindow, proposedEnd, type PlanFrame } from './periods.ts'
import { redatePeriodOn } from './shift.ts'

const calendar: Calendar = { days: new Map([['2026-04-06', { kind: 'holiday', name: '清明节' }]]), officialYears: new Set([2026]) }
const phase = (given: Partial<PhaseItem> = {}): PhaseItem => ({ id: 'p-1', name: '推进阶段', start: '2026-04-01', end: '2026-06-30', printed: '', flags: [], clauseId: null, line: 1, ...given })
const frame = (given: Partial<PlanFrame> = {}): PlanFrame => ({ startsOn: '2026-03-02', endsOn: '2026-08-30', issuedOn: '2026-02-20', phases: [], clauses: new Map([['c-1', { parentId: 'c-0' }], ['c-0', { parentId: null }]]), ...given })
const periods = (duty: Partial<DutyItem>, given: Partial<PlanFrame> = {}) => {
  const found = periodsOfDuty(someDuty(duty), frame(given), calendar)
  if (isRefusal(found)) throw new Error(found.refused)
  return found
}
const dated = (date: string | null, more: object = {}) => ({ due: { date, time: null, printed: '', relative: null, ...more } })

test('PL-13 a date gives one period, due at the end of that day or at its clock time', () => {
  expect(periods(dated('2026-05-31'))).toMatchObject([{ dueOn: '2026-05-31', dueAt: '2026-05-31T16:00:00.000Z', bucketOn: '2026-05-25', basis: 'date', fromOn: '2026-03-02' }])
  expect(periods(dated('2026-05-31', { time: '12:00' }))).toMatchObject([{ dueAt: '2026-05-31T04:00:00.000Z' }])
  expect(periods(dated('2026-01-31'))).toMatchObject([{ fromOn: '2026-01-31', dueOn: '2026-01-31' }])
})

test('PL-13 a rhythm gives its periods inside the plan, and inside the phase that its clause states', () => {
  const weekly = { cadence: { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: null, until: null, printed: '每周一' } }
  expect(periods(weekly, { endsOn: '2026-03-29' }).map((each) => each.dueOn)).toEqual(['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'])
  expect(periods(weekly, { phases: [phase({ clauseId: 'c-0', start: '2026-04-01', end: '2026-04-15' })] }).map((each) => each.dueOn)).toEqual(['2026-04-06', '2026-04-13'])
})

test('PL-14 a duration from the issue is counted on the calendar, one from another event is not', () => {
  const fromIssue = dated(null, { relative: 'P5D', printed: '印发之日起5个工作日内' })
  expect(periods(fromIssue, { issuedOn: '2026-04-03' })).toMatchObject([{ dueOn: '2026-04-13', basis: 'relative', deadline: { skipped: [{ from: '2026-04-04', to: '2026-04-05' }, { from: '2026-04-06', reason: 'holiday' }, { from: '2026-04-11' }] } }])
  expect(issueRule({ date: null, time: null, printed: '出院后3日内', relative: 'P3D' })).toBeNull()
  expect(issueRule({ date: null, time: null, printed: '自发布之日起12小时内', relative: 'PT12H' })).toMatchObject({ unit: 'hour', amount: 12 })
  expect(periods(dated(null, { relative: 'P3D', printed: '出院后3日内' }))).toMatchObject([{ basis: 'plan_end', dueOn: '2026-08-30' }])
})

test('PL-15 a duty belongs to the phase chosen by hand, else of its clause, else of its due date', () => {
  const phases = [phase(), phase({ id: 'p-2', name: '总结阶段', start: '2026-07-01', end: '2026-07-31' }), phase({ id: 'p-3', name: '条款阶段', clauseId: 'c-0' })]
  expect(phaseFor(someDuty({ settings: { ...defaultSettings, phaseId: 'p-2' } }), '2026-04-02', frame({ phases }))?.id).toBe('p-2')
  expect(phaseFor(someDuty(), '2026-07-02', frame({ phases }))?.id).toBe('p-3')
  expect(phaseFor(someDuty({ clauseId: 'c-9' }), '2026-07-02', frame({ phases }))?.id).toBe('p-2')
  expect(fallbackEnd(someDuty(), frame({ phases }))).toEqual({ on: '2026-06-30', basis: 'phase_end' })
})

test('PL-16 of an inverted phase the later date is the end', () => {
  expect(phaseWindow({ start: '2026-06-30', end: '2026-03-01' })).toEqual({ start: '2026-03-01', end: '2026-06-30' })
  expect(phaseWindow({ start: null, end: '2026-03-01' })).toEqual({ start: null, end: '2026-03-01' })
})

test('PL-16 what is due in an inverted phase may be done from the start of the plan on', () => {
  const phases = [phase({ start: '2026-06-30', end: '2026-04-01' })]
  expect(periodsOfDuty(someDuty({ settings: { ...defaultSettings, phaseId: 'p-1' } }), frame({ phases }), calendar)).toMatchObject([{ fromOn: frame({ phases }).startsOn, dueOn: '2026-06-30' }])
  const rightWay = [phase({ start: '2026-04-01', end: '2026-06-30' })]
  expect(periodsOfDuty(someDuty({ settings: { ...defaultSettings, phaseId: 'p-1' } }), frame({ phases: rightWay }), calendar)).toMatchObject([{ fromOn: '2026-04-01', dueOn: '2026-06-30' }])
})

const understanding = understand(someReading, new Map([['一', 'c-1'], ['一/1', 'c-2'], ['二', 'c-3'], ['三', 'c-4']]))

test('PL-17 a draft without a duty, ending before it starts, or with too many periods is not launched', () => {
  const ask = { startsOn: '2026-03-02', endsOn: null }
  expect(mayLaunch(planLaunch(understanding, ask, calendar))).toBeNull()
  expect(mayLaunch(planLaunch({ ...understanding, duties: [] }, ask, calendar))).toEqual({ refused: 'plan.nothing_to_launch' })
  expect(mayLaunch(planLaunch(understanding, { startsOn: '2026-03-02', endsOn: '2026-03-01' }, calendar))?.refused).toBe('plan.ends_before_start')
  const daily = Array.from({ length: 30 }, (_, at) => someDuty({ id: `d-${at}`, clauseId: 'c-3', cadence: { rrule: 'FREQ=DAILY', start: null, until: null, printed: '每日' } }))
  expect(mayLaunch(planLaunch({ ...understanding, duties: daily }, { startsOn: '2026-01-01', endsOn: '2028-01-01' }, calendar))?.refused).toBe('plan.too_large')
})

test('PL-17 a duty for some kinds of institution is counted for those only', () => {
  const some = { ...understanding, duties: understanding.duties.map((duty) => ({ ...duty, settings: { ...duty.settings, kinds: duty.kind === 'publish' ? ['general'] : null } })) }
  const launch = planLaunch(some, { startsOn: '2026-03-02', endsOn: null }, calendar)
  expect(obligationsOf(launch, { kind: 'general', level: 'two' }) - obligationsOf(launch, { kind: 'township', level: 'primary' })).toBe(1)
})

test.each([
  [null, null, { kind: 'township', level: 'primary' }, true],
  [null, ['two', 'three'], { kind: 'general', level: 'two' }, true],
  [null, ['two', 'three'], { kind: 'township', level: 'primary' }, false],
  [null, ['two', 'three'], { kind: 'general', level: null }, false],
  [['township'], ['two'], { kind: 'general', level: 'two' }, false],
  [['commission'], null, { kind: 'commission', level: 'none' }, true],
  [null, ['none'], { kind: 'commission', level: 'none' }, false],
])('PL-51 kinds %j and levels %j ask %j: %s', (kinds, levels, body, asked) => {
  expect(asksBody({ kinds, levels }, body)).toBe(asked)
})

test('PL-51 a duty for some levels makes no obligation elsewhere, and the preview tells levels apart only then', () => {
  const launch = (levels: InstitutionLevel[] | null) => planLaunch({ ...understanding, duties: understanding.duties.map((duty) => ({ ...duty, settings: { ...duty.settings, levels: duty.kind === 'publish' ? levels : null } })) }, { startsOn: '2026-03-02', endsOn: null }, calendar)
  const some = launch(['two', 'three'])
  expect(obligationsOf(some, { kind: 'general', level: 'two' }) - obligationsOf(some, { kind: 'general', level: 'primary' })).toBe(1)
  expect([tellsLevels(some), tellsLevels(launch(null))]).toEqual([true, false])
})

test('PL-18 remarks name what a person should look at before the launch', () => {
  const launch = planLaunch({ ...understanding, phases: [...understanding.phases, phase({ start: '2026-05-01', end: '2026-04-01' })] }, { startsOn: '2026-03-02', endsOn: '2027-02-01' }, calendar)
  const remarks = remarksOn(launch, '2026-03-25', calendar)
  expect(remarks.unofficialYears).toEqual([2027])
  expect(remarks.past.map((each) => each.text)).toEqual(['完成导诊台改造', '报送进展'])
  expect(remarks.withoutDate).toEqual([{ dutyId: 'd-c-4-2', text: '设立便民服务台', detail: '2027-02-01' }])
  expect(remarks.invertedPhases).toEqual([{ name: '推进阶段', start: '2026-05-01', end: '2026-04-01' }])
})

test('PL-18 the end proposed is the last day that the document names', () => {
  expect(proposedEnd('2026-03-02', understanding.phases, understanding.duties)).toBe('2026-03-31')
  expect(proposedEnd('2026-03-02', [], [])).toBe('2027-03-01')
})

test('PL-19 every due date says where it comes from', () => {
  const base = { fromOn: '2026-03-02', toOn: '2026-03-08', dueAt: '2026-03-09T16:00:00.000Z', dueOn: '2026-03-09', deadline: null, nominalOn: null, printed: '每周一', phaseName: null, extendedFrom: null }
  expect(explainPeriod({ ...base, basis: 'cadence' }, 'zh')).toBe('文件规定“每周一”；本期为2026年3月2日 周一至2026年3月8日 周日；2026年3月9日 周一到期')
  expect(explainPeriod({ ...base, basis: 'phase_end', printed: '', phaseName: '启动阶段' }, 'zh')).toContain('按所属阶段“启动阶段”结束日计')
  expect(explainPeriod({ ...base, basis: 'date', dueAt: '2026-03-09T04:00:00.000Z' }, 'en')).toContain('before 12:00')
  expect(explainPeriod({ ...base, basis: 'plan_end', extendedFrom: '2026-03-01T16:00:00.000Z' }, 'zh')).toContain('由2026年3月1日')
})

test('PL-13 no duty ever gets two periods of the same days and due date', () => {
  const rrule = fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYMONTHDAY=28', 'FREQ=MONTHLY', 'FREQ=MONTHLY;INTERVAL=3', 'FREQ=YEARLY')
  fc.assert(
    fc.property(rrule, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), fc.boolean(), (rule, shift, length, own) => {
      const startsOn = addDays('2025-12-20', shift)
      const found = periods({ cadence: { rrule: rule, start: own ? startsOn : null, until: null, printed: '' } }, { startsOn, endsOn: addDays(startsOn, length) })
      expect(new Set(found.map((each) => `${each.fromOn} ${each.dueOn}`)).size).toBe(found.length)
      for (const each of found) expect(each.dueOn >= startsOn && each.dueOn <= addDays(startsOn, length) && each.opensOn <= each.dueOn).toBe(true)
    }),
  )
})

const holidays: Calendar = {
  days: new Map([['2026-05-01', { kind: 'holiday', name: '劳动节' }], ['2026-05-04', { kind: 'holiday', name: '劳动节' }], ['2026-05-05', { kind: 'holiday', name: '劳动节' }], ['2026-05-09', { kind: 'workday', name: '劳动节调休' }]]), officialYears: new Set([2026]),
}
const onHolidays = (duty: Partial<DutyItem>, given: Partial<PlanFrame> = {}) => {
  const found = periodsOfDuty(someDuty(duty), frame(given), holidays)
  if (isRefusal(found)) throw new Error(found.refused)
  return found
}

test.each<[string, Partial<DutyItem>, string, string | null]>([
  ['a report due on a holiday', { kind: 'report', ...dated('2026-05-01') }, '2026-05-06', '2026-05-01'],
  ['a report due on a working day stays, but knows it may move', { kind: 'report', ...dated('2026-05-06') }, '2026-05-06', '2026-05-06'],
  ['a report due on a Saturday', { kind: 'report', ...dated('2026-05-16') }, '2026-05-18', '2026-05-16'],
  ['a report due on a make-up Saturday stays', { kind: 'report', ...dated('2026-05-09') }, '2026-05-09', '2026-05-09'],
  ['a task due on a holiday stays', dated('2026-05-01'), '2026-05-01', null],
  ['a task that is told to move', { ...dated('2026-05-01'), settings: { ...defaultSettings, shift: 'next_workday' } }, '2026-05-06', '2026-05-01'],
  ['a report that is told to stay', { kind: 'report', ...dated('2026-05-01'), settings: { ...defaultSettings, shift: 'none' } }, '2026-05-01', null],
  ['a report within days of the issue', { kind: 'report', ...dated(null, { relative: 'P10D', printed: '印发之日起10日内' }) }, '2026-03-02', '2026-03-02'],
  ['a report within working days of the issue', { kind: 'report', ...dated(null, { relative: 'P5D', printed: '印发之日起5个工作日内' }) }, '2026-02-27', null],
])('PL-36 %s', (_, duty, dueOn, nominalOn) => {
  expect(onHolidays(duty)).toMatchObject([{ dueOn, nominalOn, dueAt: addMs(`${dueOn}T00:00:00.000Z`, 16 * 3_600_000) }])
})

test('PL-36 the moved period covers the same days, keeps its clock time, its phase and its week, and explains itself', () => {
  const weekly = { kind: 'report' as const, due: { date: null, time: '17:00', printed: '', relative: null }, cadence: { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: null, until: null, printed: '每周一' } }
  const found = onHolidays(weekly, { startsOn: '2026-04-27', endsOn: '2026-05-04', phases: [phase({ start: '2026-04-01', end: '2026-05-04' })] })
  expect(found).toMatchObject([{ dueOn: '2026-04-27', nominalOn: '2026-04-27' }, { fromOn: '2026-04-27', toOn: '2026-05-03', dueOn: '2026-05-06', nominalOn: '2026-05-04', dueAt: '2026-05-06T09:00:00.000Z', bucketOn: '2026-05-04', phaseId: 'p-1' }])
  const moved = found[1]
  if (moved === undefined) throw new Error('no second period')
  const said = { ...moved, printed: '每周一', phaseName: null, extendedFrom: null }
  expect(explainPeriod(said, 'zh')).toBe('文件规定“每周一”；本期为2026年4月27日 周一至2026年5月3日 周日；2026年5月4日 周一是休息日（劳动节），顺延到下一个工作日；2026年5月6日 周三 17:00前到期')
  expect(explainPeriod(said, 'en')).toContain('Mon 4 May 2026 is a day off (劳动节), so the next working day counts')
})

test('PL-34 what was due is never moved, and nothing is moved into the past', () => {
  const [period] = onHolidays({ kind: 'report', ...dated('2026-05-06') })
  if (period === undefined || period.deadline === null) throw new Error('no period')
  const at = { deadline: period.deadline, nominalOn: period.nominalOn, time: null, dueAt: period.dueAt }
  const later: Calendar = { ...holidays, days: new Map([...holidays.days, ['2026-05-06', { kind: 'holiday', name: '加放' }]]) }
  expect(redatePeriodOn(at, later, addMs(period.dueAt, -1000))).toMatchObject({ dueOn: '2026-05-07', moved: true })
  expect(redatePeriodOn(at, later, period.dueAt)).toBeNull()
  const [after] = onHolidays({ kind: 'report', ...dated('2026-05-01') })
  if (after === undefined || after.deadline === null) throw new Error('no period')
  const none: Calendar = { days: new Map(), officialYears: new Set([2026]) }
  const back = { deadline: after.deadline, nominalOn: after.nominalOn, time: null, dueAt: after.dueAt }
  expect(redatePeriodOn(back, none, '2026-04-30T00:00:00.000Z')).toMatchObject({ dueOn: '2026-05-01', moved: true })
  expect(redatePeriodOn(back, none, '2026-05-02T00:00:00.000Z')).toBeNull()
  expect(redatePeriodOn(back, holidays, '2026-04-30T00:00:00.000Z')).toBeNull()
})
