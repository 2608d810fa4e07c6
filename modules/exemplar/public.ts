export { exemplarPublications } from './sources.ts'
