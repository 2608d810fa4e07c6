/** Rule MT-21: TS-2026-00012: prefix of the kind, year in Shanghai, running number of the body. */
export const caseNumber = (prefix: string, year: number, running: number): string => `${prefix}-${year}-${String(running).padStart(5, '0')}`

const shape = /^([A-Za-z]{2})[-\s]?(\d{4})[-\s]?(\d{1,9})$/

/** A case number however it was typed; null where it is none. */
export function readCaseNumber(typed: string): string | null {
  const [, prefix, year, running] = shape.exec(typed.normalize('NFKC').trim().replaceAll(/\p{Pd}/gu, '-')) ?? []
  return prefix === undefined || year === undefined || running === undefined ? null : caseNumber(prefix.toUpperCase(), Number(year), Number(running))
}
