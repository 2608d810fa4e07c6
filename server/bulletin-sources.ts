import type { WorkAsk, WorkSources } from '../modules/bulletin/public.ts'
import { listPublishedOf, type PublishedReview } from '../modules/review/public.ts'
import { startOfDay } from '../kernel/instant.ts'
import type { ReadTx } from './platform/database.ts'

const reviewLine = ({ result }: PublishedReview) => {
  const lines = result.outpatient.n + result.inpatient.n
  return {
    read: result.read, reasonable: lines === 0 ? null : Math.round((1000 * (result.outpatient.O + result.inpatient.O)) / lines) / 10,
    doubleTenRead: result.doubleTen.read, doubleTenUnreasonable: result.doubleTen.unreasonable,
  }
}

/** Rule BU-15: what institutions published of their newest review up to the month, if they published it in the month or later. */
async function reviews(read: ReadTx, { institutionIds, month }: WorkAsk) {
  const from = `${month}-01`
  const found = await listPublishedOf(read, institutionIds, { month: from, since: startOfDay(from) })
  const newest = Map.groupBy(found, (each) => each.institutionId)
  return new Map([...newest].flatMap(([institutionId, [first]]) => (first === undefined ? [] : [[institutionId, reviewLine(first)] as const])))
}

/** Where a work bulletin finds what other modules published. */
export const bulletinWork: Partial<WorkSources> = { reviews }
