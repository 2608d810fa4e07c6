import { expect, test } from 'vitest'
import { readContacts } from './contacts.ts'
import { readGroups } from './groups.ts'
import { toLines } from './lines.ts'

const groups = (source: string, title = '') => readGroups([{ title, lines: toLines(source) }]).groups
const rows = (source: string): string[] => groups(source, '行动领导小组').flatMap(({ members }) => members.map(({ role, name, post }) => `${role}|${name}|${post}`))

test('RD-18 padded, short, long and Mongolian names keep their position', () => {
  expect(rows('组  长：常  某   局党组书记、局长\n副组长：李某某   副局长\n郭  某   副局长\n阿拉坦某某   二级主任科员\n成  员：呼和巴某 基层卫生科科长\n王  某   办公室主任')).toEqual([
    '组长|常某|局党组书记、局长', '副组长|李某某|副局长', '副组长|郭某|副局长', '副组长|阿拉坦某某|二级主任科员', '成员|呼和巴某|基层卫生科科长', '成员|王某|办公室主任',
  ])
})

test('RD-18 tabs, ideographic blanks and a label parted by a blank', () => {
  expect(rows('组 长：\t王某某\t局长\n副组长：\t郑 某\t调研员\n\t康 某\t调研员\n成　员：　韩　某　　股长')).toEqual(['组长|王某某|局长', '副组长|郑某|调研员', '副组长|康某|调研员', '成员|韩某|股长'])
})

test('RD-19 a wrapped position goes on, a sentence ends the roster', () => {
  expect(rows('组长：李某某       局长\n副组长：李  某       党组成员、综\n                     合执法大队队长\n成员：王某某    股长\n办公室设在医政股，由王某某同志兼任办公室主任。')).toEqual(['组长|李某某|局长', '副组长|李某|党组成员、综合执法大队队长', '成员|王某某|股长'])
})

test('RD-17 one line with all labels, brackets, and units without people', () => {
  expect(rows('组长:张某某,副组长:李某某、王某某。成员:赵某某、钱某某')).toEqual(['组长|张某某|', '副组长|李某某|', '副组长|王某某|', '成员|赵某某|', '成员|钱某某|'])
  expect(rows('组长：周某某（局党组书记、局长）\n副组长：吴某某（副局长）、郑某某（执法局局长）\n成员：医政股、监督股负责人及各卫生院院长')).toEqual(['组长|周某某|局党组书记、局长', '副组长|吴某某|副局长', '副组长|郑某某|执法局局长', '成员||医政股、监督股负责人及各卫生院院长'])
})

test('RD-17 a group told in a sentence is read; a group that others must found is a duty', () => {
  expect(groups('成立县专项整治工作领导小组，组长由局长张某担任，副组长由副局长李某担任，成员由各股室负责人组成。')).toEqual([
    { name: '县专项整治工作领导小组', members: [{ role: '组长', name: '张某', post: '局长' }, { role: '副组长', name: '李某', post: '副局长' }, { role: '成员', name: '', post: '各股室负责人' }] },
  ])
  expect(groups('公立医院要组建院长、书记任双组长，副院长任副组长的专门小组。')).toEqual([])
  expect(groups('各医院要成立领导小组，由院长任组长，副院长任副组长。')).toEqual([])
})

test('RD-17 the name comes from the heading above or the attachment, the office from the sentence below', () => {
  expect(groups('成立清源县改善服务工作专班，成员如下：\n组长：王某某  局长\n成员：李某某  股长\n专班办公室设在县卫生健康局医政股，由李某某同志兼任办公室主任。')).toMatchObject([{ name: '清源县改善服务工作专班', office: { place: '县卫生健康局医政股', director: '李某某' } }])
  expect(groups('组长：王某某  局长', '改善服务领导小组成员名单')).toMatchObject([{ name: '改善服务领导小组' }])
})

test('RD-17 rows are marked, so that no duty is read from them', () => {
  expect([...readGroups([{ title: '', lines: toLines('一、成立小组\n组长：王某某  局长\n李某某  监督股股长\n二、要求') }]).rows]).toEqual([2, 3])
})

test.each([
  ['联系人：李 某 赵某某\n邮 箱：wqs@126. com', [{ names: ['李某', '赵某某'], phone: null, email: 'wqs@126.com', line: 1 }]],
  ['联系人：冯某，联系电话：0311—88880000；邮箱：a_b@163.com', [{ names: ['冯某'], phone: '0311-88880000', email: 'a_b@163.com', line: 1 }]],
  ['联系人：冯某　　电话：139****0000\n联系人：赵某某　电话：88880000', [{ names: ['冯某'], phone: '139****0000', email: null, line: 1 }, { names: ['赵某某'], phone: '88880000', email: null, line: 2 }]],
  ['公布24小时举报电话：0311-88880000，接受监督。', []],
])('RD-20 contacts in %j', (source, expected) => {
  expect(readContacts(toLines(source))).toEqual(expected)
})
