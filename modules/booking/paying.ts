import type { ReadTx } from '../../server/platform/database.ts'
import type { ListedBooking } from './store/bookings.ts'

type Words = { readonly zh: string; readonly en: string }

/** How a booking's fee stands, as whoever takes the money says it. */
export type Paying = {
  /** Where a held booking is paid online, null where it is paid at the desk; and what became of money that was paid. */
  of(read: ReadTx, booking: Pick<ListedBooking, 'institutionId' | 'id' | 'state' | 'feeCents' | 'holdUntil'>, now: string): Promise<{ readonly payAt: string | null; readonly says: Words | null }>
}

/** Nobody takes money online: a fee is paid at the desk, which confirms the booking. */
export const atDesk: Paying = { of: async () => ({ payAt: null, says: null }) }
