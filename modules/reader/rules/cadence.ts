import type { Cadence } from './model.ts'
import { numeral, parseNumeral } from './numerals.ts'
import { clockAt, type TimeRead } from './ranges.ts'
import type { Flat } from './time.ts'

export type CadenceRead = Cadence & { readonly from: number; readonly to: number; readonly time: string | null }

const weekdays: Readonly<Record<string, string>> = { 一: 'MO', 二: 'TU', 三: 'WE', 四: 'TH', 五: 'FR', 六: 'SA', 日: 'SU', 天: 'SU', 末: 'SU' }
const dayOfMonth = '(3[01]|[12]\\d|0?[1-9])[日号]'

type Shape = { readonly pattern: RegExp; readonly rule: (groups: readonly (string | undefined)[]) => string | null }

const monthDay = (d: string | undefined, edge: string | undefined): string => (d !== undefined ? `;BYMONTHDAY=${Number(d)}` : edge === '底' || edge === '末' ? ';BYMONTHDAY=-1' : edge === '初' ? ';BYMONTHDAY=1' : '')
const every = (freq: string, n: number | null): string => `FREQ=${freq}${n === null || n === 1 ? '' : `;INTERVAL=${n}`}`

/** Rule RT-10: the rhythms of the genre, the particular before the general. */
const shapes: readonly Shape[] = [
  { pattern: /每年(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])[日号]|(底|末|初))?(?:和|、)(1[0-2]|0?[1-9])月(?:(?:3[01]|[12]\d|0?[1-9])[日号]|(?:底|末|初))?/g, rule: ([a, d, edge, b]) => `FREQ=YEARLY;BYMONTH=${a ?? ''},${b ?? ''}${monthDay(d, edge)}` },
  { pattern: /每年(?:度)?(1[0-2]|0?[1-9])月(?:份)?(?:(3[01]|[12]\d|0?[1-9])[日号]|(底|末|初))?/g, rule: ([m, d, edge]) => `FREQ=YEARLY;BYMONTH=${Number(m)}${monthDay(d, edge)}` },
  { pattern: /每(?:年|年度)(?:年)?(底|末)/g, rule: () => 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31' },
  { pattern: new RegExp(`每(?:一个?|个|1个)?季度?(?:(?:首|第[一二三]个|次|末|最后[一1]?个)月)?(?:${dayOfMonth}|(底|末|初))?`, 'g'), rule: ([d, edge]) => `FREQ=MONTHLY;INTERVAL=3${monthDay(d, edge)}` },
  { pattern: /每(?:个)?半年/g, rule: () => 'FREQ=MONTHLY;INTERVAL=6' },
  { pattern: /每(?:个)?半个?月/g, rule: () => 'FREQ=WEEKLY;INTERVAL=2' },
  { pattern: /每(?:个|一个|1个)?月(?:的)?第?([一二三四])个?(?:周|星期)的?(?:(?:周|星期)?([一二三四五六日天]))/g, rule: ([n, d]) => `FREQ=MONTHLY;BYDAY=${parseNumeral(n ?? '') ?? 1}${weekdays[d ?? ''] ?? 'MO'}` },
  { pattern: new RegExp(`每(${numeral}+)个月`, 'g'), rule: ([n]) => every('MONTHLY', parseNumeral(n ?? '')) },
  { pattern: new RegExp(`每(?:一个?|个|1个)?月(?:份)?(?:${dayOfMonth}|(底|末|初))?`, 'g'), rule: ([d, edge]) => `FREQ=MONTHLY${monthDay(d, edge)}` },
  { pattern: new RegExp(`每(${numeral}+)个?(?:周|星期)(?![一二三四五六日天]次)`, 'g'), rule: ([n]) => every('WEEKLY', parseNumeral(n ?? '')) },
  { pattern: /每(?:一|个|一个)?(?:周|星期)(?:(?:周|星期)?([一二三四五六日天末])(?!次|期|篇|场|名|人|个|天|至|到))?/g, rule: ([d]) => (d === undefined ? 'FREQ=WEEKLY' : `FREQ=WEEKLY;BYDAY=${weekdays[d] ?? 'MO'}`) },
  { pattern: /每(?:一)?个?工作日/g, rule: () => 'FREQ=DAILY' },
  { pattern: /每(?:一)?(?:天|日)(?!常)/g, rule: () => 'FREQ=DAILY' },
  { pattern: /每(?:个)?小时/g, rule: () => 'FREQ=HOURLY' },
  { pattern: /每(?:一)?年(?:度)?/g, rule: () => 'FREQ=YEARLY' },
  { pattern: /每旬/g, rule: () => 'FREQ=MONTHLY;BYMONTHDAY=10,20,-1' },
  { pattern: /半月一(?:调度|通报|报告?|汇总|总结|例会|主题)/g, rule: () => 'FREQ=WEEKLY;INTERVAL=2' },
  { pattern: /一(日|周|月|季度?|年)一(?:调度|通报|报告?|汇总|总结|例会|主题|督导|小结|公示|排名)/g, rule: ([u]) => (u === '日' ? 'FREQ=DAILY' : u === '周' ? 'FREQ=WEEKLY' : u === '月' ? 'FREQ=MONTHLY' : u === '年' ? 'FREQ=YEARLY' : 'FREQ=MONTHLY;INTERVAL=3') },
  { pattern: /按(日|周|月|季度?|年)(?:上报|报送|报告|通报|调度|汇总|公示|公布|填报|分析)/g, rule: ([u]) => (u === '日' ? 'FREQ=DAILY' : u === '周' ? 'FREQ=WEEKLY' : u === '月' ? 'FREQ=MONTHLY' : u === '年' ? 'FREQ=YEARLY' : 'FREQ=MONTHLY;INTERVAL=3') },
  { pattern: /(?:实行|执行|落实|建立|坚持)[“"]?(日|周|月|季)(?:报告?|调度|通报|例会)(?:[”"])?制度/g, rule: ([u]) => (u === '日' ? 'FREQ=DAILY' : u === '周' ? 'FREQ=WEEKLY' : u === '月' ? 'FREQ=MONTHLY' : 'FREQ=MONTHLY;INTERVAL=3') },
]

/** Rule RT-11: a rate, a limit or a distributive 'every' is no rhythm: 每人每天300元, 每千人口, 每次, 每年只享受一次. */
function isRate(text: string, from: number, to: number): boolean {
  const ahead = text.slice(Math.max(0, from - 8), from)
  const behind = text.slice(to, to + 12)
  return /每[人床位张例名千万百次个][^，。；每]{0,4}$/.test(ahead) || /^[^，。；]{0,3}[\d.]+(?:万|百|千)?(?:元|张)/.test(behind) || /^只|^每[人床例]|^最多(?:享受|报销)/.test(behind) || /(?:平均|人均|日均)$/.test(ahead) || /^级|^都|^均/.test(behind)
}

const overlaps = (a: { from: number; to: number }, b: { from: number; to: number }): boolean => a.from < b.to && b.from < a.to

/** The rhythms of a sentence, with the window that the sentence's own dates give them. */
export function cadencesOf(flat: Flat, times: readonly TimeRead[]): CadenceRead[] {
  const found: { rrule: string; from: number; to: number }[] = []
  for (const shape of shapes) {
    for (const match of flat.text.matchAll(shape.pattern)) {
      const place = { from: match.index, to: match.index + match[0].length }
      const rrule = shape.rule(match.slice(1))
      if (rrule === null || found.some((other) => overlaps(other, place)) || isRate(flat.text, place.from, place.to)) continue
      found.push({ rrule, ...place })
    }
  }
  found.sort((a, b) => a.from - b.from)
  return found.map((each) => {
    const clock = clockAt(flat.text.slice(each.to))
    const to = each.to + (clock?.length ?? 0)
    const limit = /^(?:之前|以前|前)/.exec(flat.text.slice(to))
    const window = windowOf(times, each)
    const first = window.first === null ? each.from : Math.min(each.from, window.first)
    const last = to + (limit?.[0].length ?? 0)
    return { rrule: each.rrule, start: window.start, until: window.until, printed: flat.printed(first < each.from && each.from - first < 30 ? first : each.from, last), from: each.from, to: last, time: clock?.time ?? null }
  })
}

/** Rule RT-12: 自X起 begins a rhythm, 至Y ends it, a range in the same sentence is its window (6月期间每周四). */
function windowOf(times: readonly TimeRead[], at: { from: number; to: number }): { start: string | null; until: string | null; first: number | null } {
  const near = times.filter((time) => !overlaps(time, at))
  const since = near.find((time) => time.mark === 'since')
  const until = near.find((time) => time.mark === 'until' && time.from > (since?.to ?? 0))
  const window = near.find((time) => time.kind === 'range' && time.from < at.from)
  const month = near.find((time) => time.kind === 'date' && time.mark === null && time.to <= at.from && at.from - time.to <= 3 && time.start !== time.end)
  if (since !== undefined) return { start: since.start, until: until?.end ?? null, first: since.from - 1 }
  const stretch = window ?? month
  return stretch === undefined ? { start: null, until: null, first: null } : { start: stretch.start, until: stretch.end, first: stretch.from }
}
