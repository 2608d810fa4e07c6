import type { Paying } from '../booking/public.ts'
import { sayMoney } from './rules/show.ts'
import { findMerchant } from './store/merchants.ts'
import { ordersOfBookings } from './store/orders.ts'
import { refundsOf } from './store/refunds.ts'

export { followBookings } from './commands/follow.ts'

/** How a booking's fee stands, for the pages of booking. */
export const paying: Paying = {
  async of(read, booking, now) {
    if (booking.feeCents === 0) return { payAt: null, says: null }
    const [merchant, orders] = await Promise.all([findMerchant(read, booking.institutionId), ordersOfBookings(read, booking.institutionId, [booking.id])])
    const isOpen = booking.state === 'held' && booking.holdUntil !== null && booking.holdUntil > now && merchant?.active === true
    return { payAt: isOpen ? `/my/bookings/${booking.institutionId}/${booking.id}/pay` : null, says: sayMoney(orders, await refundsOf(read, booking.institutionId, orders.map((each) => each.id))) }
  },
}
