export { reviewFacts, reviewLookedAt, reviewPublications, reviewServices, reviewTalks } from './sources.ts'
