import type { App } from '../../../server/platform/app.ts'
import { appraisalBook } from '../appraisal-book.ts'
import { appraise, setWeights, type Appraisal } from '../commands/appraisal.ts'
import { planContract } from '../contract.ts'

export function appraisalRoutes(app: App): void {
  app.query(planContract.loadAppraisal, async ({ read, actor, params, query, now, today }) => viewOf(await appraise(read, actor, { ...params, year: query.year ?? Number(today.slice(0, 4)) }, now.toISOString())))
  app.query(planContract.exportAppraisal, async ({ read, actor, params, query, now, today }) => appraisalBook(await appraise(read, actor, { ...params, year: query.year ?? Number(today.slice(0, 4)) }, now.toISOString())))
  app.command(planContract.setAppraisalWeights, async (act) => {
    await setWeights(act, act.body)
    return { weights: act.body.weights }
  })
}

const viewOf = ({ scored, ...appraisal }: Appraisal) => ({ ...appraisal, scored: { ...scored, lines: [...scored.lines] } })
