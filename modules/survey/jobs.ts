import { job } from '../../server/platform/jobs.ts'

/** Every ten minutes: whoever was seen or discharged is asked. */
export const issueJob = job<Record<string, never>>('survey.issue')
/** Every night: boxes with enough answers are emptied and counted. */
export const boxesJob = job<Record<string, never>>('survey.boxes')
