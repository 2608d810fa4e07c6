export * from './schedule-public.ts'
export * from './bookings-public.ts'
export * from './exchange-public.ts'
