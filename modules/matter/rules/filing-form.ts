import { isIsoDate, type IsoDate } from '../../../kernel/calendar.ts'
import { checkMobile } from '../../../kernel/identifiers.ts'
import type { Words } from './definition.ts'

/** What a citizen typed into the form, as it came. */
export type TypedFiling = Readonly<Record<string, string>>
export type FilingField = 'kind' | 'body' | 'text' | 'on' | 'place' | 'name' | 'phone' | 'files'
export type FilingFaults = Partial<Record<FilingField, Words>>
type Choosable = { readonly key: string; readonly anonymous: boolean; readonly categories: readonly { readonly key: string }[] }

export type ReadFiling = { readonly kind: string; readonly category: string | null; readonly title: string; readonly text: string; readonly place: string; readonly name: string; readonly phone: string }

/** The longest text; the day it happened comes in front of it. */
export const mostText = 9000
export const mostPlace = 100
export const mostName = 60

const says = (zh: string, en: string): Words => ({ zh, en })
/** Zero bytes are the only thing a database cannot hold; everything else a person wrote stays as it was written. */
const clean = (text: string | undefined): string => (text ?? '').replaceAll('\0', '').replaceAll('\r\n', '\n').trim()
const oneLine = (text: string | undefined): string => clean(text).replaceAll(/\s+/g, ' ')

/** Rule PO-5: each field is judged by itself, and each fault says what to do; nothing typed is thrown away. */
export function readFiling(typed: TypedFiling, kinds: readonly Choosable[], today: IsoDate): { readonly filing: ReadFiling; readonly faults: FilingFaults } {
  const faults: FilingFaults = {}
  const kind = kinds.find((each) => each.key === typed['kind'])
  if (kind === undefined) faults.kind = says('请选一个类别。', 'Choose what it is.')
  const text = clean(typed['text'])
  if (Array.from(text).length < 5) faults.text = says('请写清楚是什么事，至少5个字。', 'Write what happened, at least five characters.')
  else if (text.length > mostText) faults.text = says(`写得太长：最多${mostText}字，现在${text.length}字。请删短一些，其余的可以交上去以后再补充。`, `Too long: ${mostText} characters at most, now ${text.length}. Shorten it; the rest can be added later.`)
  const day = oneLine(typed['on'])
  const on = readDay(day, today)
  if (on === null && day !== '') faults.on = says('看不懂这个日期，请写成“2026-03-01”这样，或者清空不填。', 'This date cannot be read: write it like 2026-03-01, or leave it empty.')
  else if (on !== null && on > today) faults.on = says('这一天还没有到，请改一下，或者清空不填。', 'This day has not come yet: correct it, or leave it empty.')
  const place = oneLine(typed['place'])
  if (place.length > mostPlace) faults.place = says(`地点最多${mostPlace}字，现在${place.length}字。`, `The place has ${mostPlace} characters at most, now ${place.length}.`)
  const name = oneLine(typed['name'])
  if (name.length > mostName) faults.name = says(`姓名最多${mostName}字，现在${name.length}字。`, `The name has ${mostName} characters at most, now ${name.length}.`)
  const phone = readPhone(oneLine(typed['phone']))
  if (phone === null) faults.phone = says('电话不对：手机号是11位数字，座机要带区号。不想留就清空这一格。', 'This is no phone number: eleven digits, or a number with its area code. To leave none, empty the field.')
  else if (phone === '' && kind?.anonymous === false) faults.phone = says('这一类要留电话，才能把结果告诉您。不想留电话，可以改选“举报”。', 'This kind needs a phone number, so that the result can reach you. To leave none, choose a report of misconduct.')
  const category = kind?.categories.some((each) => each.key === typed['category']) === true ? (typed['category'] ?? null) : null
  const dated = on === null ? text : `发生日期：${on}\n${text}`
  return { filing: { kind: kind?.key ?? '', category, title: titleOf(text), text: dated, place, name, phone: phone ?? '' }, faults }
}

/** Rule PO-9: whoever writes a story need not find a title for it: the first sentence is it, forty characters at most. */
export function titleOf(text: string): string {
  const first = text.split(/[。！？!?；;\n]/).map((part) => part.trim()).find((part) => part !== '') ?? text
  const characters = Array.from(first.replaceAll(/\s+/g, ' '))
  return characters.length <= 40 ? characters.join('') : `${characters.slice(0, 39).join('')}…`
}

/** A day as a picker gives it or as people write it; null where it is none. */
function readDay(typed: string, today: IsoDate): IsoDate | null {
  const plain = typed.normalize('NFKC')
  const found = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain)
  if (found === null) return null
  const [, year, month = '', day = ''] = found
  const date = `${year ?? today.slice(0, 4)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(date) ? date : null
}

/** Digits only; '' where none was given, null where it is no number. */
function readPhone(typed: string): string | null {
  if (typed === '') return ''
  const mobile = checkMobile(typed)
  if (mobile.ok) return mobile.value
  const plain = typed.normalize('NFKC').replaceAll(/[\s()（）]|\p{Pd}/gu, '')
  return /^0\d{9,11}$/.test(plain) ? plain : null
}
