import { firstOfMonth, type IsoDate } from '../../../kernel/calendar.ts'
import type { RegisterDefinition } from './definition.ts'
import type { Entry } from './entry.ts'

/** A monthly figure of one body, register and department: '' is the number of counting entries, any other the sum of that field. */
export type Figure = { readonly institutionId: string; readonly regionCode: string; readonly registerKey: string; readonly month: IsoDate; readonly departmentId: string; readonly figure: string; readonly value: number }

/** Stands for "no department" where a key holds no null. */
export const noDepartment = '00000000-0000-0000-0000-000000000000'

export type EntryChange = { readonly definition: RegisterDefinition; readonly before: Entry | null; readonly after: Entry }

function figuresOf(definition: RegisterDefinition, entry: Entry | null, sign: 1 | -1): Figure[] {
  if (entry === null || entry.countedAt === null) return []
  const place = { institutionId: entry.institutionId, regionCode: entry.regionCode, registerKey: entry.registerKey, month: firstOfMonth(entry.on), departmentId: entry.departmentId ?? noDepartment }
  const sums = definition.totals.flatMap((key) => {
    const value = entry.values[key]
    return typeof value === 'number' && value !== 0 ? [{ ...place, figure: key, value: sign * value }] : []
  })
  return [{ ...place, figure: '', value: sign }, ...sums]
}

/** Sums of decimals that a person typed, so rounded to the six places a definition may ask for. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

/** Rule RG-19: what a change adds to the monthly figures, one line each, in one order so that two commands never wait for each other in a circle. */
export function figureChanges(changes: readonly EntryChange[]): Figure[] {
  const sums = new Map<string, Figure>()
  for (const { definition, before, after } of changes) {
    for (const each of [...figuresOf(definition, before, -1), ...figuresOf(definition, after, 1)]) {
      const key = [each.institutionId, each.registerKey, each.month, each.departmentId, each.figure].join('|')
      sums.set(key, { ...each, value: rounded((sums.get(key)?.value ?? 0) + each.value) })
    }
  }
  return [...sums].filter(([, each]) => each.value !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}
