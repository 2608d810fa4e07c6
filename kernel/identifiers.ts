import { isIsoDate } from './calendar.ts'
import type { IsoDate } from './calendar.ts'
import type { Checked, IdentifierFault } from './identifier-fault.ts'
import { isProvince } from './region.ts'

const no = (reason: IdentifierFault, blocking = true) => ({ ok: false, reason, blocking }) as const

/** Full-width digits, blanks and small letters are how people type, not mistakes. */
const plain = (text: string) => text.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditShape = new RegExp(`^[${creditAlphabet}]+$`)
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** GB 32100-2015: the 18th character of the first seventeen. */
export function creditCheckCharacter(body: string): string {
  const sum = creditWeights.reduce((total, weight, at) => total + weight * creditAlphabet.indexOf(body.charAt(at)), 0)
  return creditAlphabet.charAt((31 - (sum % 31)) % 31)
}

/** Rule ID-1: unified social credit code. A wrong check character warns only: some old codes in use have one. */
export function checkCreditCode(text: string): Checked<{ readonly regionCode: string }> {
  const value = plain(text)
  if (value.length !== 18) return no('length')
  if (!creditShape.test(value) || !/^\d{6}$/.test(value.slice(2, 8))) return no('characters')
  // 100000 is the whole country: bodies registered with a ministry.
  if (!isProvince(value.slice(2, 4)) && value.slice(2, 8) !== '100000') return no('region')
  if (creditCheckCharacter(value.slice(0, 17)) !== value.charAt(17)) return no('check_character', false)
  return { ok: true, value, regionCode: value.slice(2, 8) }
}

const citizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643-1999: the 18th character of the first seventeen digits. */
export const citizenCheckCharacter = (body: string): string =>
  '10X98765432'.charAt(citizenWeights.reduce((sum, weight, at) => sum + weight * Number(body.charAt(at)), 0) % 11)

export type CitizenId = { readonly bornOn: IsoDate; readonly sex: 'male' | 'female'; readonly regionCode: string }

/** Rule ID-2: citizen id number; the 15-digit form of before 1999 is taken and lengthened. */
export function checkCitizenId(text: string, today: IsoDate | null = null): Checked<CitizenId> {
  const typed = plain(text)
  if (typed.length !== 18 && typed.length !== 15) return no('length')
  if (!/^(\d{15}|\d{17}[\dX])$/.test(typed)) return no('characters')
  const body = typed.length === 15 ? `${typed.slice(0, 6)}19${typed.slice(6)}` : typed.slice(0, 17)
  const bornOn = `${body.slice(6, 10)}-${body.slice(10, 12)}-${body.slice(12, 14)}`
  if (!isProvince(body.slice(0, 2))) return no('region')
  if (!isIsoDate(bornOn) || bornOn < '1850-01-01') return no('birth_date')
  if (today !== null && bornOn > today) return no('birth_in_future')
  const value = `${body}${citizenCheckCharacter(body)}`
  if (typed.length === 18 && value !== typed) return no('check_character')
  return { ok: true, value, bornOn, sex: Number(body.charAt(16)) % 2 === 1 ? 'male' : 'female', regionCode: body.slice(0, 6) }
}

/** Rule ID-3: mainland mobile number, eleven digits beginning 13 to 19; +86 and blanks are dropped. */
export function checkMobile(text: string): Checked {
  const value = plain(text).replaceAll(/[()]/g, '').replace(/^(\+86|0086)/, '')
  if (!/^\d+$/.test(value)) return no('characters')
  if (value.length !== 11) return no('length')
  return /^1[3-9]/.test(value) ? { ok: true, value } : no('prefix')
}

/** Rule ID-5: 138****5678; whatever is too short to leave something hidden is hidden whole. */
export const maskPhone = (phone: string): string => (phone.length < 8 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`)

/** Rule ID-5: region's first three digits and the last four; the date of birth stays hidden. */
export const maskId = (id: string): string => (id.length < 15 ? '*'.repeat(id.length) : `${id.slice(0, 3)}${'*'.repeat(id.length - 7)}${id.slice(-4)}`)

/** Rule ID-5: the first character, and at most two stars, so that the length of a long name is not told. */
export function maskName(name: string): string {
  const characters = Array.from(name.trim())
  return characters.length < 2 ? '*'.repeat(characters.length) : `${characters[0]}${'*'.repeat(Math.min(characters.length - 1, 2))}`
}
