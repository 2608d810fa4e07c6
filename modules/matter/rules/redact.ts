import type { Author } from './matter.ts'

export type Sort = 'name' | 'phone' | 'id-number' | 'address' | 'email' | 'bank-card' | 'plate' | 'case-number'
export type Redacted = { readonly text: string; readonly removed: ReadonlyMap<Sort, number> }

const mark = '×'
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Spaces and dashes that people put into numbers. */
const gap = String.raw`[\s\-－—·]{0,2}`
const digits = (count: number) => Array.from({ length: count }, () => String.raw`\d`).join(gap)

/** What is recognised by its form, the longest first: an id number holds what looks like a phone. */
const forms: readonly (readonly [Sort, RegExp])[] = [
  ['id-number', new RegExp(String.raw`(?<!\d)${digits(17)}${gap}[\dXx](?!\d)`, 'g')],
  ['bank-card', new RegExp(String.raw`(?<!\d)[3-6]${gap}${digits(15)}(?:${gap}\d){0,3}(?!\d)`, 'g')],
  ['id-number', new RegExp(String.raw`(?<!\d)${digits(15)}(?!\d)`, 'g')],
  ['phone', new RegExp(String.raw`(?<!\d)(?:\+?86${gap})?1[3-9]${gap}${digits(9)}(?!\d)`, 'g')],
  ['phone', /(?<!\d)0\d{2,3}[\s\-－—]?\d{7,8}(?!\d)/g],
  ['phone', /(?<!\d)400[\s\-－]?\d{3}[\s\-－]?\d{4}(?!\d)/g],
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['plate', /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Z0-9])/g],
  ['case-number', /(?:住院号|门诊号|病历号|病案号|就诊卡号|床号)[:：\s]*[A-Za-z0-9-]{2,20}/g],
  // A house: street or village, then number, building, unit, room.
  ['address', /[\p{Script=Han}A-Za-z0-9]{2,12}(?:路|街|巷|大道|胡同|村|小区|花园|家园|苑|新村|庄)[\p{Script=Han}A-Za-z0-9]{0,8}?\d{1,5}(?:号楼|号院|号|弄|栋|幢|组)(?:\s*\d{1,3}(?:单元|号楼|栋|幢))?(?:\s*\d{1,5}(?:室|号|户))?/gu],
  ['address', /\d{1,4}(?:号楼|栋|幢)\s*\d{1,3}单元(?:\s*\d{1,5}(?:室|号|户)?)?/g],
]

/** A name with what people put after it, so that 王某某 and 王医生 both lose the person. */
function namesOf(names: readonly string[]): RegExp | null {
  const wanted = [...new Set(names.map((name) => name.normalize('NFKC').trim()))].filter((name) => Array.from(name).length >= 2).sort((a, b) => b.length - a.length)
  return wanted.length === 0 ? null : new RegExp(wanted.map(escaped).join('|'), 'g')
}

/** Surname and title: 李医生, 张主任, 王护士长 name a person inside one department. */
const titled = /[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤](?=(?:某某?)?(?:医生|大夫|护士长|护士|主任医师|主任|院长|科长|主治|教授|老师|药师|技师|女士|先生|阿姨|大爷|大妈))/gu

/** Rule MT-17: names of the author and of staff, phones, id numbers, cards, e-mail, number plates and addresses of houses are taken out. */
export function redact(text: string, names: readonly string[], author: Partial<Author> | null = null): Redacted {
  const removed = new Map<Sort, number>()
  const out = (sort: Sort) => {
    removed.set(sort, (removed.get(sort) ?? 0) + 1)
    return mark.repeat(2)
  }
  let rest = text
  for (const [sort, value] of [['address', author?.address], ['phone', author?.phone], ['id-number', author?.idNumber]] as const) {
    if (value !== undefined && value.length >= 4) rest = rest.replaceAll(value, () => out(sort))
  }
  for (const [sort, form] of forms) rest = rest.replaceAll(form, () => out(sort))
  const known = namesOf([...names, author?.name ?? ''])
  if (known !== null) rest = rest.replaceAll(known, () => out('name'))
  rest = rest.replaceAll(titled, () => {
    removed.set('name', (removed.get('name') ?? 0) + 1)
    return '某'
  })
  return { text: rest, removed }
}
