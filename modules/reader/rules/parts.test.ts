import { expect, test } from 'vitest'
import { readStructure } from './structure.ts'

const plan = '为改善服务，制定本方案。\n一、目标\n改善服务，取得实效。\n二、要求\n（一）加强领导。各单位要高度重视。'

test('RD-7 number, issuer and date are read from red head, number line and signature', () => {
  const source = `清源县卫生健康局文件\n清卫〔2023〕17号\n关于印发《清源县改善服务实施方案》的通知\n各医疗机构：\n现将方案印发给你们，请遵照执行。\n清源县卫生健康局\n2023年6月12日\n（此件公开发布）\n清源县改善服务实施方案\n${plan}`
  const read = readStructure(source)
  expect(read).toMatchObject({ title: '清源县改善服务实施方案', issuer: '清源县卫生健康局', number: '清卫〔2023〕17号', issuedOn: '2023-06-12' })
  expect(read.clauses.map(({ path, level }) => [path, level])).toEqual([['通知', 0], ['前言', 0], ['一', 1], ['二', 1]])
})

test.each([
  ['二〇二二年四月六日', '2022-04-06'],
  ['二○二三年十二月三十一日', '2023-12-31'],
  ['2023 年 7 月 9 日', '2023-07-09'],
  ['2023年2月30日', null],
])('RD-7 a signature dated %s', (date, expected) => {
  expect(readStructure(`关于印发行动方案的通知\n各单位：\n现予印发。\n某某市卫生健康委员会\n${date}\n行动方案\n${plan}`).issuedOn).toBe(expected)
})

test('RD-7 what is not stated stays empty: no issuer, number or date from the plan title', () => {
  expect(readStructure(`清源市卫生健康委提速增效\n便民惠民活动实施方案\n${plan}`)).toMatchObject({ title: '清源市卫生健康委提速增效便民惠民活动实施方案', issuer: null, number: null, issuedOn: null })
})

test('RD-7 a number inside a citation is not the own number', () => {
  expect(readStructure(`改善服务实施方案\n根据《关于改善服务的通知》（省卫〔2023〕140号）精神，制定本方案。\n一、目标\n改善。`).number).toBeNull()
})

test('RD-3 site text, the table above the document and an upright title are left out and said', () => {
  const source = `首页 > 公告\n索 引 号：0001/2022-01\n发文机关：清源市卫生健康委员会\n成文日期：2022年04月06日\n温馨提示:\n1. 下载前请阅读。\n2. 如有疑问请联系客服。\n2023\n年改\n善服\n务行\n动方\n案\n2023年改善服务行动方案\n${plan}`
  const read = readStructure(source)
  expect(read).toMatchObject({ title: '2023年改善服务行动方案', issuer: '清源市卫生健康委员会', issuedOn: '2022-04-06' })
  expect(read.warnings.filter(({ code }) => code === 'shell_left_out')).toHaveLength(1)
})

test('RD-5 a title broken over lines is one title, also the notice and also twice', () => {
  const source = `清源市卫生健康委员会\n关于印发《清源市改善就医体验\n行动计划（2022—2024年）》的通知\n清卫发〔2022〕18号\n各县卫生健康局：\n现印发给你们。\n附件：1.清源市改善就医体验行动计划（2022—2024年）\n2.进展统计表\n清源市卫生健康委员会\n2022年4月6日\n附件1\n清源市改善就医体验行动计划\n（2022—2024年）\n${plan}\n附件2\n进展统计表\n序号\t项目\t备注`
  const read = readStructure(source)
  expect(read.title).toBe('清源市改善就医体验行动计划（2022—2024年）')
  expect(read.number).toBe('清卫发〔2022〕18号')
  expect(read.attachments).toEqual([{ number: '1', title: '清源市改善就医体验行动计划（2022—2024年）', found: true }, { number: '2', title: '进展统计表', found: true }])
  expect(read.clauses.map(({ path }) => path)).toEqual(['通知', '前言', '一', '二', '附件2'])
})

test('RD-6 a notice with counters of its own keeps them apart from the plan', () => {
  const source = `关于印发行动方案的通知\n各单位：\n一、高度重视。抓好落实。\n二、按时报送。每季度报送进展。\n某某县卫生健康局\n2024年3月1日\n行动方案\n${plan}`
  const read = readStructure(source)
  expect(read.clauses.map(({ path }) => path)).toEqual(['通知', '前言', '一', '二'])
  expect(read.clauses[0]?.children.map(({ path }) => path)).toEqual(['通知/一', '通知/二'])
  expect(read.warnings.map(({ code }) => code)).toEqual(['number_missing'])
})

test('RD-8 the body ends at attachments, signature or contacts; a contact inside a clause ends nothing', () => {
  const source = `改善服务工作方案\n${plan}\n联系人：李 某 赵某某\n（二）加强报送。按月报送。\n附：1.检查表\n2.汇总表\n某某县卫生健康局\n2021年2月26日\n抄送：县政府办公室。`
  const read = readStructure(source)
  expect(read.clauses.at(-1)?.children.map(({ path }) => path)).toEqual(['二/（一）', '二/（二）'])
  expect(read.issuedOn).toBe('2021-02-26')
  expect(read.attachments.map(({ number, found }) => [number, found])).toEqual([['1', false], ['2', false]])
  expect(read.warnings.filter(({ code }) => code === 'attachment_missing')).toHaveLength(2)
})

test('RD-21 a title printed before its label, without content, is found and said to be empty', () => {
  const source = `改善服务工作方案\n${plan}\n附件：1、改善服务领导小组\n成员名单\n2、改善服务周报表\n附件1\n改善服务领导小组成员名单\n组 长：\t王 某\t局长\n改善服务周报表\n附件2`
  const read = readStructure(source)
  expect(read.attachments).toEqual([{ number: '1', title: '改善服务领导小组成员名单', found: true }, { number: '2', title: '改善服务周报表', found: true }])
  expect(read.warnings.filter(({ code }) => code === 'attachment_empty')).toHaveLength(1)
})

test('RD-21 an attachment that only a sentence mentions is asked for', () => {
  expect(readStructure('改善服务工作方案\n一、报送\n填写《周报表》（附件2），按时上报。').attachments).toEqual([{ number: '2', title: '周报表', found: false }])
})

test('RD-6 a forwarded notice, two bodies that sign, and a list of public measures', () => {
  const source = `关于转发《省卫生健康委关于印发便民服务十项措施的通知》的通知\n溪卫发〔2024〕 12号\n各卫生院：\n现转发给你们，请贯彻落实。\n一、加强领导。亲自抓。\n二、按时报送。每月报送。\n云溪县卫生健康局    云溪县中医药管理局\n2024年3月8日\n（信息公开形式：主动公开）\n便民服务十项措施\n一、推行服务。设置服务台。\n二、优化挂号。保留号源。`
  const read = readStructure(source)
  expect(read).toMatchObject({ title: '便民服务十项措施', issuer: '云溪县卫生健康局、云溪县中医药管理局', number: '溪卫发〔2024〕12号', issuedOn: '2024-03-08', warnings: [] })
})

test('RD-17 a roster at the end of the body stays in its clause and names its group', () => {
  const read = readStructure('改善服务实施方案\n一、目标\n改善。\n二、组织\n成立改善服务工作领导小组\n组 长：李某某  院长\n成 员：各科主任、护士长\n职责：统筹协调。')
  expect(read.groups).toEqual([{ name: '改善服务工作领导小组', members: [{ role: '组长', name: '李某某', post: '院长' }, { role: '成员', name: '', post: '各科主任、护士长' }] }])
  expect(read.clauses.at(-1)?.text).toContain('李某某')
  expect(read.dutyClauses.at(-1)?.text).not.toContain('李某某')
})

test('RD-24 a plan whose title differs from the notice is said', () => {
  const read = readStructure(`关于印发《甲地改善服务方案》的通知\n各单位：\n现予印发。\n某某县卫生健康局\n2024年3月1日\n乙地提升服务工作方案\n${plan}`)
  expect(read.title).toBe('乙地提升服务工作方案')
  expect(read.warnings.map(({ code }) => code)).toContain('title_differs')
})
