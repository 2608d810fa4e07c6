import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { maskId, maskName, maskPhone } from '../../kernel/identifiers.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import type { Vault } from '../../server/platform/crypto.ts'
import { openPerson } from './commands/person.ts'
import type { BlockRow, BookingRow, WaitRow } from './contract/bookings.ts'
import { confirm, excuse, mayCancel, mayMove, type BookingLaw } from './rules/booking-changes.ts'
import type { KeptBlock } from './store/blocks.ts'
import type { ListedBooking } from './store/bookings.ts'
import type { ListedWait } from './store/waiting.ts'

type Seen = { readonly actor: Actor; readonly vault: Vault; readonly now: Date; readonly law: BookingLaw; /** In the clear: for the owner, or a read that was recorded. */ readonly clear?: boolean }

/** The screens learn from the same rules the commands obey. */
export function bookingRow(booking: ListedBooking, seen: Seen): z.infer<typeof BookingRow> {
  const person = openPerson(seen.vault, booking.sealed)
  const { actor, law } = seen
  const now = seen.now.toISOString()
  const { institutionId, id, slotId, pool, clinicId, clinicName, departmentId, service, onDate, startsAt, endsAt, room, state, way, madeName, madeAt, holdUntil, feeCents, endReason, arrivedAt, excused, movedFrom, revision, bornYear } = booking
  return {
    institutionId, id, slotId, pool, clinicId, clinicName, departmentId, service, onDate, startsAt, endsAt, room, state, way, madeName, madeAt, holdUntil, feeCents, endReason, arrivedAt, excused, movedFrom, revision, bornYear,
    name: seen.clear === true ? person.name : maskName(person.name), phone: seen.clear === true ? person.phone : maskPhone(person.phone), idNumber: seen.clear === true ? person.idNumber : maskId(person.idNumber),
    blocked: { cancel: refusalOf(mayCancel(booking, actor, now, law)), move: refusalOf(mayMove(booking, actor, now, law)), confirm: refusalOf(confirm(booking, actor, now)), excuse: refusalOf(excuse(booking, actor, '', now)) },
  }
}

export function waitRow(wait: ListedWait, vault: Vault, place: number | null): z.infer<typeof WaitRow> {
  const { institutionId, id, clinicId, clinicName, onDate, state, bookingId, madeAt } = wait
  return { institutionId, id, clinicId, clinicName, onDate, state, bookingId, madeAt, place, name: maskName(openPerson(vault, wait.sealed).name) }
}

/** Nobody is named: the reason is what is judged, not the person. */
export function blockRow(block: KeptBlock): z.infer<typeof BlockRow> {
  const { institutionId, id, fromOn, toOn, state, appeal, appealedAt, decision, decidedName, rule } = block
  return { institutionId, id, fromOn, toOn, state, missed: block.missed.map(({ onDate, clinicName }) => ({ onDate, clinicName })), rule: { n: rule.n, windowDays: rule.windowDays, blockDays: rule.blockDays }, appeal, appealedAt, decision, decidedName }
}
