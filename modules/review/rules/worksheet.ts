import { classOf, codeList, resultClasses, type ProblemCode, type ResultClass } from './codes.ts'
import { amountOf, type Prescription } from './prescription.ts'

/** One line of the review worksheet (处方点评工作表). */
type WorksheetLine = {
  readonly drugs: number; readonly antibiotic: boolean; readonly injection: boolean; readonly essential: number; readonly generic: number; readonly amountCents: number; readonly reasonable: boolean; readonly codes: readonly ProblemCode[]
}

/** Rule RV-12: what the sheet counts of one prescription; each drug once, however many lines it was charged in. */
export function worksheetLine(given: Prescription, codes: readonly ProblemCode[]): WorksheetLine {
  const each = [...new Map(given.drugs.map((drug) => [drug.code, drug])).values()]
  return {
    drugs: each.length, antibiotic: each.some((drug) => drug.antibiotic !== null), injection: each.some((drug) => drug.injection), essential: each.filter((drug) => drug.essential).length,
    generic: each.filter((drug) => drug.genericName !== null && drug.genericName !== '' && drug.name.includes(drug.genericName)).length, amountCents: amountOf(given), reasonable: codes.length === 0, codes,
  }
}

/** The letters of the sheet: A to L and O, P; shares in percent, null where nothing was counted. */
export type WorksheetSums = {
  readonly n: number
  readonly A: number; readonly B: number | null; readonly C: number; readonly D: number | null; readonly E: number; readonly F: number | null; readonly G: number; readonly H: number | null; readonly I: number; readonly J: number | null; readonly K: number; readonly L: number | null; readonly O: number; readonly P: number | null
}

const two = (value: number): number => Math.round(value * 100) / 100
const share = (part: number, of: number): number | null => (of === 0 ? null : two((part / of) * 100))
const mean = (sum: number, of: number): number | null => (of === 0 ? null : two(sum / of))

/** Rule RV-12: A drugs, B = A/n, C with antibiotic, D = C/n, E with injection, F = E/n, G essential, H = G/A, I by generic name, J = I/A, K amount in yuan, L = K/n, O reasonable, P = O/n. */
export function worksheetSums(lines: readonly WorksheetLine[]): WorksheetSums {
  const n = lines.length
  const sum = (of: (line: WorksheetLine) => number) => lines.reduce((total, line) => total + of(line), 0)
  const [A, C, E, G, I, O] = [sum((line) => line.drugs), sum((line) => (line.antibiotic ? 1 : 0)), sum((line) => (line.injection ? 1 : 0)), sum((line) => line.essential), sum((line) => line.generic), sum((line) => (line.reasonable ? 1 : 0))]
  const K = sum((line) => line.amountCents) / 100
  return { n, A, B: mean(A, n), C, D: share(C, n), E, F: share(E, n), G, H: share(G, A), I, J: share(I, A), K: two(K), L: mean(K, n), O, P: share(O, n) }
}

export const countCodes = (lines: readonly Pick<WorksheetLine, 'codes'>[]): { readonly code: ProblemCode; readonly count: number }[] =>
  codeList.flatMap((code) => {
    const count = lines.filter((line) => line.codes.includes(code)).length
    return count === 0 ? [] : [{ code, count }]
  })

export const countClasses = (lines: readonly Pick<WorksheetLine, 'codes'>[]): Readonly<Record<ResultClass, number>> =>
  Object.fromEntries(resultClasses.map((each) => [each, lines.filter((line) => classOf(line.codes) === each).length])) as Record<ResultClass, number>
