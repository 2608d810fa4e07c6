export { queueFacts } from './sources.ts'
export { linesShown, queueServiceKeys, queueUseRows } from './store/uses.ts'
