export { examFacts, examUses } from './sources.ts'
