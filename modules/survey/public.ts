export { issueTokens, type Issued, type VisitAsked } from './commands/issue.ts'
export { surveyFacts } from './sources.ts'
export { resultDays } from './store/results.ts'
export { askedRows } from './store/tokens.ts'
