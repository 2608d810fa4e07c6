import { job } from '../../server/platform/jobs.ts'

/** Derives the counters of one version for every institution that does not have them; picks up where it stopped. */
export const countJob = job<{ key: string; version: number }>('measure.count')
/** Hourly: how the institutions of each county lie, for those that may not see each other. */
export const spreadJob = job<Record<string, never>>('measure.spread')
/** Nightly, before periods end: coverages are ruled anew, since the roster moves them without a fact; what lacks counters gets them. */
export const nightJob = job<Record<string, never>>('measure.night')
