import type { IsoDate } from '../../../kernel/calendar.ts'
import { percent, quotient } from './ratio.ts'

/** The three grades of antibiotics, the widest last; 'none' is no right at all. */
export const antibioticGrades = ['none', 'unrestricted', 'restricted', 'special'] as const
export type AntibioticGrade = (typeof antibioticGrades)[number]

/** What a prescriber may prescribe, from a day to a day (inclusive; null: without end). */
export type AntibioticRight = { readonly staffId: string; readonly grade: AntibioticGrade; readonly fromOn: IsoDate; readonly toOn: IsoDate | null }

const rankOf = (grade: AntibioticGrade): number => antibioticGrades.indexOf(grade)

/** Rule PR-60: the right in force on a day: of several the one that began last. Nobody without a written right has one. */
export function rightOn(rights: readonly AntibioticRight[], staffId: string, on: IsoDate): AntibioticGrade {
  const valid = rights.filter((right) => right.staffId === staffId && right.fromOn <= on && (right.toOn === null || on <= right.toOn))
  return valid.toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1))[0]?.grade ?? 'none'
}

/** An emergency may go beyond the right for one day. */
export const emergencyDays = 1

/** Rule PR-61: an antibiotic above the prescriber's grade on that day; in an emergency only where it is for more than a day. */
export function isBeyondRight(line: { readonly grade: AntibioticGrade; readonly staffId: string; readonly on: IsoDate; readonly visitKind: string; readonly days: number | null }, rights: readonly AntibioticRight[]): boolean {
  if (line.grade === 'none') return false
  if (line.visitKind === 'emergency' && line.days !== null && line.days <= emergencyDays) return false
  return rankOf(line.grade) > rankOf(rightOn(rights, line.staffId, line.on))
}

export type AntibioticSums = { readonly outpatient: number; readonly outpatientWith: number; readonly emergency: number; readonly emergencyWith: number; readonly discharges: number; readonly dischargesWith: number; readonly ddds: number; readonly patientDays: number }
/** Usual limits for general hospitals; a plan may say others. */
export const antibioticLimits = { outpatient: 20, emergency: 40, inpatient: 60, intensity: 40 } as const

/** Rule PR-62: visits and discharges with an antibiotic out of all, and DDDs per 100 patient-days. */
export function antibioticUse(sums: AntibioticSums): { outpatient: number | null; emergency: number | null; inpatient: number | null; intensity: number | null } {
  return {
    outpatient: percent(sums.outpatientWith, sums.outpatient, 2), emergency: percent(sums.emergencyWith, sums.emergency, 2), inpatient: percent(sums.dischargesWith, sums.discharges, 2),
    // DDDs are kept to the thousandth.
    intensity: quotient(Math.round(sums.ddds * 1000), sums.patientDays * 1000, 100, 2),
  }
}
