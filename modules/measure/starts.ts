import type { IsoDate } from '../../kernel/calendar.ts'
import { regionPrefix } from '../../kernel/region.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { MeasureDefinition } from './rules/definition.ts'
import type { Period } from './rules/periods.ts'

/** The first day of a plan that has a duty bound to a measure. */
export type PlanStart = { readonly planId: string; readonly measureKey: string; readonly startsOn: IsoDate; readonly regionCode: string }
type ReadStarts = (read: ReadTx, measureKeys: readonly string[]) => Promise<readonly PlanStart[]>

let readStarts: ReadStarts = async () => []

/** Who knows when campaigns began, said once where the server is put together; until then a change against a start has no baseline. */
export const holdStarts = (reads: ReadStarts): void => void (readStarts = reads)

/** The starts that these questions may need; none where no change is measured against a campaign. */
export async function planStarts(read: ReadTx, asks: readonly { readonly measure: { readonly definition: MeasureDefinition } }[]): Promise<readonly PlanStart[]> {
  const keys = new Set(asks.flatMap(({ measure: { definition } }) => (definition.shape === 'change' && definition.against === 'start' && definition.start === undefined ? [definition.key] : [])))
  return keys.size === 0 ? [] : readStarts(read, [...keys])
}

/** Rule ME-20: the start of the plan that asks; without one, of the newest plan begun by the end of the period that asks this measure of all these bodies' regions. */
export function startOf(starts: readonly PlanStart[], measureKey: string, ask: { readonly planId?: string | undefined; readonly period: Period; readonly bodies: readonly { readonly regionCode: string }[] }): IsoDate | null {
  const own = starts.filter((each) => each.measureKey === measureKey)
  if (ask.planId !== undefined) return own.find((each) => each.planId === ask.planId)?.startsOn ?? null
  const near = own.filter((each) => each.startsOn <= ask.period.to && ask.bodies.every((body) => body.regionCode.startsWith(regionPrefix(each.regionCode))))
  return near.map((each) => each.startsOn).sort().at(-1) ?? null
}
