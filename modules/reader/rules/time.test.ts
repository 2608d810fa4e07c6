import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cadencesOf } from './cadence.ts'
import { parseNumeral } from './numerals.ts'
import { timesOf } from './ranges.ts'
import { relativesOf } from './relative.ts'
import { targetsOf } from './targets.ts'
import { flatten, type ReadingContext } from './time.ts'

const context: ReadingContext = { issuedOn: '2024-06-20', number: null, title: '', year: 2024 }
const times = (text: string, given = context) => timesOf(flatten(text), given, { year: null }).map((time) => [time.start, time.end])
const rhythm = (text: string) => cadencesOf(flatten(text), timesOf(flatten(text), context, { year: null })).map((each) => each.rrule)
const targets = (text: string) => targetsOf(flatten(text), []).map((each) => `${each.comparator}${each.value}${each.upper === null ? '' : `-${each.upper}`}${each.unit}`)

test.each([['28', 28], ['二十八', 28], ['十', 10], ['一百二十', 120], ['两', 2], ['1.5万', 15_000], ['二〇二三', 2023], ['三千', 3000], ['甲', null], ['', null]])('RT-1 %s is %s', (text, value) => {
  expect(parseNumeral(text)).toBe(value)
})

describe('RT-2, RT-3, RT-4 and RT-6 single dates', () => {
  test.each([
    ['2024 年 7 月 9 日前', '2024-07-09'],
    ['７月９日前', '2024-07-09'],
    ['7月底前', '2024-07-31'],
    ['2024年底前', '2024-12-31'],
    ['2月底前', '2024-02-29'],
    ['2024年上半年', '2024-06-30'],
    ['2024年第三季度末', '2024-09-30'],
    ['二〇二四年七月九日', '2024-07-09'],
    ['2024-07-09', '2024-07-09'],
  ])('%s ends on %s', (text, end) => {
    expect(times(text)[0]?.[1]).toBe(end)
  })
  test('RT-4 a month long before the issue belongs to the next year', () => {
    expect(times('1月10日前', { ...context, issuedOn: '2024-11-20' })[0]?.[1]).toBe('2025-01-10')
    expect(times('1月10日前', { issuedOn: null, number: null, title: '', year: null })[0]?.[1]).toBeNull()
  })
  test('RT-2 the words of the document stay', () => {
    expect(timesOf(flatten('于 2024 年 7 月 9 日前报送'), context, { year: null })[0]?.printed).toBe('2024年7月9日前')
  })
})

test.each([
  ['7月9日-31日', '2024-07-09', '2024-07-31'],
  ['8月1日—9月30日', '2024-08-01', '2024-09-30'],
  ['2024年8月—2025年9月', '2024-08-01', '2025-09-30'],
  ['2022年7月至2022年12月', '2022-07-01', '2022-12-31'],
  ['2024年12月20日至1月22日', '2024-12-20', '2025-01-22'],
  ['2024年12月20日-2024年1月22日', '2024-12-20', '2024-01-22'],
])('RT-5 %s runs from %s to %s', (text, start, end) => {
  expect(times(text)[0]).toEqual([start, end])
})
test('RT-5 an inverted range is kept and flagged', () => {
  expect(timesOf(flatten('2024年12月20日-2024年1月22日'), context, { year: null })[0]?.flags).toContain('inverted')
})

test.each([['自受理之日起5个工作日内答复', 'P5D'], ['接到投诉后12小时内反馈', 'PT12H'], ['印发之日起30日内', 'P30D'], ['出院后两周内回访', 'P14D']])('RT-7 %s is %s', (text, duration) => {
  expect(relativesOf(flatten(text)).map((each) => each.duration)).toEqual([duration])
})

test.each([
  ['每周一上报', ['FREQ=WEEKLY;BYDAY=MO']],
  ['每月 28 日报送', ['FREQ=MONTHLY;BYMONTHDAY=28']],
  ['每周至少开展一次', ['FREQ=WEEKLY']],
  ['每季度通报', ['FREQ=MONTHLY;INTERVAL=3']],
  ['每半年开展', ['FREQ=MONTHLY;INTERVAL=6']],
  ['每两个月报送', ['FREQ=MONTHLY;INTERVAL=2']],
  ['一月一调度', ['FREQ=MONTHLY']],
  ['每年12月底前', ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1']],
])('RT-10 %s', (text, rules) => {
  expect(rhythm(text)).toEqual(rules)
})
test.each(['每人每天300元', '每千常住人口1.5张床位', '每一次执法', '每年只享受一次', '每个环节'])('RT-11 %s is no rhythm', (text) => {
  expect(rhythm(text)).toEqual([])
})
test('RT-12 a rhythm has the window of its sentence', () => {
  const text = '自2024年7月9日起，每月报送一次'
  expect(cadencesOf(flatten(text), timesOf(flatten(text), context, { year: null }))[0]).toMatchObject({ start: '2024-07-09', rrule: 'FREQ=MONTHLY' })
})

test.each([
  ['绿化率达 35%以上', ['>=35%']],
  ['至少1—2篇', ['>=1-2篇']],
  ['不少于一次', ['>=1次']],
  ['药占比不超过30%', ['<=30%']],
  ['覆盖面须达到100%', ['=100%']],
  ['等候时间不超过25分钟', ['<=25分钟']],
])('RT-14 %s', (text, found) => {
  expect(targets(text)).toEqual(found)
})
test.each(['全县二级以上医院', '65岁以上老年人', '第十九条', '开展10个方面公开', '18项医疗核心制度', '24小时举报电话'])('RT-15 %s holds no target', (text) => {
  expect(targets(text)).toEqual([])
})

test('RT-1 to RT-15 never throw and answer the same for the same text', () => {
  const alphabet = Array.from('每周月日年底前至-0123456789一二三十百%以上不少于起自（）。，').concat(' ')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }).map((each) => each.join('')), (text) => {
      expect(times(text)).toEqual(times(text))
      expect(rhythm(text)).toEqual(rhythm(text))
      expect(targets(text)).toEqual(targets(text))
    }),
  )
})
