// What the FHIR facade reads of slots and bookings; modules/booking/public.ts hands it on.
export { stopClinic } from './commands/stop.ts'
export { latestOfPersons, listExchangeBookings, listExchangeSlots, type BookingsAsk, type ExchangeSlot, type ExchangeSpan, type SlotsAsk } from './store/exchange.ts'
