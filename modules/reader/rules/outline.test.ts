import { expect, test } from 'vitest'
import { toLines } from './lines.ts'
import type { Clause } from './model.ts'
import { growOutline, toClause } from './outline.ts'
import { counterWarnings, countClaimWarnings } from './checks.ts'
import { plainText } from './titles.ts'

const grow = (source: string) => growOutline(toLines(source), '前言', '')
const outline = (source: string): readonly Clause[] => toClause(grow(source)).children
const flat = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((clause) => [clause, ...flat(clause.children)])
const sketch = (source: string): string[] => flat(outline(source)).map(({ level, path, title }) => `${level} ${path} ${title}`.trim())

test('RD-9 levels follow 一、（一）1.（1）, whatever the brackets', () => {
  expect(sketch('一、任务\n（一）甲事。做甲。\n1．子项。做子项。\n2﹒子项二。做它。\n（1）细目\n(二)乙事。做乙。\n〔三〕丙事。做丙。\n二、要求')).toEqual([
    '1 一 任务', '2 一/（一） 甲事', '3 一/（一）/1. 子项', '3 一/（一）/2. 子项二', '4 一/（一）/2./（1） 细目', '2 一/（二） 乙事', '2 一/（三） 丙事', '1 二 要求',
  ])
})

test('RD-14 printed counters stay as printed and the path tells repeated ones apart', () => {
  const clauses = outline('一、甲\n二、乙\n二、丙\n(一)丁。做丁。\n四、戊')
  expect(clauses.map(({ path, printed }) => [path, printed])).toEqual([['一', '一、'], ['二', '二、'], ['二#2', '二、'], ['四', '四、']])
  expect(clauses[2]?.children[0]).toMatchObject({ path: '二#2/（一）', printed: '(一)', lines: [4, 4] })
})

test('RD-22 a doubled and a missing counter give one warning each', () => {
  expect(counterWarnings(grow('一、甲\n二、乙\n二、丙\n四、戊')).map(({ code, line }) => [code, line])).toEqual([['counter_duplicate', 3], ['counter_gap', 4]])
})

test('RD-22 a second level that goes on counting through the sections is no gap', () => {
  expect(counterWarnings(grow('一、甲\n（一）子。做。\n（二）丑。做。\n二、乙\n（三）寅。做。\n（四）卯。做。'))).toEqual([])
})

test.each([
  ['一、指导思想。全面贯彻要求，坚持原则。', '指导思想', '。全面贯彻要求，坚持原则。'],
  ['（六）完善随访办法，守护出院患者。出院后随访一次。', '完善随访办法，守护出院患者', '。出院后随访一次。'],
  ['一、总体要求 充分发挥各方作用，推动工作落实，取得实际成效，形成长效机制，不断提高群众满意程度。', '总体要求', '充分发挥各方作用，推动工作落实，取得实际成效，形成长效机制，不断提高群众满意程度。'],
  ['（一）市工信局：负责保障物资供应，协调运输。', '市工信局', '：负责保障物资供应，协调运输。'],
  ['第一阶段:动员准备〔2022年11月7日-2023年1月9日〕成立专班,召开会议。', '动员准备〔2022年11月7日-2023年1月9日〕', '成立专班,召开会议。'],
  ['（一）准备阶段(4月6日-18日)。召开会议。', '准备阶段(4月6日-18日)', '。召开会议。'],
  ['(一) 准备阶段，6月2日前。召开会议；', '准备阶段，6月2日前', '。召开会议；'],
  ['（一）整治不正之风（牵头单位：监察组；责任单位：医政处，12月底前完成）', '整治不正之风', '（牵头单位：监察组；责任单位：医政处，12月底前完成）'],
  ['（二）各单位要高度重视。抓好落实。', '', '各单位要高度重视。抓好落实。'],
  ['一是加强培训。每季度一次。', '', '加强培训。每季度一次。'],
])('RD-13 the title of %s', (source, title, text) => {
  expect(outline(source)[0]).toMatchObject({ title, text })
  expect(plainText(text)).not.toMatch(/^[。：]/)
})

test('RD-13 a heading on a line of its own takes the text below', () => {
  expect(outline('一、行动目标\n\n以健康为中心，提升能力。')[0]).toMatchObject({ title: '行动目标', text: '以健康为中心，提升能力。', lines: [1, 3] })
})

test('RD-4 counter and title on two lines are one heading', () => {
  expect(outline('一、\n专项整治行动目标\n全面完成任务，取得实效。')[0]).toMatchObject({ printed: '一、', title: '专项整治行动目标', text: '全面完成任务，取得实效。' })
})

test('RD-4 a sentence broken by hand is one sentence, even over an empty line', () => {
  expect(outline('（二）攻坚阶段，6月3日-25日。逐条比对清单，\n\n逐项落实到人，消除积案；')[0]?.text).toBe('。逐条比对清单，逐项落实到人，消除积案；')
})

test('RD-15 一是…二是… in one paragraph are clauses of their own', () => {
  expect(sketch('（一）改善服务。一是完善准备；二是推行结算；三是加强随访。')).toEqual(['1 （一） 改善服务', '2 （一）/一是', '2 （一）/二是', '2 （一）/三是'])
})

test('RD-15 一是 in the lead sentence and 二是 on the next line are one row', () => {
  expect(sketch('（一）改善服务。一是完善准备。\n二是推行结算。')).toEqual(['1 （一） 改善服务', '2 （一）/一是', '2 （一）/二是'])
})

test('RD-15 headings that lost their line ends are found again', () => {
  expect(sketch('一、目标。坚持从严。 二、任务 （一）教育。开展教育。（二）制度。健全制度。 三、要求 落实到位。')).toEqual(['1 一 目标', '1 二 任务', '2 二/（一） 教育', '2 二/（二） 制度', '1 三 要求'])
})

test.each([
  '一、二、三级医院分别负责。', '按照每千人口\n1.5张床位配置。', '坚持一是一、二是二的态度。', '统一是前提，唯一是标准。', '依照第十九、二十条办理。', '依照前款（一）、（二）项办理。', '达到1.15∶1的比例。', '2、和薄弱环节一起整改。', '推进三合理一规范，落实十大行动、九不准。', '12:00前完成，总数1,000份。', '召集（一）部门委员 （二）专家委员。',
])('RD-11 %j opens no clause', (source) => {
  expect(outline(source)).toEqual([])
})

test('RD-12 decimal headings make a tree only where they count in order', () => {
  expect(sketch('1 总则\n1.1 目的\n为规范流程，制定方案。\n1.2 范围\n适用于各院。\n2 任务\n2.1 预约\n比例达到1.5倍。\n2.2 互认')).toEqual(['1 1 总则', '2 1/1.1 目的', '2 1/1.2 范围', '1 2 任务', '2 2/2.1 预约', '2 2/2.2 互认'])
})

test('RD-9 phases below a bracket and a bracket below phases both nest', () => {
  expect(sketch('一、步骤\n（一）安排\n第一阶段：动员（5月）。开会。\n第二阶段：实施（6月）。做事。\n（二）要求。落实。')).toEqual(['1 一 步骤', '2 一/（一） 安排', '3 一/（一）/第一阶段 动员（5月）', '3 一/（一）/第二阶段 实施（6月）', '2 一/（二） 要求'])
  expect(sketch('第一阶段：动员\n（一）开会。部署。\n其次阶段：实施\n（一）做事。落实。')).toEqual(['1 第一阶段 动员', '2 第一阶段/（一） 开会', '1 其次阶段 实施', '2 其次阶段/（一） 做事'])
})

test('RD-23 a claim of three with two listed is said', () => {
  expect(countClaimWarnings(grow('一、任务\n着力做好三项重点工作。\n（一）甲。做甲。\n（二）乙。做乙。')).map(({ code, line }) => [code, line])).toEqual([['count_claim', 2]])
  expect(countClaimWarnings(grow('一、任务\n着力做好两项重点工作。\n（一）甲。做甲。\n（二）乙。做乙。'))).toEqual([])
})

test('RD-4 lines wrapped at a fixed width are joined, also where a line ends in a figure', () => {
  const wrapped = ['一、整治内容', ...Array.from({ length: 14 }, () => '重点检查未取得执业许可证擅自开展诊疗活动的各类行为并依法严肃'), '处理。', '（一）自查。各院自查。']
  expect(outline(wrapped.join('\n'))[0]).toMatchObject({ title: '整治内容', lines: [1, 17] })
  expect(outline(wrapped.join('\n'))[0]?.text.split('\n')).toHaveLength(1)
})
