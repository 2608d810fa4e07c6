import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { tellDaysJob } from '../jobs.ts'
import { monthsToFollow } from '../store/drugs.ts'
import { recountMonths } from '../store/recount.ts'

const system = systemActor('prescribing.catalogue')

/** Rule PR-46: a changed DDD, grade or mark moves the sums of every month that holds the drug; what is closed gets its correction (PR-84). */
export async function followCatalogue(platform: Platform, changedAt: string): Promise<number> {
  const months = await look(platform, system, ({ read }) => monthsToFollow(read, changedAt))
  for (const { month, ...body } of months) {
    await act(platform, system, async (at) => {
      await recountMonths(at.tx, body, [month], at.now.toISOString())
      await tellDaysJob.enqueue(at.tx, { institutionId: body.institutionId }, { key: `${tellDaysJob.name} ${body.institutionId}` })
    })
  }
  return months.length
}
