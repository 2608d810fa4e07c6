export { admissionFacts, admissionUses } from './sources.ts'
export { loadSlip } from './store/slips.ts'
export { slipByCode } from './commands/code.ts'
