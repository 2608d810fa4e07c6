export { reviewFacts, reviewLookedAt, reviewPublications, reviewServices, reviewTalks } from './sources.ts'
export { listPublishedOf, type Published as PublishedReview } from './store/cycles.ts'
