import type { Actor } from '../../../kernel/actor.ts'
import type { Entry } from '../../../server/platform/audit.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { Booked } from '../rules/booking.ts'
import type { GroundSlot, GroupAsk, KnownBooking } from '../rules/booking-group.ts'
import type { Person } from '../rules/booking-person.ts'
import type { PriorityProof } from '../rules/booking-proof.ts'
import type { NewBooking } from '../store/group.ts'
import { codeIndexFor, sealPerson } from './person.ts'

/** A request that waits to be judged with others. */
export type Waiting = GroupAsk & { readonly person: Person; readonly actor: Actor; readonly accountId: string | null; readonly priority?: PriorityProof | null }
export type Made = { readonly ask: Waiting; readonly booking: KnownBooking; readonly slot: GroundSlot; readonly code: string }

export const rowOf = (vault: Vault, { ask, booking, slot, code }: Made, at: string): NewBooking => ({
  id: booking.id, region_code: slot.regionCode, slot_id: slot.id, pool: ask.pool, clinic_id: slot.clinicId, department_id: slot.departmentId, staff_id: slot.staffId, service: slot.service, on_date: slot.onDate, starts_at: slot.startsAt, ends_at: slot.endsAt,
  state: booking.holdUntil === null ? 'booked' : 'held', person_index: ask.personIndex, sealed: sealPerson(vault, ask.person).toString('base64'), born_year: ask.person.bornYear, account_id: ask.accountId, way: ask.way, made_by: ask.madeBy, made_name: ask.actor.kind === 'citizen' ? '' : ask.actor.name, made_at: at,
  made_key: ask.madeKey, request_hash: ask.requestHash, hold_until: booking.holdUntil, code_index: codeIndexFor(vault, code), moved_from: null,
})

/** Rule BK-9: every booking is an event of its body, by whoever made it; for somebody else with the way and the maker's body. */
export const eventOf = (institutionId: string, { ask, booking, slot }: Pick<Made, 'ask' | 'booking' | 'slot'>, at: string, id: string): Entry => ({
  actor: ask.actor, at, id,
  occurrence: {
    institutionId, regionCode: slot.regionCode, kind: 'booking.made', subjectId: booking.id,
    detail: { way: ask.way, pool: ask.pool, slotId: slot.id, startsAt: slot.startsAt, ...(ask.priority === null || ask.priority === undefined ? {} : { priority: ask.priority.group, proof: ask.priority.proof }), ...(ask.actor.institutionId === null || ask.actor.institutionId === institutionId ? {} : { fromInstitutionId: ask.actor.institutionId }) },
  },
})

export const bookedOf = (institutionId: string, booking: KnownBooking, { code, repeated }: { readonly code: string; readonly repeated: boolean }): Booked => ({
  institutionId, bookingId: booking.id, slotId: booking.slotId, pool: booking.pool, clinicId: booking.clinicId, departmentId: booking.departmentId, onDate: booking.onDate, startsAt: booking.startsAt, endsAt: booking.endsAt,
  state: booking.holdUntil === null ? 'booked' : 'held', holdUntil: booking.holdUntil, code, repeated,
})
