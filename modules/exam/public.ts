export { examFacts, examUses } from './sources.ts'
export { factPrefix as examFactPrefix } from './rules/order.ts'
export { readExams } from './catalog.ts'
