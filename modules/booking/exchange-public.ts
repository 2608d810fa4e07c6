// What the FHIR facade reads of slots and bookings; modules/booking/public.ts hands it on.
export { stopClinic } from './commands/stop.ts'
export { latestOfPersons, listExchangeBookings, listExchangeSlots, type ExchangeSlot } from './store/exchange.ts'
