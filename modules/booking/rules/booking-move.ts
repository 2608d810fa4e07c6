import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { BookingState } from './booking.ts'

type From = { readonly state: BookingState; readonly holdUntil: Instant | null; readonly departmentId: string; readonly service: string; /** What its clinic asks. */ readonly feeCents: number }
type To = { readonly departmentId: string; readonly clinicId: string; readonly service: string }

/**
 * Rule BK-26: within the department, an examination to a time of one; what was stopped also to the clinic that stands in for it,
 * wherever that is. Examinations that are planned together have clinics in several departments.
 */
export function mayMoveTo(from: Pick<From, 'state' | 'departmentId' | 'service'>, to: To, standsIn: ReadonlySet<string>): Refusal | null {
  const isExam = from.service === 'exam'
  if (isExam !== (to.service === 'exam')) return refuse('booking.other_department')
  if (isExam || from.departmentId === to.departmentId || (from.state === 'stopped' && standsIn.has(to.clinicId))) return null
  return refuse('booking.other_department')
}

/**
 * Rule BK-26: what a moved booking still owes. `fresh` is the hold of a new booking there, null where nothing is to pay. What was
 * paid moves along; what was held keeps its time; what cost nothing, or was stopped and is paid back, is held anew.
 */
export function holdAfterMove(from: Pick<From, 'state' | 'holdUntil' | 'feeCents'>, fresh: Instant | null): Instant | null {
  if (fresh === null) return null
  if (from.state === 'held') return from.holdUntil
  return from.state === 'stopped' || from.feeCents === 0 ? fresh : null
}
