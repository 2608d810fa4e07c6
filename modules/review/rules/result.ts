import type { Agreement } from './agreement.ts'
import { agreementOf } from './agreement.ts'
import type { ProblemCode, ResultClass } from './codes.ts'
import type { Item, Opinion } from './item.ts'
import { isRead } from './item.ts'
import { countClasses, countCodes, worksheetLine, worksheetSums, type WorksheetSums } from './worksheet.ts'

type DepartmentSum = { readonly departmentId: string | null; readonly read: number; readonly unreasonable: number }
/** What a round came to: nobody's name is part of it. */
export type ReviewResult = {
  readonly outpatient: WorksheetSums
  readonly inpatient: WorksheetSums
  readonly doubleTen: { readonly sample: number; readonly read: number; readonly unreasonable: number }
  readonly classes: Readonly<Record<ResultClass, number>>
  readonly codes: readonly { readonly code: ProblemCode; readonly count: number }[]
  readonly departments: readonly DepartmentSum[]
  readonly agreement: Agreement
  readonly sample: number
  readonly read: number
  readonly objections: number
  readonly prescriptions: number
  readonly discharges: number
  readonly oversized: number
}

/** Rule RV-12: what is said of a round in one sentence, wherever it is: prescriptions and stays that were drawn by the regulated shares, and how many of a hundred of them were reasonable. */
export function rateOf({ outpatient, inpatient }: Pick<ReviewResult, 'outpatient' | 'inpatient'>): { readonly n: number; readonly rate: number | null } {
  const n = outpatient.n + inpatient.n
  return { n, rate: n === 0 ? null : Math.round((1000 * (outpatient.O + inpatient.O)) / n) / 10 }
}

/**
 * Rule RV-12: the worksheet's sums of what was drawn by the regulated shares; prescriptions added for the double ten are
 * counted apart, since they were not drawn from all and would bend the rates.
 */
export function resultOf(items: readonly Item[], readings: readonly Opinion[], cycle: { readonly outpatients: number; readonly discharges: number; readonly oversized: number }): ReviewResult {
  const read = items.filter(isRead)
  const lines = (of: readonly Item[]) => of.map((item) => worksheetLine(item.content, item.codes ?? []))
  const doubleTen = items.filter((item) => item.doubleTen)
  const regulated = read.filter((item) => item.part !== 'double-ten')
  const own = Map.groupBy(readings, (each) => each.itemId)
  const pairs = [...own.values()].flatMap((both) => {
    const [first, second] = [both.find((each) => each.turn === 1), both.find((each) => each.turn === 2)]
    return first === undefined || second === undefined ? [] : [{ first: first.codes.length > 0, second: second.codes.length > 0 }]
  })
  return {
    outpatient: worksheetSums(lines(regulated.filter((item) => item.part === 'outpatient'))),
    inpatient: worksheetSums(lines(regulated.filter((item) => item.part === 'inpatient'))),
    doubleTen: { sample: doubleTen.length, read: doubleTen.filter(isRead).length, unreasonable: doubleTen.filter((item) => isRead(item) && (item.codes ?? []).length > 0).length },
    classes: countClasses(lines(read)),
    codes: countCodes(lines(read)),
    departments: [...Map.groupBy(read, (item) => item.departmentId)].map(([departmentId, of]) => ({ departmentId, read: of.length, unreasonable: of.filter((item) => (item.codes ?? []).length > 0).length })).toSorted((a, b) => b.unreasonable - a.unreasonable || b.read - a.read || ((a.departmentId ?? '') < (b.departmentId ?? '') ? -1 : 1)),
    agreement: agreementOf(pairs),
    sample: items.length,
    read: read.length,
    objections: items.filter((item) => item.repliedAt !== null).length,
    prescriptions: cycle.outpatients,
    discharges: cycle.discharges,
    oversized: cycle.oversized,
  }
}
