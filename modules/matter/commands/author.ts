import { checkMobile } from '../../../kernel/identifiers.ts'
import { readReceiptCode } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { Author } from '../rules/matter.ts'

/** The number as it is kept and looked for: a mobile phone in its one form, any other by its digits. '' where none was given. */
export function readPhone(typed: string): string {
  if (typed.trim() === '') return ''
  const mobile = checkMobile(typed)
  if (mobile.ok) return mobile.value
  const digits = typed.normalize('NFKC').replaceAll(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) throw new RefusedError('matter.phone_malformed')
  return digits
}

export const phoneIndexFor = (vault: Vault, phone: string): string => vault.blindIndex('phone', phone)
export const codeIndexFor = (vault: Vault, code: string): string => vault.blindIndex('code', `receipt ${code}`)
export const tailIndexFor = (vault: Vault, code: string, tail: string): string => vault.blindIndex('code', `receipt ${code} tail ${tail}`)

/** The last four digits, by which an author who left a phone is told from somebody who found the code. */
export const tailOf = (phone: string): string => phone.slice(-4)

export const readCode = (typed: string): string | null => readReceiptCode(typed)

export const isEmpty = (author: Author): boolean => author.name === '' && author.phone === '' && author.idNumber === '' && author.address === ''
