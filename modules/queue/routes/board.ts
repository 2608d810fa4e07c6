import { addDays, firstOfMonth } from '../../../kernel/calendar.ts'
import type { App } from '../../../server/platform/app.ts'
import { departmentsOn } from '../../directory/public.ts'
import { helperCame } from '../commands/watch.ts'
import { queueContract as contract } from '../contract.ts'
import { gather } from '../gather.ts'
import { spreadOf } from '../store/spread.ts'
import { listGaps, openHelperCalls } from '../store/watch.ts'
import { viewBoard } from '../views.ts'
import { houseOf } from './house.ts'

/** All queues of a body; who watches a region names the body, row security decides what is seen. */
export function boardRoutes(app: App): void {
  app.query(contract.listQueues, async ({ read, actor, today, now, query }) => {
    const institutionId = query.institutionId ?? actor.institutionId ?? ''
    const [stands, departments, helpers] = await Promise.all([gather(read, { institutionId, today, now: now.toISOString() }), departmentsOn(read, institutionId, today), openHelperCalls(read, institutionId, today)])
    const names = new Map(departments.map((each) => [each.id, each.name]))
    return { rows: stands.map((each) => viewBoard(each, { accountId: actor.id, department: names.get(each.queue.departmentId) ?? '', helpers: helpers.findLast((call) => call.queueId === each.queue.id) })) }
  })
  app.query(contract.listWaits, async ({ read, actor, today, query }) => {
    const from = addDays(today, 1 - query.days)
    return { from, rows: await spreadOf(read, query.institutionId ?? actor.institutionId ?? '', { from, to: today }) }
  })
  app.query(contract.listGaps, async ({ read, actor, today, query }) => {
    const institutionId = query.institutionId ?? actor.institutionId ?? ''
    const [gaps, departments] = await Promise.all([listGaps(read, institutionId, firstOfMonth(today)), departmentsOn(read, institutionId, today)])
    const names = new Map(departments.map((each) => [each.id, each.name]))
    return { rows: gaps.map((gap) => ({ id: gap.id, departmentId: gap.departmentId, department: names.get(gap.departmentId) ?? '', onDate: gap.onDate, fromAt: gap.fromAt, toAt: gap.toAt, waiting: gap.waiting })) }
  })
  app.command(contract.helperCame, async ({ params, ...act }) => {
    await helperCame(act, { institutionId: houseOf(act.actor), ...params })
    return {}
  })
}
