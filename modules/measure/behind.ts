import type { App } from '../../server/platform/app.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { factKinds } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { departmentsOn, rosterOn, staffNames } from '../directory/public.ts'
import { measureContract as contract } from './contract.ts'
import { countedFacts } from './facts.ts'
import { countedMeasure, liveMeasures, measureAsked } from './live.ts'
import { amountOf, numberOf } from './rules/amount.ts'
import { placeIn, placeText } from './rules/place.ts'
import { factsSeenBy } from './rules/sight.ts'
import { accumulationSpan } from './rules/units.ts'
import { sumUnits } from './store/sums.ts'
import { unitsOf } from './values.ts'
import { bodyOf } from './views.ts'

/** Every department a body ever had, closed ones too. */
export const departmentNames = async (read: ReadTx, institutionId: string): Promise<Map<string, string>> => new Map((await departmentsOn(read, institutionId, '0001-01-01')).map((each) => [each.id, each.name]))

/** What lies behind a value: its facts, and the units of a coverage or an accumulation. */
export function behindRoutes(app: App): void {
  app.query(contract.listMeasureFacts, async ({ params, query, read, actor, today }) => {
    const body = await bodyOf(read, actor, query.institutionId)
    const live = await liveMeasures(read)
    const { measure, period } = measureAsked(live, params.key, query.on ?? today)
    const after = query.after === undefined ? null : placeIn(query.after)
    if (query.after !== undefined && after === null) throw new RefusedError('request.invalid', 'after')
    const found = await countedFacts(read, actor, countedMeasure(live, measure, period.to), { institutionId: body.id, regionCode: body.regionCode }, period, { after, limit: query.limit, departmentId: query.departmentId })
    const kinds = new Map(factKinds().map((each) => [each.kind, each.name]))
    const departments = await departmentNames(read, body.id)
    return {
      rows: found.rows.map(({ fact, numerator, denominator }) => ({
        kind: fact.kind, kindName: kinds.get(fact.kind) ?? { zh: fact.kind, en: fact.kind }, id: fact.id, on: fact.on, title: fact.title, link: fact.link, numerator, denominator,
        department: fact.departmentId === null ? null : (departments.get(fact.departmentId) ?? null),
      })),
      next: found.more === null ? null : placeText(found.more),
    }
  })

  app.query(contract.listMeasureUnits, async ({ params, query, read, actor, today }) => {
    const body = await bodyOf(read, actor, query.institutionId)
    const { measure, period } = measureAsked(await liveMeasures(read), params.key, query.on ?? today)
    const { definition } = measure
    const seen = factsSeenBy(actor, { institutionId: body.id, regionCode: body.regionCode })
    if (seen === 'none' || (definition.shape !== 'coverage' && definition.shape !== 'accumulation')) return { rows: [] }
    const span = definition.shape === 'accumulation' ? accumulationSpan(definition.over, period) : period
    const counted = (await sumUnits(read, [{ institutionId: body.id, key: measure.key, version: measure.version, period: span }])).get(0)?.units ?? new Map()
    const [asked = []] = definition.shape === 'coverage' ? await unitsOf(read, [{ measure, institutionId: body.id, period }]) : [[...counted.keys()]]
    const isDepartment = definition.shape === 'coverage' && definition.unitOf === 'department'
    const mine = seen === 'all' ? null : new Set(isDepartment ? seen.departmentIds : (await rosterOn(read, body.id, period.to)).filter((person) => person.departmentIds.some((each) => seen.departmentIds.includes(each))).map((person) => person.staffId))
    const shown = asked.filter((unitId) => mine === null || mine.has(unitId))
    const names = isDepartment ? await departmentNames(read, body.id) : await staffNames(read, shown)
    const rows = shown.map((unitId) => {
      const { facts, amount } = counted.get(unitId) ?? { facts: 0, amount: 0n }
      const reached = definition.shape === 'coverage' ? facts >= definition.least : amount >= (amountOf(definition.reach) ?? 0n)
      return { unitId, name: names.get(unitId) ?? '', facts, amount: numberOf(amount), reached }
    })
    // Who is missing first: that is what somebody opens this list for.
    return { rows: rows.sort((a, b) => Number(a.reached) - Number(b.reached) || b.amount - a.amount || a.name.localeCompare(b.name, 'zh-CN') || (a.unitId < b.unitId ? -1 : 1)) }
  })
}
