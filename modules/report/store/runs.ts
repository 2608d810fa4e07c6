import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type RunKey = { readonly institutionId: string; readonly runId: string }

export const insertRun = (tx: Tx, run: RunKey & { regionCode: string; planId: string; total: number; at: string }) =>
  tx.insertInto('report_run').values({ institution_id: run.institutionId, id: run.runId, region_code: run.regionCode, plan_id: run.planId, total: run.total, done: 0, packs: 0, started_at: run.at, progress_at: run.at }).execute()

/** Steps more, written after the packs they count; of two that meet, the one that knows more stays. */
export const saveRun = (tx: Tx, run: RunKey, set: { done: number; packs: number; failed: string; at: string; finished: boolean }) =>
  tx
    .updateTable('report_run')
    .set({ done: set.done, packs: set.packs, failed: set.failed, progress_at: set.at, ...(set.finished ? { finished_at: set.at } : {}) })
    .where('institution_id', '=', run.institutionId)
    .where('id', '=', run.runId)
    .where('done', '<=', set.done)
    .execute()

/** The newest runs in scope, for those who wait for them. */
export const listRuns = (read: ReadTx, limit: number) =>
  read
    .selectFrom('report_run as r')
    .innerJoin('plan as pl', 'pl.id', 'r.plan_id')
    .select(['r.institution_id as institutionId', 'r.id as runId', 'r.plan_id as planId', 'pl.title as planTitle', 'r.total', 'r.done', 'r.packs', 'r.failed', 'r.started_at as startedAt', 'r.progress_at as progressAt', 'r.finished_at as finishedAt'])
    .orderBy('r.started_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute()
