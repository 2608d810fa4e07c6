// The one small interface of the plan engine for other modules; docs/how-to/feed-a-duty.md shows its use.
export { registerFactNames, registerFactSource, type AskFacts, type FactLine, type FactName, type FactSource, type FedKind, type ListFacts, type Question } from './commands/fact-sources.ts'
export { serviceSource, spanOf, type ListUses } from './commands/service-source.ts'
export { reportFact, type ReportedFact } from './commands/report-fact.ts'
export { registerLaunchStep, type Launched, type LaunchStep } from './commands/launch-steps.ts'
export { addDecidedDuty, type DecidedDuty } from './commands/decided-duty.ts'
export { childplanDueOn, listParticipations, planClauses, planSummary, takesPart } from './commands/questions.ts'
export type { PerUnit, SourceFacts } from './rules/facts.ts'
export { countReportPeriods, findReportPeriod, listReportDues, listReportPeriods, reportDueTimes, windowEvidence, windowObligations, windowVerdicts, type DutyWindow, type ReportDue, type ReportPeriod, type VerdictCounts, type WindowObligation } from './commands/report-periods.ts'
