export { issueTokens, type Issued, type VisitAsked } from './commands/issue.ts'
export { surveyFacts } from './sources.ts'
export { newestResult } from './store/results.ts'
export { askedRows } from './store/tokens.ts'
