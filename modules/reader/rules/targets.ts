import type { Comparator, Target } from './model.ts'
import { parseNumeral } from './numerals.ts'
import type { Flat } from './time.ts'

export type TargetRead = Target & { readonly from: number; readonly to: number }

const arabic = '\\d+(?:,\\d{3})*(?:\\.\\d+)?(?:万|千)?'
const chinese = '[一二两三四五六七八九十百千万]+'
const percent = `百分之(?:[〇零一二两三四五六七八九十百]+|\\d+(?:\\.\\d+)?)`
const amount = `${percent}|${arabic}|${chinese}`
const unit = '个百分点|百分点|%|‰|人次|例次|平方米|公里|万元|亿元|学时|课时|分钟|小时|工作日|个工作日|张次|处次|秒|元|次|篇|条|期|场|份|件|人|名|例|张|个|家|项|类|种|台|处|档|批|轮|遍|套|支|间|天|日|周|个月|年|倍|分|字|户|所|辆|床|款|吨'
const least = '不少于|不低于|不得少于|不得低于|不小于|至少(?:[^，。；、：（）每第\\d〇零一二两三四五六七八九十百千万]{0,5}?)|最低|最少|大于等于|≥|>='
const most = '不超过|不高于|不得超过|不得高于|不多于|不大于|最多|最高|最长|控制在|压减到|压缩至|压缩到|缩短至|缩短到|降至|降到|下降到|减少到|减至|小于等于|≤|<='
const above = '超过|突破|大于|高于|多于|>'
const below = '小于|低于|少于|<'
const reach = '达到?了?|提高到|提升到|提升至|提高至|增加到|增至|上升到|增长到|扩大到|保持在|稳定在|力争(?:达到)?|须达到?|完成率?|实现|比例为|不?占比?|为|配备|设置|增加|提高|增长|提升|下降|降低|减少|压缩|缩短'
/** 不少于窗口人员的60%: the share may be of something named between comparator and number. */
const wholeOf = '[^，。；、：（）\\d]{1,12}的'
const shape = new RegExp(`(?:(?<bound>${least}|${most}|${above}|${below})(?:${wholeOf})?|(?<reach>${reach}))?(?:了|在|到|至|约)?(?<value>${amount})(?:(?:[-—–~～]|至|到)(?<upper>${amount}))?(?<unit>${unit})?(?<post>及?以上|及?以下|以内|之内|之一|左右)?`, 'g')

const matches = (list: string, word: string) => new RegExp(`^(?:${list})$`).test(word)

/** Numbers that look like targets and are none (Rule RT-15): grades, ages, articles, ordinals, names of standards and halls. */
function isDecoy(text: string, from: number, to: number, value: string): boolean {
  const ahead = text.slice(Math.max(0, from - 6), from)
  const behind = text.slice(to, to + 4)
  if (/第$|〔$|\[$|“$|〈$|《$|字$/.test(ahead)) return true
  // 二类以上 is a grade, 6类以上 a count.
  if (behind.startsWith('类') && !(/^\d/.test(value) && behind.startsWith('类以'))) return true
  if (/^(?:级|甲|乙|岁|周岁|号|条|届|版|年级|线|维|代|院)/.test(behind) && !behind.startsWith('条以')) return true
  if (/^(?:月|日|号|年(?:前|底|度)|季度|时|点)/.test(behind)) return true
  return /^[一二三四五六七八九十]+$/.test(value) && /^(?:是|要|级|类|把手|站|体|律|线|流|样|般|致|切|定|步|方面|起|旦|同|贯|系列|度|味|刀)/.test(behind)
}

function comparatorOf(pre: string | undefined, post: string | undefined): Comparator | null {
  if (post !== undefined && /以上/.test(post)) return '>='
  if (post !== undefined && /以下|以内|之内/.test(post)) return '<='
  if (pre === undefined) return null
  if (matches(least, pre)) return '>='
  if (matches(most, pre)) return '<='
  if (matches(above, pre)) return '>'
  if (matches(below, pre)) return '<'
  return '>='
}

/** The noun phrase left of the comparator, or the verb and its object. */
function metricOf(text: string, from: number, to: number, said: string): string {
  const ahead = /[^，。；：、（）()！？,;]{0,24}$/.exec(text.slice(0, from))?.[0] ?? ''
  const noun = ahead.replace(/^.*(?:\d年|\d月份?|[年月]?底前|[日号]前|\d[日号]|确保|实现|推动|力争|使得?|让|将|要求|其中|年|季度|每[周月天日年])/, '').replace(/(?:应当?|须|必须|要|须?达到|原则上|均|都|的)+$/, '')
  const behind = /^[^，。；：、（）\d]{1,10}/.exec(text.slice(to))?.[0] ?? ''
  // 2033年达到70%: the metric was said in front of the first figure; the caller carries it on.
  if (noun.length >= 2) return noun
  const earlier = said === '' ? (/([^，。；：]{2,24})，[^，]*$/.exec(text.slice(0, from))?.[1] ?? '') : said
  return noun === '' && behind === '' ? earlier : noun === '' && said !== '' ? said : (noun + behind).trim()
}

/** Rule RT-14: metric, comparator, value, unit; a number without comparator is a target only as a full 100 %. */
export function targetsOf(flat: Flat, taken: readonly { from: number; to: number }[]): TargetRead[] {
  const found: TargetRead[] = []
  for (const match of flat.text.matchAll(shape)) {
    const groups = match.groups ?? {}
    const { post } = groups
    const pre = groups['bound'] ?? groups['reach']
    const written = groups['value'] ?? ''
    const from = match.index
    const to = from + match[0].length
    const valueAt = from + match[0].indexOf(written, pre?.length ?? 0)
    if (taken.some((each) => valueAt < each.to && each.from < to)) continue
    const value = numberOf(written)
    const upper = groups['upper'] === undefined ? null : numberOf(groups['upper'])
    if (value === null || isDecoy(flat.text, valueAt, valueAt + written.length, written)) continue
    const measured = written.startsWith('百分之') ? '%' : (groups['unit'] ?? '')
    const relative = pre !== undefined && matches(reach, pre) && !/^(?:达到?了?|提高到|提升到|提升至|提高至|增加到|增至|上升到|增长到|扩大到|保持在|稳定在|力争(?:达到)?|须达到?)$/.test(pre)
    // 开展三项工作, 配备两台, 提高效率: only a percentage, a comparison behind the number, or a real comparator makes a target.
    const comparator = relative && post === undefined && !measured.includes('%') && !measured.includes('百分点') ? null : comparatorOf(pre, post)
    // 力争一次就诊完成 says how, not how often.
    if (written === '一' && measured === '次' && groups['bound'] === undefined && post === undefined) continue
    const full = value === 100 && measured === '%'
    if (comparator === null && !full) continue
    if (measured === '' && post === undefined && !/^\d/.test(written)) continue
    if (measured === '' && (post === undefined || !/^\d/.test(written)) && !['>=', '<='].includes(comparator ?? '')) continue
    const said = found.at(-1)
    found.push({ metric: metricOf(flat.text, from, to, said !== undefined && said.unit === measured ? said.metric : ''), comparator: full && groups['bound'] === undefined && post === undefined ? '=' : (comparator ?? '='), value, upper, unit: measured === '百分点' ? '个百分点' : measured, printed: flat.printed(from, to), from, to })
  }
  return found
}

function numberOf(text: string): number | null {
  return parseNumeral(text.startsWith('百分之') ? text.slice(3) : text)
}
