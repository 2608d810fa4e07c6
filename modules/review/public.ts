export { reviewFacts, reviewLookedAt, reviewPublications, reviewServices, reviewTalks } from './sources.ts'
export { rateOf } from './rules/result.ts'
export { listPublishedOf, type Published as PublishedReview } from './store/cycles.ts'
