// What other modules may ask of clinics, schedules and slots; modules/booking/public.ts hands it on.
export { saveClinic } from './commands/clinics.ts'
export { addRule as saveRule } from './commands/clinics-rules.ts'
export { ensureSlots, pushSlots } from './commands/slots.ts'
export { pools, type Pool } from './rules/pools.ts'
export { scheduleFacts } from './schedule-facts.ts'
export { listClinics, type Clinic } from './store/clinics.ts'
export { findFree, type Free } from './store/free.ts'
export { departmentsPlanned, sessionsOfStaff } from './store/sessions.ts'
