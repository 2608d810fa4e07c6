/**
 * The shapes of printed counters. A marker is found at one position of folded text; whether it really
 * opens a clause there is decided by the outline, which knows what was counted before.
 */
export type MarkerKind =
  | 'part'
  | 'han'
  | 'phase'
  | 'han_bracket'
  | 'number'
  | 'decimal'
  | 'number_bracket'
  | 'circle'
  | 'saying'
  | 'article'
  | 'dash'

export type Marker = {
  readonly kind: MarkerKind
  /** Value of the counter; null where the mark does not count (——). */
  readonly counter: number | null
  /** Characters of the text that the mark takes up, following blank excluded. */
  readonly length: number
  /** Depth of a decimal counter: 2 for 1.1. */
  readonly depth: number
}

const numeral = '[零〇一二三四五六七八九十百]'

type Shape = { readonly kind: MarkerKind; readonly at: RegExp; readonly only?: 'start' }

/** Sticky, so that a test at one position never scans the rest of the text. */
const shapes: readonly Shape[] = [
  { kind: 'phase', at: /(第[一二三四五六七八九十]|其[次二三四五]|首个)(?:个)?(?:阶段|步)[：、.]?(?=[：、（ ，。]|[^，。；]{1,14}(?:[（：；]|$)|$)/y, only: 'start' },
  { kind: 'part', at: new RegExp(`第(${numeral}{1,4})(?:部分|章|节|编|篇)[：、.]?(?![的，。])`, 'y'), only: 'start' },
  { kind: 'article', at: new RegExp(`第(${numeral}{1,5})条(?=[ ：])`, 'y'), only: 'start' },
  { kind: 'han', at: new RegExp(`(${numeral}{1,4}) ?(?:、|\\.(?!\\d))`, 'y') },
  { kind: 'han_bracket', at: new RegExp(`（ ?(${numeral}{1,4}) ?）[、.]?`, 'y') },
  { kind: 'han_bracket', at: new RegExp(`(${numeral}{1,3}) ?）[、.]?`, 'y'), only: 'start' },
  { kind: 'han_bracket', at: /([㈠-㈩])[、.]?/y },
  { kind: 'saying', at: /([一二三四五六七八九十]{1,2})(?:是|要)(?!一|否|非|求|点|素|件)/y },
  { kind: 'saying', at: /(首先|其次|再次|最后|其[一二三四五六七八九十])(?=[，：、])/y },
  { kind: 'saying', at: /(第[一二三四五六七八九十])(?=[，：、])/y, only: 'start' },
  { kind: 'decimal', at: /(\d{1,2}(?:\.\d{1,2}){1,3})\.?(?= ?[\u4e00-\u9fff“《]| (?:20\d\d ?年|\d{1,2} ?月))/y, only: 'start' },
  // 1.5张 is a decimal, but 1.2023年… and 1.5月… are item 1 followed by a date.
  { kind: 'number', at: /(\d{1,3}) ?(?:、|\.(?!\d))/y },
  { kind: 'number', at: /(\d{1,2})\.(?=(?:20\d\d ?年|\d{1,2} ?月))/y },
  { kind: 'number_bracket', at: /（ ?(\d{1,2}) ?）[、.]?/y },
  { kind: 'number_bracket', at: /(\d{1,2}) ?）[、.]?/y, only: 'start' },
  { kind: 'number_bracket', at: /([⑴-⒇])[、.]?/y },
  { kind: 'circle', at: /([①-⑳])[、.]?/y },
  { kind: 'dash', at: /(?:-{2}|[•●◆■▲★➢□○])/y, only: 'start' },
]

/** Rule RD-10: the mark at `at` of folded text, decimal counters only where the document uses them. */
export function markerAt(folded: string, at: number, options: { readonly start: boolean; readonly decimals: boolean }): Marker | null {
  for (const shape of shapes) {
    if (shape.only === 'start' && !options.start) continue
    if (shape.kind === 'decimal' && !options.decimals) continue
    shape.at.lastIndex = at
    const match = shape.at.exec(folded)
    if (match === null) continue
    const printed = match[1] ?? ''
    return { kind: shape.kind, counter: counterValue(printed), length: match[0].length, depth: printed.split('.').length }
  }
  return options.decimals && options.start ? wholeNumber(folded, at) : null
}

/** '1 总则': the first level of a decimal document, with nothing but a blank behind the figure. */
function wholeNumber(folded: string, at: number): Marker | null {
  const bare = /(\d{1,2}) +(?=[\u4e00-\u9fff])/y
  bare.lastIndex = at
  const match = bare.exec(folded)
  if (match === null) return null
  const printed = match[1] ?? ''
  return { kind: 'decimal', counter: Number(printed), length: printed.length, depth: 1 }
}

const units: ReadonlyMap<string, number> = new Map([...'零一二三四五六七八九'].map((character, value) => [character, value]))

/** The value of a printed counter: 二十三, 第三, 其次, ④, ㈡, 12, the last figure of 1.3. */
export function counterValue(printed: string): number | null {
  if (printed === '') return null
  if (/^\d/.test(printed)) return Number(printed.split('.').at(-1))
  const code = printed.charCodeAt(0)
  if (code >= 0x2460 && code <= 0x2473) return code - 0x245f
  if (code >= 0x2474 && code <= 0x2487) return code - 0x2473
  if (code >= 0x3220 && code <= 0x3229) return code - 0x321f
  const spoken = ['首先', '其次', '再次'].indexOf(printed)
  if (spoken >= 0) return spoken + 1
  if (printed === '首个') return 1
  if (printed === '最后') return null
  return hanNumber(printed.replace(/^[第其]/, '').replace('次', '二').replaceAll('〇', '零'))
}

function hanNumber(printed: string): number | null {
  let total = 0
  let digit = -1
  for (const character of printed) {
    if (character === '百') total += Math.max(digit, 1) * 100
    else if (character === '十') total += (digit < 0 ? 1 : digit) * 10
    else digit = units.get(character) ?? -1
    if (character === '百' || character === '十') digit = -1
  }
  if (digit > 0) total += digit
  return total > 0 ? total : null
}

/** Han numeral of a counter, to say in a warning which number would have been expected. */
export function toHan(value: number): string {
  const figures = '零一二三四五六七八九'
  if (value < 10) return figures.charAt(value)
  const tens = Math.floor(value / 10)
  return `${tens === 1 ? '' : figures.charAt(tens)}十${value % 10 === 0 ? '' : figures.charAt(value % 10)}`
}

/**
 * Rule RD-11: what looks like a mark and is none. `rest` is the folded text behind it.
 * 一、二、三级医院 counts kinds; （一）、（二）项 cites; 2、和… is a page figure that fell into a sentence.
 */
export function isTrap(marker: Marker, rest: string, expected: number | null): boolean {
  const after = rest.trimStart()
  if (/^[，。；：？！、）》”]/.test(after)) return marker.kind !== 'number' || !after.startsWith('：')
  if (marker.kind === 'han') {
    const next = /^([一二三四五六七八九十]{1,3})(、|级|类|等|线|档|期|批|届)/.exec(after)
    if (next !== null && counterValue(next[1] ?? '') === (marker.counter ?? 0) + 1) return next[2] === '、' || marker.counter !== expected
  }
  if (marker.kind === 'han_bracket' || marker.kind === 'number_bracket') return /^(?:项|款|条|至|和第|或者?第)/.test(after)
  if (marker.kind === 'number') return /^(?:和|及|与|的|等|或)(?!谐|平|睦|解|时|外)/.test(after) && marker.counter !== expected
  if (marker.kind === 'saying') return /^(?:一二|二二)/.test(after)
  return false
}

/** Rule RD-12: counters 1.1, 1.2 … in order at the start of lines make a decimal document; single decimals are quantities. */
export function usesDecimals(folded: readonly string[]): boolean {
  let steps = 0
  let last: readonly number[] = []
  for (const line of folded) {
    const match = /^(\d{1,2})\.(\d{1,2})(?:\.\d{1,2})?\.?(?: ?[\u4e00-\u9fff“《]| (?:20\d\d ?年|\d{1,2} ?月))/.exec(line)
    if (match === null) continue
    const [section, item] = [Number(match[1]), Number(match[2])]
    if ((section === last[0] && item === (last[1] ?? 0) + 1) || (section === (last[0] ?? 0) + 1 && item === 1)) steps += 1
    last = [section, item]
  }
  return steps >= 4
}
