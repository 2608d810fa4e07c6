import { addMs, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export type KioskCount = { readonly fromAt: Instant; readonly issued: number }
export type KioskLimit = { readonly kioskMost: number; readonly kioskMinutes: number }
/** Defaults of ours; every machine has its own. */
export const usualKiosk: KioskLimit = { kioskMost: 20, kioskMinutes: 10 }

/** Rule QU-25: so many tickets without a booking in so many minutes, from the first of them; then the machine says from when on it gives some again. */
export function oneMore(known: KioskCount | null, limit: KioskLimit, now: Instant): KioskCount | Refusal {
  const over = known === null ? now : addMs(known.fromAt, limit.kioskMinutes * 60_000)
  if (known === null || over <= now) return { fromAt: now, issued: 1 }
  return known.issued < limit.kioskMost ? { ...known, issued: known.issued + 1 } : refuse('queue.kiosk_full', over)
}
