import { addDays, dayNumber } from '../../../kernel/calendar.ts'
import { endOfDay, startOfDay } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { staffIdOf } from '../../directory/public.ts'
import { figuresContract, mostFigureDays } from '../contract/figures.ts'
import { kinds } from '../kinds.ts'
import { visibility } from '../rules/authority.ts'
import { countFigures } from '../store/figures.ts'

/** How the house answers: by kind and department, of what the asker may see. */
export function figuresRoutes(app: App): void {
  app.query(figuresContract.loadFigures, async ({ read, actor, today, now, query }) => {
    const to = query.to ?? today
    const from = query.from ?? addDays(to, -89)
    if (from > to || dayNumber(to) - dayNumber(from) >= mostFigureDays) throw new RefusedError('request.invalid', `from, to: 1–${mostFigureDays}`)
    const sees = visibility([...kinds().values()], { actor, staffId: await staffIdOf(read, actor.id), author: false })
    const institutionId = query.institutionId ?? (actor.regionPrefix === null ? actor.institutionId : null)
    const rows = await countFigures(read, { institutionId, fromAt: startOfDay(from), toAt: endOfDay(to), now: now.toISOString(), sees })
    // Over several bodies a department means nothing.
    return { from, to, asOf: now.toISOString(), rows: institutionId === null ? pooled(rows) : rows }
  })
}

type Row = Awaited<ReturnType<typeof countFigures>>[number]
const figures = ['received', 'open', 'overdue', 'answerDue', 'answeredInTime', 'calledBack', 'solved', 'rated', 'satisfied'] as const

const pooled = (rows: readonly Row[]): Row[] =>
  [...Map.groupBy(rows, (row) => row.kind).entries()].map(([kind, same]) => ({
    kind, departmentId: null, department: null,
    ...(Object.fromEntries(figures.map((name) => [name, same.reduce((sum, row) => sum + row[name], 0)])) as Pick<Row, (typeof figures)[number]>),
  }))
