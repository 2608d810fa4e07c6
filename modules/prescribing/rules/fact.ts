import { commissionRoles, institutionRoles } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Fact, FactChange, FactKind, FactValue } from '../../../kernel/fact.ts'
import { prescriberAskers } from './purpose.ts'

export const factPrefix = 'prescribing.'

/** Figures of a department's day as a fact says them: money in cents, the rest as they are counted. */
export const dayFigures = [
  'medicalCents', 'outpatientCents', 'inpatientCents', 'drugCents', 'outpatientDrugCents', 'inpatientDrugCents', 'herbalCents', 'negotiatedCents', 'centralCents', 'bothCents', 'centralSameCents', 'essentialCents', 'keyMonitoredCents', 'antibioticCents',
  'materialCents', 'highValueCents', 'serviceCents', 'examCents', 'labCents', 'otherCents', 'selfPayCents', 'outpatientVisits', 'emergencyVisits', 'discharges', 'patientDays', 'prescriptions', 'antibioticPrescriptions', 'outpatientAntibioticVisits', 'emergencyAntibioticVisits',
  'inpatientAntibioticPatients', 'antibioticDdds',
] as const
export type DayFigure = (typeof dayFigures)[number]
export type DayFigures = Readonly<Record<DayFigure, number>>

export const dayFact: FactKind = {
  kind: `${factPrefix}day`, name: { zh: '科室一日的费用与处方', en: 'Charges and prescriptions of a department and day' }, fields: Object.fromEntries(dayFigures.map((figure) => [figure, 'number'])),
  finer: [
    { grain: 'drug', name: { zh: '按科室看到药品和耗材', en: 'By department down to drugs and consumables' }, link: '/prescribing/ratios?institutionId={institution}&from={from}&to={to}', roles: [...institutionRoles, ...commissionRoles] },
    { grain: 'prescriber', name: { zh: '按处方人（须写明用途）', en: 'By prescriber, for a stated purpose' }, link: '/prescribing/queries?institutionId={institution}&month={to}', roles: [...prescriberAskers] },
  ],
}
export const factKinds: readonly FactKind[] = [dayFact]

export const nobody = '00000000-0000-0000-0000-000000000000'

type Day = { readonly institutionId: string; readonly regionCode: string; readonly onDate: IsoDate; readonly departmentId: string }

/** Rule PR-14: a department's day is one fact; a later file that changes it changes that fact. */
export const factOf = (day: Day, figures: Readonly<Record<string, FactValue>>): Fact => ({
  institutionId: day.institutionId, regionCode: day.regionCode, kind: dayFact.kind, id: `${day.onDate}/${day.departmentId}`, on: day.onDate, departmentId: day.departmentId === nobody ? null : day.departmentId, staffIds: [], fields: figures,
  title: `${day.onDate} 医疗收入 ${yuan(figures['medicalCents'])} 元，药品 ${yuan(figures['drugCents'])} 元`, link: `/prescribing/ratios?institutionId=${day.institutionId}&from=${monthOf(day.onDate)}&to=${monthOf(day.onDate)}&departmentId=${day.departmentId}`,
})
const monthOf = (on: IsoDate): IsoDate => `${on.slice(0, 8)}01`
const yuan = (cents: FactValue | undefined): string => (Number(cents ?? 0) / 100).toFixed(2)

export const isNothing = (figures: Readonly<Record<string, FactValue>>): boolean => dayFigures.every((figure) => (figures[figure] ?? 0) === 0)

/** What is to be told of a day: what was told before, and what it is now; null for nothing. */
export function changeOf(day: Day, told: Readonly<Record<string, FactValue>> | null, now: DayFigures): FactChange {
  return { before: told === null ? null : factOf(day, told), after: isNothing(now) ? null : factOf(day, now) }
}
