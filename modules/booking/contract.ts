// The parts of the module, each with its own list of endpoints.
export * from './contract/bookings.ts'
export * from './contract/clinics.ts'
export * from './contract/draws.ts'
export * from './contract/guide.ts'
export * from './contract/people.ts'
