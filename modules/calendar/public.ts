export { seedOfficialYears } from './commands.ts'
export { loadDeadlineRules } from './deadline-rules.ts'
