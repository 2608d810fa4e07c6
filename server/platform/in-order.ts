import { setLocal, type ReadTx } from './database.ts'

/**
 * Reads along an index that already has the order asked for. Row security makes the planner expect few rows, since it
 * cannot see what the settings hold: left alone it collects everything and sorts it, which is the slower the longer the
 * table grows. Sorting is switched off for this one question, in this transaction; and it is planned for the values asked
 * with, since the plan for any value at all, kept after five questions, walked a million rows for some of them.
 */
export async function inIndexOrder<T>(read: ReadTx, ask: () => Promise<T>): Promise<T> {
  setLocal(read, { enable_sort: 'off', plan_cache_mode: 'force_custom_plan' })
  const answer = await ask()
  setLocal(read, { enable_sort: 'on', plan_cache_mode: 'auto' })
  return answer
}
