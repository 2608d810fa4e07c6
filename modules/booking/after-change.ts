import type { Act } from '../../server/platform/act.ts'
import type { BookingKey, BookingState } from './rules/booking.ts'

/** What became of a booking; `movedTo` is the one that stands for it now. */
export type BookingChange = BookingKey & { readonly to: BookingState; readonly movedTo: string | null }
type Step = (act: Act, changes: readonly BookingChange[]) => Promise<void>

const steps = new Map<string, Step>()

/** What another module does where a booking is confirmed, moved, given up or stopped, in the same transaction; said once, where the server is put together. */
export const onBookingsChanged = (name: string, step: Step): void => void steps.set(name, step)

/** The bookings are locked and saved; call it before the command's `record`. */
export async function tellChange(act: Act, changes: readonly BookingChange[]): Promise<void> {
  if (changes.length > 0) for (const step of steps.values()) await step(act, changes)
}
