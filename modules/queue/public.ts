export { queueFacts } from './sources.ts'
