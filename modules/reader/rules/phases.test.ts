import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clause } from './model.ts'
import { readPhases } from './phases.ts'
import type { ReadingContext } from './time.ts'

const undated: ReadingContext = { issuedOn: null, number: null, title: '', year: null }
const issued: ReadingContext = { issuedOn: '2031-09-26', number: null, title: '', year: 2031 }
const aClause = (title: string, text = '', given: Partial<Clause> = {}): Clause => ({ path: '三', printed: '三、', title, text, level: 1, children: [], lines: [3, 9], ...given })
const part = (title: string, text = '', printed = '（一）', children: Clause[] = []) => aClause(title, text, { printed, level: 2, path: `三/${printed}`, children })
const read = (parts: Clause[], context = issued, before: Clause[] = []) => readPhases([...before, aClause('时间安排', '', { children: parts })], context)
const window = (clause: Clause, context = issued) => read([clause], context).phases.map(({ start, end }) => [start, end])

describe('RT-20 where the time of a phase stands', () => {
  test.each([
    ['the text opens with a limit', part('准备阶段', '2031年5月15日前。'), null, '2031-05-15'],
    ['the text opens with a range', part('验收阶段', '2031年7月至9月由县卫健局组织验收，10月20日之前上报结果。'), '2031-07-01', '2031-09-30'],
    ['the text opens with a labelled range', part('实施阶段', '时间：2031年5月16日起至2031年11月30日止。'), '2031-05-16', '2031-11-30'],
    ['a beginning and an end named apart', part('建设阶段', '按计划建设，2031年5月开始，2033年6月结束。'), '2031-05-01', '2033-06-30'],
    ['from the day of issue on', part('自查阶段（即日起—10月31日）'), '2031-09-26', '2031-10-31'],
    ['the first days of a month', part('验收阶段', '2031年12月上旬。'), '2031-12-01', '2031-12-10'],
    ['from a day on', part('常态化阶段（2031年12月1日起）'), '2031-12-01', null],
    ['several years', part('巩固阶段（2032年—2033年）'), '2032-01-01', '2033-12-31'],
  ])('%s', (_, clause, start, end) => {
    expect(window(clause)).toEqual([[start, end]])
  })
  test('without a day of issue 即日起 leaves the beginning open', () => {
    expect(read([part('自查阶段（即日起至2031年10月31日）')], undated).phases).toMatchObject([{ start: null, end: '2031-10-31', flags: ['start_open'] }])
  })
  test('a deadline inside the text of a phase does not date it', () => {
    expect(window(part('整治阶段（10月1日至10月31日）', '各单位于10月15日前完成自查。'))).toEqual([['2031-10-01', '2031-10-31']])
  })
  test('parts of a chapter that only name tasks are no phases', () => {
    expect(readPhases([aClause('重点任务', '', { children: [part('优化预约服务', '2031年6月底前开通平台。')] })], issued).phases).toEqual([])
  })
  test('phases inside a phase are nested', () => {
    const inner = [part('第一阶段（2031年1月至6月）', '', '1.'), part('第二阶段（2031年7月至12月）', '', '2.')]
    expect(read([part('集中整治阶段（2031年底前）', '', '（二）', inner)]).phases.map(({ start, flags }) => [start, flags.includes('nested')])).toEqual([[null, false], ['2031-01-01', true], ['2031-07-01', true]])
  })
})

describe('RT-4 the evidence for a year that is not printed is said', () => {
  const phase = part('动员阶段（3月1日-3月10日）')
  test.each([
    ['成文日期', issued, []],
    ['发文字号', { issuedOn: null, number: '云卫〔2031〕3号', title: '', year: 2031 }, []],
    ['标题', { issuedOn: null, number: null, title: '2031年工作方案', year: 2031 }, []],
    ['前文的年份', undated, [aClause('目标', '用三个月时间（2031年9月至11月）解决问题。', { path: '一' })]],
  ])('%s', (evidence, context, before) => {
    const { phases, warnings } = read([phase], context, before)
    expect(phases[0]).toMatchObject({ end: '2031-03-10', flags: expect.arrayContaining(['year_inferred']) as unknown })
    expect(warnings.map(({ code, message }) => [code, message.includes(`按${evidence}推定为2031年`)])).toEqual([['phase_year_inferred', true]])
  })
  test('a printed year needs no remark', () => {
    expect(read([part('动员阶段（2031年3月1日-3月10日）')], undated).warnings).toEqual([])
  })
})

test('RT-20 and RT-21 never throw, answer the same for the same text and give no date that does not exist', () => {
  const words = ['第一阶段', '动员阶段', '（', '）', '2031年', '5月', '31日', '2月', '30日', '-', '至', '，', '。', '即日起', '开始', '结束', '前', '底前', '每月', 'X月X日', '完成', '阶段']
  const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 14 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, text, fc.constantFrom(undated, issued), (title, body, context) => {
      const clause = part(title, body)
      const { phases } = read([clause], context)
      expect(read([clause], context).phases).toEqual(phases)
      for (const { start, end } of phases) for (const day of [start, end]) if (day !== null) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
    }),
    { numRuns: 500 },
  )
})
