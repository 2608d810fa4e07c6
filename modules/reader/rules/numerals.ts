const digits: Readonly<Record<string, number>> = { 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 俩: 2 }
const powers: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }

/** The characters a number may be written with, for use in patterns. */
export const numeral = '[0-9〇零一二两三四五六七八九十百千万]'

/** Rule RT-1: a number in digits or Chinese numerals ('28', '二十八', '一百二', '1.5万', '二〇二三'); null where it is none. */
export function parseNumeral(text: string): number | null {
  const plain = /^(\d+(?:\.\d+)?)([千万亿])?$/.exec(text.replaceAll(',', ''))
  if (plain !== null) return Number(plain[1]) * (plain[2] === undefined ? 1 : (powers[plain[2]] ?? 1))
  if (text === '' || !/^[〇零一二两三四五六七八九十百千万亿]+$/.test(text)) return null
  if (!/[十百千万亿]/.test(text)) return Number(Array.from(text).map((each) => digits[each]).join(''))
  let total = 0
  let section = 0
  let current = 0
  for (const each of text) {
    const digit = digits[each]
    if (digit !== undefined) {
      current = digit
      continue
    }
    const power = powers[each] ?? 1
    if (power >= 10_000) {
      total += (section + current || 1) * power
      section = 0
    } else {
      section += (current || 1) * power
    }
    current = 0
  }
  return total + section + current
}
