import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { isGroup } from '../../queue/rules/groups.ts'
import type { BookingWay } from './booking.ts'
import type { Pool } from './pools.ts'

/** The group of the law, and the document that somebody saw. */
export type PriorityProof = { readonly group: string; readonly proof: string }

/**
 * Rule BK-27: a place of statutory priority is given to a group of the law, with the proof that was seen; to nobody else, and by
 * nobody's favour. What the hospital's own system books was seen there: it is asked for nothing, and its name stands in the event.
 */
export function checkProof(ask: { readonly way: BookingWay; readonly pool: Pool }, given: PriorityProof | null | undefined): Refusal | null {
  if (ask.pool !== 'priority' || ask.way === 'system') return null
  return given === null || given === undefined || !isGroup(given.group) || given.proof.trim() === '' ? refuse('booking.proof_missing') : null
}
