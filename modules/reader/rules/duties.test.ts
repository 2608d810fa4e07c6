import { describe, expect, test } from 'vitest'
import type { Clause } from './model.ts'
import { readDuties } from './duties.ts'
import { readPhases } from './phases.ts'
import { readTag, takeTags } from './responsible.ts'
import { productsOf, receiverOf } from './kinds.ts'
import type { ReadingContext } from './time.ts'

const context: ReadingContext = { issuedOn: '2024-06-20', number: null, title: '', year: 2024 }
const aClause = (title: string, text = '', given: Partial<Clause> = {}): Clause => ({ path: '二', printed: '二、', title, text, level: 1, children: [], lines: [3, 4], ...given })
const duties = (text: string) => readDuties([aClause('重点任务', text)], context).duties
const phases = (...children: Clause[]) => readPhases([aClause('实施步骤', '', { children })], context).phases
const part = (title: string, text = '', printed = '（一）') => aClause(title, text, { printed, level: 2, path: `二/${printed}` })

describe('RT-20 and RT-21 phases', () => {
  test.each([
    ['a range in a bracket', part('动员阶段（7月1日—7月10日）', '召开会议。'), '动员阶段', '2024-07-01', '2024-07-10'],
    ['a limit behind a comma', part('动员阶段，7月8日前', '召开会议。'), '动员阶段', null, '2024-07-08'],
    ['an ordinal and a bracket', part('发动部署〔2024年7月1日-2024年8月1日〕', '', '第一阶段：'), '发动部署', '2024-07-01', '2024-08-01'],
    ['a spun ordinal', part('组织实施〔2024年8月2日-2024年9月1日〕', '', '其次阶段：'), '组织实施', '2024-08-02', '2024-09-01'],
  ])('RT-20 %s', (_, clause, name, start, end) => {
    expect(phases(clause)).toMatchObject([{ name, start, end }])
  })
  test('RT-21 the date that closes the paragraph is the end', () => {
    expect(phases(part('摸底排查', '全面排查问题。该项工作于7月底前完成。'))).toMatchObject([{ start: null, end: '2024-07-31' }])
  })
  test('RT-20 a placeholder is a phase without dates', () => {
    expect(phases(part('动员阶段（X月X日-X月X日）'))).toMatchObject([{ flags: ['no_dates'] }])
  })
})

describe('RT-30 tags of responsibility', () => {
  test.each([
    ['牵头单位：医政股；责任单位：办公室、基层股', { lead: ['医政股'], others: ['办公室', '基层股'] }],
    ['医政股牵头，办公室、基层股配合', { lead: ['医政股'], others: ['办公室', '基层股'] }],
    ['责任单位：医政股、办公室', { lead: ['医政股', '办公室'], others: [] }],
  ])('%s', (words, found) => {
    expect(readTag(words)).toEqual(found)
  })
  test('the tag leaves the text, a deadline inside it stays', () => {
    expect(takeTags('建立台账。（牵头单位：医政股；责任单位：办公室，6月底完成）').text).toBe('建立台账。，6月底完成')
  })
})

test('RT-31 the subject is printed, then carried, then inferred', () => {
  expect(duties('各医院要建立台账。明确专人负责。').map((duty) => [duty.subject, duty.inferredSubject])).toEqual([['各医院', false], ['各医院', true]])
  expect(duties('加强培训。')).toMatchObject([{ subject: '各单位', inferredSubject: true }])
})

test.each([
  ['每周一将工作进展报县卫生健康委医政股。', 'report'],
  ['向社会公示收费标准。', 'publish'],
  ['临床科室每周至少组织一次健康教育。', 'record'],
  ['优质护理覆盖率达到90%以上。', 'measure'],
  ['患者投诉5个工作日内答复。', 'settle'],
  ['为患者提供轮椅借用服务。', 'service'],
  ['成立专班。', 'task'],
])('RT-32 %s is a %s', (text, kind) => {
  expect(duties(text)[0]?.kind).toBe(kind)
})

test('RT-33 and RT-34 what is handed over, and to whom', () => {
  expect(productsOf('上报《周报表》、工作台账和小结')).toEqual(['周报表', '工作台账', '小结'])
  expect(receiverOf('自查报告上报县卫健委医政股汇总')).toBe('县卫健委医政股')
})

test('RT-35 two rhythms in one sentence are two duties', () => {
  expect(duties('每周一上报周报表，每月28日上报月总结。').map((duty) => duty.cadence?.rrule)).toEqual(['FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYMONTHDAY=28'])
})

test('RT-36 a date in a citation is no deadline, a date before 前 is', () => {
  expect(duties('于2024年7月9日前报送方案。')[0]?.due).toMatchObject({ date: '2024-07-09' })
  expect(duties('根据2023年5月10日会议要求，建立台账。')[0]?.due ?? null).toBeNull()
})

test('RT-36 a deadline whose year nobody knows is kept in its words and said', () => {
  const read = readDuties([aClause('重点任务', '9月底前公布结果。')], { issuedOn: null, number: null, title: '', year: null })
  expect(read.duties[0]?.due).toEqual({ date: null, time: null, printed: '9月底前', relative: null })
  expect(read.warnings).toMatchObject([{ code: 'date_without_year' }])
})
