import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { findInstitution } from '../../directory/public.ts'
import { tellDaysJob } from '../jobs.ts'
import { listMonths, placeCodes } from '../store/mappings.ts'
import { recountMonths } from '../store/recount.ts'

const system = systemActor('prescribing.place-codes')

/** Rule PR-17: lines that are in follow what their codes stand for now, month by month; the sums with them. */
export async function placeLines(platform: Platform, institutionId: string): Promise<number> {
  let placed = 0
  for (const month of await look(platform, system, ({ read }) => listMonths(read, institutionId))) {
    placed += await act(platform, system, async (at) => {
      const body = await findInstitution(at.tx, institutionId)
      const lines = await placeCodes(at.tx, institutionId, month)
      if (lines === 0 || body === undefined) return 0
      await recountMonths(at.tx, { institutionId, regionCode: body.regionCode }, [month], at.now.toISOString())
      await tellDaysJob.enqueue(at.tx, { institutionId }, { key: `${tellDaysJob.name} ${institutionId}` })
      return lines
    })
  }
  return placed
}
