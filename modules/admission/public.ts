export { admissionFacts, admissionUses } from './sources.ts'
