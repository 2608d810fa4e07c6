export { queueFacts } from './sources.ts'
export { linesShown, queueServiceKeys, queueUseRows } from './store/uses.ts'
export { listVisitsSeen, visitSeen, type VisitSeen } from './store/visits.ts'
