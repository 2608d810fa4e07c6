import type { IsoDate } from '../../../kernel/calendar.ts'
import { dateParts } from '../../../kernel/calendar.ts'

// Measures of GB/T 9704-2012 in twentieths of a point, as Word counts them; figures tried in LibreOffice.

const mm = (millimetres: number) => Math.round((millimetres / 25.4) * 1440)

export const page = { width: mm(210), height: mm(297), top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), /** The page number stands 7 mm below the text. */ footer: mm(23) } as const
/** 156 mm of text. */
export const textWidth = page.width - page.left - page.right
/** Size 3 is 16 points; five twentieths less between characters make exactly 28 of them fit a line. */
export const bodySize = 32
export const tighter = -5
export const character = 320 + tighter
/** 22 lines a page. */
export const linePitch = 579
export const lineHeight = 560

export const fonts = { body: '仿宋_GB2312', title: '方正小标宋简体', first: '黑体', second: '楷体_GB2312', page: '宋体' } as const

/** How wide a text is, in characters of the body: what is printed half-wide counts half. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) < 0x2e80 && !'—…“”‘’'.includes(sign) ? 0.5 : 1), 0)

/** Whole words in official form: 2026年3月9日, no zeros in front. */
export function officialDate(date: IsoDate): string {
  const { year, month, day } = dateParts(date)
  return `${year}年${month}月${day}日`
}

/**
 * Signer and date for a paper that will be sealed: the date four characters from the right, the name centred over it.
 * A name longer than the date keeps two characters from the edge, and the date moves under its middle.
 */
export function signaturePlace(signer: string, date: string): { signer: number; date: number } {
  const difference = widthOf(signer) - widthOf(date)
  const right = 4 - difference / 2
  return right >= 2 ? { signer: right, date: 4 } : { signer: 2, date: 2 + difference / 2 }
}

const titleFits = 19
/** Where a line of a title may not end: before these, after those, or inside a number or a word of letters. */
const noStart = /^[的了之和与及、，。；：！？）》」』”％%]/
const noEnd = /[（《「『“第]$/
const isJoined = (before: string, after: string) => /[0-9A-Za-z]$/.test(before) && /^[0-9A-Za-z]/.test(after)

/** A long title in lines of about the same length, words kept whole as far as signs tell. */
export function titleLines(title: string): string[] {
  const signs = [...title.trim()]
  const lines = Math.ceil(widthOf(title) / titleFits)
  if (lines <= 1) return [signs.join('')]
  const found: string[] = []
  let from = 0
  for (let line = 1; line < lines; line += 1) {
    const rest = signs.slice(from)
    const wanted = Math.round(rest.length / (lines - line + 1))
    const places = Array.from({ length: 9 }, (_, n) => wanted + (n % 2 === 0 ? n / 2 : -(n + 1) / 2)).filter((place) => place > 0 && place < rest.length)
    const fits = (place: number) => {
      const [before, after] = [rest.slice(0, place).join(''), rest.slice(place).join('')]
      return widthOf(before) <= titleFits && !noStart.test(after) && !noEnd.test(before) && !isJoined(before, after)
    }
    // Right after 的 or 关于, or before a bracket, is where a reader would pause.
    const pause = (place: number) => /(?:的|关于|》|）)$/.test(rest.slice(0, place).join('')) || /^[（《]/.test(rest.slice(place).join(''))
    const place = places.find((each) => fits(each) && pause(each)) ?? places.find(fits) ?? wanted
    found.push(rest.slice(0, place).join(''))
    from += place
  }
  return [...found, signs.slice(from).join('')]
}
