import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDuties } from './duties.ts'
import type { Clause } from './model.ts'
import { readPlan } from './read-plan.ts'
import { targetsOf } from './targets.ts'
import { flatten, type ReadingContext } from './time.ts'

const context: ReadingContext = { issuedOn: '2031-03-02', number: null, title: '', year: 2031 }
const clause = (text: string): Clause => ({ path: '一', printed: '一、', title: '', text, level: 1, children: [], lines: [1, 1] })
const duties = (text: string) => readDuties([clause(text)], context).duties
const found = (text: string) => targetsOf(flatten(text), []).map(({ comparator, value, unit }) => `${comparator}${value}${unit}`)

describe('RT-14 comparators', () => {
  test.each([
    ['签约居民履约率不低于100%', ['>=100%']],
    ['签约居民履约率达到100%', ['=100%']],
    ['参训人数不少于在岗人员的80%', ['>=80%']],
    ['每个窗口至少增设3个座位', ['>=3个']],
    ['对随访对象至少联系2次', ['>=2次']],
    ['取药等候时间控制在20分钟以内', ['<=20分钟']],
    ['能够开展8类以上适宜技术', ['>=8类']],
  ])('RT-14 %s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })
})

test.each(['二类以上医疗机构参加', '力争一次就诊完成全部检查', '二级以上医院参加'])('RT-15 %s holds no target', (text) => {
  expect(found(text)).toEqual([])
})

test('RT-35 the second and third target of one sentence are duties of their own', () => {
  const read = duties('各站点应配备护士3名以上，设置率达到100%，能够提供5类以上项目。')
  expect(read.map(({ target }) => target?.printed)).toEqual(['3名以上', '达到100%', '5类以上'])
})

test('RT-37 a year that leads a target is its deadline', () => {
  const read = duties('2031年：覆盖率达到60%；2032年：覆盖率达到85%。')
  expect(read.map(({ due, target }) => [due?.date, target?.value])).toEqual([['2031-12-31', 60], ['2032-12-31', 85]])
})

test('RT-37 a year in front of an order without a target, or of 年度, is no deadline', () => {
  expect(duties('2031年，各单位要加强培训。').map(({ due }) => due)).toEqual([null])
  expect(duties('2031年度考核合格率应达到90%。').map(({ due }) => due)).toEqual([null])
})

test.each([
  ['近年来，全区复诊率由70%提高到91%。', 0],
  ['全区已建成站点，签约率达到75%。', 0],
  ['在已建成站点的基础上，力争签约率达到75%。', 1],
])('RT-38 %s gives %i targets', (text, count) => {
  expect(duties(text).filter(({ target }) => target !== null)).toHaveLength(count)
})

test.each([
  ['2032年上半年开展中期评估。', '2032-06-30'],
  ['2032年第三季度完成验收。', '2032-09-30'],
])('RT-36 %s ends on %s', (text, date) => {
  expect(duties(text).map(({ due }) => due?.date)).toEqual([date])
})

test.each([
  ['各站点每日巡查，发现隐患12小时内移交。', 'PT12H'],
  ['多收费用在4个工作日内退还。', 'P4D'],
  ['转入患者2天内安排接诊。', 'P2D'],
])('RT-7 %s is %s', (text, relative) => {
  expect(duties(text).map(({ due }) => due?.relative)).toContain(relative)
})

test('RT-10 the last month of a quarter keeps its own day', () => {
  expect(duties('各站点每季度末月18日前报送进度。').map(({ cadence }) => cadence?.rrule)).toEqual(['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=18'])
})

test('RD-3 a table of contents gives no clauses', () => {
  const { clauses, warnings } = readPlan('河湾县便民服务提升方案\n\n目  录\n一、目标……1\n二、任务........2\n\n一、目标\n提升服务。\n二、任务\n各站点要增设窗口。')
  expect(clauses.filter(({ level }) => level === 1).map(({ path }) => path)).toEqual(['一', '二'])
  expect(warnings.map(({ code }) => code)).toContain('page_line')
})

test('RD-19 rows parted by ideographic blanks are names and posts', () => {
  const { groups } = readPlan('河湾县便民服务提升方案\n\n一、组织\n组　长：韩　立　　　　县局局长\n　　　　周明远　　　　县局副局长\n\n二、任务\n各站点要增设窗口。')
  expect(groups[0]?.members.map(({ name, post }) => [name, post])).toEqual([['韩立', '县局局长'], ['周明远', '县局副局长']])
})

test('RT-14 a metric holds no date, and is carried to a figure that names none', () => {
  const read = duties('2031年，签约率达到50%，2032年达到70%。2031年6月底前复查率不低于40%。')
  expect(read.map(({ target }) => target?.metric)).toEqual(['签约率', '签约率', '复查率'])
})

test('RT-35 what is counted over the year is no part of the monthly act', () => {
  const read = duties('专栏每月更换一期，全年发放手册不少于500份。')
  expect(read.map(({ cadence, target }) => [cadence?.rrule, target?.value])).toEqual([['FREQ=MONTHLY', undefined], [undefined, 500]])
})

test.each([
  ['请各县（市）于4月10日前报送方案。', '各县（市）', false],
  ['各机构每周五下午5点前填报统计表。', '各机构', false],
  ['向阳区卫健局应开展督导。', '向阳区卫健局', false],
  ['急救人员每年复训。', '急救人员', false],
  ['各诊疗中心坚持便民优先，增设窗口。', '各诊疗中心', false],
  ['合理布局诊室单位，落实分诊。', '各单位', true],
  ['鼓励民间新办康复机构，落实补助。', '各单位', true],
  ['要组建推进机构，定岗定人。', '各单位', true],
])('RT-31 %s is addressed to %s', (text, subject, inferredSubject) => {
  expect(duties(text)[0]).toMatchObject({ subject, inferredSubject })
})

test('RT-3 ten-day periods begin on the 1st, 11th and 21st', () => {
  expect(readPlan('河湾县便民提升方案\n一、步骤\n（一）动员阶段（2031年3月下旬至4月中旬）。部署。\n（二）推进阶段（2031年5月上旬至6月下旬）。落实。').phases.map(({ start, end }) => [start, end])).toEqual([['2031-03-21', '2031-04-20'], ['2031-05-01', '2031-06-30']])
})

test('RT-10 a spoken clock time stays with its weekday', () => {
  expect(duties('各机构每周五下午5点前报送。')[0]).toMatchObject({ due: { time: '17:00' }, cadence: { rrule: 'FREQ=WEEKLY;BYDAY=FR' } })
})

test.each(['等候时间在3天内的占多数，须改进', '24小时内无响应的，须通报'])('RT-7 %s names no time limit', (text) => {
  expect(duties(text).filter(({ due }) => due !== null)).toEqual([])
})

const words = fc.constantFrom('2031年', '每周', '至少', '不低于', '一次', '85', '%', '3个', '工作日内', '，', '。', '各单位要', '上报', '已', '力争', '的', '类以上', '（', '）')
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(words, { maxLength: 30 }).map((parts) => parts.join('')))

test('RT-14, RT-37 and RT-38 never throw, say the same twice, and print only words of the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const read = duties(text)
      expect(duties(text)).toEqual(read)
      const bare = text.replaceAll(/\s/g, '')
      for (const { due, target } of read) {
        if (due !== null) expect(bare).toContain(due.printed)
        if (target !== null) expect(bare).toContain(target.printed)
      }
    }),
    { numRuns: 200 },
  )
})
