import { sql } from 'kysely'
import { send, type ReadTx } from '../../../server/platform/database.ts'

/**
 * Reads along an index that already has the order asked for. Row security makes the planner expect few rows, since it
 * cannot see what the settings hold: left alone it collects every entry of a register and sorts them, which is the
 * slower the longer the register is kept. Sorting is switched off for this one question, in this transaction.
 */
export async function inIndexOrder<T>(read: ReadTx, ask: () => Promise<T>): Promise<T> {
  send(read, sql`set local enable_sort = off`.execute(read))
  const answer = await ask()
  send(read, sql`set local enable_sort = on`.execute(read))
  return answer
}
