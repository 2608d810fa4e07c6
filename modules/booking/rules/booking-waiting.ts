import type { Actor } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

type ClinicDay = { readonly open: number; readonly free: number; /** Public places that are not released, or still to be drawn. */ readonly unreleased: number }

/** Rule BK-20: one waits for a clinic and day that has times and no public place left, once all of them were released and drawn. */
export function mayWait(day: ClinicDay | null): Refusal | null {
  if (day === null || day.open === 0) return refuse('booking.no_clinic_day')
  if (day.unreleased > 0) return refuse('booking.wait_too_early')
  return day.free > 0 ? refuse('booking.still_free') : null
}

/** Rule BK-20: whoever waits may stop waiting at any time. */
export function stopWait<Wait extends { readonly accountId: string | null; readonly state: string }>(wait: Wait, actor: Actor): (Wait & { readonly state: 'withdrawn' }) | Refusal {
  if (actor.kind === 'citizen' && wait.accountId !== actor.id) return refuse('booking.wait_not_found')
  return wait.state === 'waiting' ? { ...wait, state: 'withdrawn' } : refuse('booking.wait_over')
}
