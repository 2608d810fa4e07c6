/**
 * Source text to lines. Everything later works on `text` (blanks tidied, characters as printed) and
 * matches on `fold(text)`, which has the same length, so a position found in one holds in the other.
 */
export type SourceLine = {
  /** Counted from 1. */
  readonly no: number
  /** The line exactly as it came, without its line end. */
  readonly raw: string
  /** Trimmed; every kind of blank is one ' '; blanks inside Chinese text dropped, except in rows and labels. */
  readonly text: string
}

/** Lines that were broken by hand, joined again. */
export type Paragraph = { readonly text: string; readonly line: number; readonly lastLine: number }

const blanks = /[\t\v\f \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
const blankRuns = /[\t\v\f \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g
/** Marks without width or meaning: soft hyphen, zero-width blanks and joiners, direction marks, BOM. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

const lineEnds = /\r\n|[\n\r\u0085\u2028\u2029\f\v]/

/** Han characters and the punctuation that belongs to Chinese text. */
const chinese = /[\u2e80-\u2fdf\u3001-\u301f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·]/
const han = /[\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/

export const isBlank = (character: string): boolean => blanks.test(character)
export const isHan = (character: string): boolean => han.test(character)

const folds: ReadonlyMap<string, string> = new Map([
  ...pairs('〔［﹝[(﹙', '（'),
  ...pairs('〕］﹞])﹚', '）'),
  ...pairs('.．﹒', '.'),
  ...pairs('％﹪', '%'),
  ...pairs('〝‟＂', '“'),
  ...pairs('〞″‶', '”'),
  ...pairs('–—－─―‐‑‒−﹣﹘', '-'),
  ...pairs('～〜∼˜﹏', '~'),
  ...pairs('!﹗', '！'),
  ...pairs('?﹖', '？'),
  ...pairs(';﹔', '；'),
  ...pairs('﹕∶', '：'),
  ...pairs('﹐', '，'),
  ...pairs('﹑､', '、'),
  ...pairs('｡', '。'),
  ...pairs('後', '后'),
  ...pairs('馀餘', '余'),
  ...pairs('組', '组'),
  ...pairs('長', '长'),
  ...pairs('員', '员'),
])

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((character) => [character, to])
}

/**
 * Rule RD-2: the same text in one script of marks, character for character (length never changes).
 * Round, square and tortoise-shell brackets become （）; full-width digits and letters half-width;
 * comma, colon and semicolon full-width except between digits (12:00 and 1,000 stay, 12：00 becomes 12:00).
 */
export function fold(text: string): string {
  let out = ''
  let from = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (plainCodes[code] === 1) continue
    const folded = foldOne(text, i, code)
    if (folded === text.charAt(i)) continue
    out += text.slice(from, i) + folded
    from = i + 1
  }
  return from === 0 ? text : out + text.slice(from)
}

/** Codes that never change: letters, digits and all Han characters without an entry in the table. */
const plainCodes = new Uint8Array(0x10000)
for (let code = 0x30; code <= 0x7a; code += 1) plainCodes[code] = /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0
for (let code = 0x4e00; code <= 0x9fff; code += 1) plainCodes[code] = folds.has(String.fromCharCode(code)) ? 0 : 1

function foldOne(text: string, i: number, code: number): string {
  const character = text.charAt(i)
  if (character === ':' || character === '：') return betweenDigits(text, i) ? ':' : '：'
  if (character === ',') return betweenDigits(text, i) ? ',' : '，'
  const mapped = folds.get(character)
  if (mapped !== undefined) return mapped
  if (code < 0x80) return isBlank(character) ? ' ' : character
  if ((code >= 0xff10 && code <= 0xff19) || (code >= 0xff21 && code <= 0xff3a) || (code >= 0xff41 && code <= 0xff5a)) return String.fromCharCode(code - 0xfee0)
  if (isBlank(character)) return ' '
  // PDF fonts print radicals (⼀ U+2F00) and compatibility forms where the character is meant.
  if ((code >= 0x2e80 && code <= 0x2fdf) || (code >= 0xf900 && code <= 0xfaff)) {
    const plain = character.normalize('NFKC')
    return plain.length === 1 ? plain : character
  }
  return character
}

const digit = /[0-9０-９]/
const betweenDigits = (text: string, i: number): boolean => digit.test(text.charAt(i - 1)) && digit.test(text.charAt(i + 1))

/** Every kind of blank as one ' ', ends trimmed, invisible marks gone; the blanks inside Chinese text stay. */
export const tidy = (raw: string): string => raw.replace(invisible, '').replace(blankRuns, ' ').trim()

/** Rule RD-1: a blank between two characters of Chinese text is an old line wrap and goes; beside Latin or digits it stays. */
export function squeeze(text: string): string {
  let out = ''
  let from = 0
  for (let i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) {
    if (!chinese.test(text.charAt(i - 1)) || !chinese.test(text.charAt(i + 1))) continue
    out += text.slice(from, i)
    from = i + 1
  }
  return from === 0 ? text : out + text.slice(from)
}

/** Without any blank: what two printings of the same words have in common. */
export const bare = (text: string): string => text.replace(invisible, '').replace(blankRuns, '').replace(/[\n\r]+/g, '')

/** A name, a gap, a position: a tab or two blanks after at most a label and a name; or a label in front. */
const rowGap = /^.{1,24}?(?:\t|[ \u00a0\u3000\u2000-\u200a]{2,})\S/
const label = /^\s*(?:组\s*长|副\s*组\s*长|成\s*员|主\s*任|副\s*主\s*任|委\s*员|秘\s*书|联\s*[系络]\s*[人员]|电\s*话|邮\s*箱)\s*[：:\s]/

/** Rule RD-1: rows of a name list and label lines keep their blanks, because there a blank parts two things. */
export const keepsBlanks = (raw: string): boolean => {
  const body = raw.trim()
  return label.test(body) || (rowGap.test(body) && !/[。；]/.test(body))
}

/** Rule RD-1: lines counted from 1, for every way of ending a line. */
export function toLines(source: string): SourceLine[] {
  return source.split(lineEnds).map((raw, index) => {
    const text = tidy(raw)
    return { no: index + 1, raw, text: keepsBlanks(raw) ? text : squeeze(text) }
  })
}

/** Where in `raw` the character at `index` of `text` stands (both hold the same non-blank characters in order). */
export function rawOffset(line: SourceLine, index: number): number {
  const count = bare(line.text.slice(0, index)).length
  let seen = 0
  for (let i = 0; i < line.raw.length; i += 1) {
    if (bare(line.raw.charAt(i)) === '') continue
    if (seen === count) return i
    seen += 1
  }
  return line.raw.length
}
