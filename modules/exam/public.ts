export { followExams } from './commands/follow.ts'
export { examFacts, examUses } from './sources.ts'
