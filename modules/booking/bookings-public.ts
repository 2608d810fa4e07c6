import type { Vault } from '../../server/platform/crypto.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { codeIndexFor, codeOf as codeFor } from './commands/person.ts'
import type { BookingKey } from './rules/booking.ts'
import * as store from './store/bookings.ts'

export { book } from './commands/book.ts'
export { onBookingsChanged, type BookingChange } from './after-change.ts'
export { cancelBooking, confirmHeld, confirmPaid, markArrived, markSeen } from './commands/cancel.ts'
export { moveBooking } from './commands/move.ts'
export { openPerson, personIndexFor, type SealedPerson } from './commands/person.ts'
export type { BookAsk, Booked, Booking, BookingKey, BookingState, BookingWay, PersonGiven } from './rules/booking.ts'
export { bookingsOfAccount, bookingsOn, findBooking, loadForUpdate as lockBooking, type DayAsk, type ListedBooking } from './store/bookings.ts'
export type { Paying } from './paying.ts'

/** The patient code of a booking: one for every counter; it follows from the key and is kept nowhere. */
export const codeOf = (vault: Vault, key: BookingKey): string => codeFor(vault, key)

/** What a counter scanned or typed, in the form `readReceiptCode` gives it; undefined where it is no code of this body. The index of a code is keyed, so the vault is asked for. */
export const bookingByCode = (read: ReadTx, institutionId: string, code: string, vault: Vault) => store.bookingByCode(read, institutionId, codeIndexFor(vault, code))

export { appealBlock } from './commands/blocks.ts'
export { waitForPlace, withdrawWait, type WaitAsk } from './commands/waiting.ts'
export { readBookingLaw } from './commands/law.ts'
export { cancelUntil, mayCancel, mayMove, type BookingLaw } from './rules/booking-changes.ts'
export { blocksOfAccount, type KeptBlock } from './store/blocks.ts'
export { placeInLine, waitsOfAccount, type ListedWait } from './store/waiting.ts'
export { bookingFacts } from './facts.ts'
export { bookingServiceKeys, bookingUseRows, placeRows, placesShown } from './store/uses.ts'
export { letterLine } from './letter.ts'
