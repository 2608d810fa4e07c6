import { addMs, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Queue } from './queue.ts'

/** Rule QU-5: a booked slot takes check-ins from some minutes before it; some minutes after its beginning one is late and waits behind. */
export function checkInAt(rule: Pick<Queue['rule'], 'earlyMinutes' | 'lateMinutes'>, slot: { readonly startsAt: Instant }, now: Instant): { readonly isLate: boolean } | Refusal {
  const opens = addMs(slot.startsAt, -rule.earlyMinutes * 60_000)
  if (now < opens) return refuse('queue.too_early', opens)
  return { isLate: now > addMs(slot.startsAt, rule.lateMinutes * 60_000) }
}

const kindOfService: Readonly<Record<string, Queue['kind']>> = { visit: 'consultation', studio: 'consultation', exam: 'exam', treatment: 'exam' }

/** The queue that calls a booking: the one that names its clinic, else the only one of its department and kind that names none. */
export function queueFor(queues: readonly Queue[], booking: { readonly clinicId: string; readonly departmentId: string; readonly service: string }): Queue | Refusal {
  const open = queues.filter((queue) => queue.active)
  const named = open.find((queue) => queue.clinicIds.includes(booking.clinicId))
  if (named !== undefined) return named
  return open.find((queue) => queue.departmentId === booking.departmentId && queue.kind === kindOfService[booking.service] && queue.clinicIds.length === 0) ?? refuse('queue.none_for_booking')
}
