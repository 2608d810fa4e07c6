// Kept by the platform, because the engines date by these rules and know no calendar module.
export { loadDeadlineRules } from '../../server/platform/deadline-rules.ts'
