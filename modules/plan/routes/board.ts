import type { App } from '../../../server/platform/app.ts'
import { planContract } from '../contract.ts'
import { cellsAt, withWorst } from '../rules/board.ts'
import * as boardStore from '../store/board.ts'
import { listObligations } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'
import { rowOf } from './rows.ts'

export function boardRoutes(app: App): void {
  app.query(planContract.loadBoard, async ({ read, params, query, now }) => {
    const at = now.toISOString()
    const plan = await planStore.loadPlan(read, params.planId)
    const clauses = await planStore.listBoardClauses(read, plan.id)
    const buckets = await planStore.listBuckets(read, plan.id)
    const rows = await boardStore.listBoard(read, plan.id, query.bucket, at)
    const indexOf = new Map(clauses.map((clause, index) => [clause.ordinal, index]))
    return {
      planId: plan.id,
      bucket: query.bucket,
      buckets,
      clauses: clauses.map(({ text, title, ...clause }) => ({ ...clause, title: title === '' ? text.slice(0, 30) : title })),
      institutions: rows.map((row) => ({
        id: row.institutionId, name: row.name, kind: row.kind, fresh: row.staleAt === null || row.staleAt > at,
        cells: withWorst(cellsAt({ cells: row.cells, flips: row.flips ?? [] }, at), indexOf),
      })),
      at,
    }
  })

  app.query(planContract.loadBoardCell, async ({ read, params, query, now }) => {
    const filter = { planId: params.planId, clauseId: query.clauseId, institutionId: query.institutionId, bucket: query.bucket === 'all' ? undefined : query.bucket }
    const found = await listObligations(read, filter, now.toISOString(), null, 500)
    return { rows: found.map((row) => rowOf(row, now.toISOString())) }
  })
}
