import type { ReviewNumbers } from './numbers.ts'

export const visitKinds = ['outpatient', 'emergency', 'inpatient'] as const
export type VisitKind = (typeof visitKinds)[number]
export type ControlledClass = 'narcotic' | 'psychotropic-1' | 'psychotropic-2' | 'toxic' | 'radioactive'
export type AntibioticGrade = 'unrestricted' | 'restricted' | 'special'

/** One drug of a prescription as it was charged, with what the catalogue says of it; null is not known. */
export type Drug = {
  readonly code: string; readonly name: string; readonly genericName: string | null; readonly atc: string | null; readonly form: string; readonly strength: string
  readonly quantity: number; readonly unit: string; readonly amountCents: number
  readonly dose: number | null; readonly doseUnit: string; readonly frequency: string; readonly days: number | null; readonly route: string
  readonly ddd: number | null; readonly dddUnit: string
  readonly antibiotic: AntibioticGrade | null; readonly controlled: ControlledClass | null
  readonly essential: boolean; readonly herbal: boolean; readonly injection: boolean
}

/** One prescription, or the orders of one stay, as it was when it was drawn. Nothing of patient or prescriber by name. */
export type Prescription = {
  readonly visitKind: VisitKind
  readonly onDate: string
  readonly ageDays: number | null
  readonly diagnoses: string
  readonly longTerm: boolean
  /** What the prescriber stated for going beyond a limit; '' where nothing. */
  readonly reason: string
  readonly drugs: readonly Drug[]
}

export const amountOf = ({ drugs }: Pick<Prescription, 'drugs'>): number => drugs.reduce((sum, drug) => sum + drug.amountCents, 0)

/** Distinct drugs, herbal slices apart: those stand on a prescription of their own and are not counted by the five. */
export const distinctDrugs = ({ drugs }: Pick<Prescription, 'drugs'>): number => new Set(drugs.filter((drug) => !drug.herbal).map((drug) => drug.code)).size
export const longestDays = ({ drugs }: Pick<Prescription, 'drugs'>): number => drugs.reduce((most, drug) => Math.max(most, drug.herbal ? 0 : (drug.days ?? 0)), 0)

/** What of a prescription decides whether it is oversized; the whole month is judged by it. */
export type Extent = { readonly visitKind: VisitKind; readonly drugs: number; readonly days: number; readonly longTerm: boolean; readonly reasoned: boolean; readonly amountCents: number; readonly departmentId: string | null }

/** How many days a prescription may reach: 7 and 3, with a long-term mark 84 (处方管理办法 article 19, 长期处方管理规范). */
export const mostDays = (visitKind: VisitKind, longTerm: boolean, { outpatientDays, emergencyDays, longTermDays }: ReviewNumbers['oversized']): number =>
  visitKind === 'inpatient' ? Number.POSITIVE_INFINITY : longTerm ? longTermDays : visitKind === 'emergency' ? emergencyDays : outpatientDays

/**
 * Rule RV-16: oversized is an outpatient or emergency prescription of more than five drugs, for more days than allowed, or
 * dearer than its department's limit (where one is set), for which no reason is stated.
 */
export function isOversized(extent: Extent, numbers: ReviewNumbers['oversized'], limits: Readonly<Record<string, number>>): boolean {
  if (extent.visitKind === 'inpatient' || extent.reasoned) return false
  const limit = extent.departmentId === null ? undefined : limits[extent.departmentId]
  return extent.drugs > numbers.drugs || extent.days > mostDays(extent.visitKind, extent.longTerm, numbers) || (limit !== undefined && extent.amountCents > limit)
}
