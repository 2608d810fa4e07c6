import type { IsoDate } from '../../../kernel/calendar.ts'
import { sayFault } from '../../../kernel/identifier-fault.ts'
import { checkCitizenId, checkMobile } from '../../../kernel/identifiers.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { PersonGiven } from './booking.ts'

export type Person = { readonly name: string; readonly phone: string; readonly idNumber: string; readonly bornYear: number | null }

const plain = (text: string) => text.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')
/** Passports and permits: letters and digits, and not as long as a citizen's number. */
const otherDocument = /^(?=.*\d)[A-Z0-9()]{6,14}$/

/** Rule BK-4: a booking is under the real name, with a document that fits its own check and a telephone. */
export function readPerson(given: PersonGiven, today: IsoDate): Person | Refusal {
  // Marks that turn the direction of what follows would turn the line of a call screen.
  const name = given.name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim()
  if (name.length < 2) return refuse('booking.name_missing')
  const phone = readPhone(given.phone)
  if (typeof phone !== 'string') return phone
  const typed = plain(given.idNumber)
  if (otherDocument.test(typed)) return { name, phone, idNumber: typed, bornYear: given.bornOn === null ? null : Number(given.bornOn.slice(0, 4)) }
  const checked = checkCitizenId(typed, today)
  if (!checked.ok) return refuse('booking.document_wrong', sayFault(checked.reason, 'zh'))
  return { name, phone, idNumber: checked.value, bornYear: Number(checked.value.slice(6, 10)) }
}

function readPhone(typed: string): string | Refusal {
  const mobile = checkMobile(typed)
  if (mobile.ok) return mobile.value
  const digits = typed.normalize('NFKC').replaceAll(/[\s\p{Pd}()]/gu, '')
  return /^0\d{9,11}$/.test(digits) ? digits : refuse('booking.phone_wrong', sayFault(mobile.reason, 'zh'))
}
