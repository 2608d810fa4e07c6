import { job } from '../../server/platform/jobs.ts'

/** Monday 00:30 in Shanghai and every hour: packs whose period has begun are opened and filled; moved due days are followed. */
export const openJob = job<Record<string, never>>('report.open')
/** Each morning: packs that stand still remind whom they wait for. */
export const stillJob = job<Record<string, never>>('report.still')
