import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { inLine, testsStand, type Sex, type Slip } from './slip.ts'

export const bedStates = ['free', 'kept', 'taken', 'closed'] as const
export type BedState = (typeof bedStates)[number]
export type Ward = {
  readonly id: string
  readonly departmentId: string
  readonly nearDepartments: readonly string[]
  readonly name: string
  readonly sex: 'any' | Sex
  readonly isolation: boolean
  readonly reserve: number
  readonly active: boolean
}
export type Bed = { readonly id: string; readonly wardId: string; readonly label: string; readonly room: string; readonly state: BedState; readonly slipId: string | null; /** Of whoever lies in it, or whom it is kept for. */ readonly sex: Sex | null }
export type House = { readonly wards: readonly Ward[]; readonly beds: readonly Bed[] }
/** 0 the own specialty, 1 a near one, 2 any other. */
export type Fit = { readonly bed: Bed; readonly ward: Ward; readonly nearness: 0 | 1 | 2 }

/**
 * Rule AD-2: infection control first, then sex, then specialty. Emergencies may lie anywhere and use the beds kept for them;
 * urgent cases lie in their own specialty; everybody else in the own or a near one.
 */
export function fit(slip: Pick<Slip, 'urgency' | 'infection' | 'sex' | 'departmentId'>, bed: Bed, { wards, beds }: House): Fit | Refusal {
  const ward = wards.find((each) => each.id === bed.wardId)
  if (ward === undefined || !ward.active || bed.state !== 'free') return refuse('admission.bed_taken')
  if (slip.infection !== ward.isolation) return refuse('admission.bed_isolation')
  const mates = beds.filter((each) => each.id !== bed.id && each.wardId === bed.wardId && bed.room !== '' && each.room === bed.room && each.sex !== null)
  if ((ward.sex !== 'any' && ward.sex !== slip.sex) || mates.some((each) => each.sex !== slip.sex)) return refuse('admission.bed_sex')
  const nearness = ward.departmentId === slip.departmentId ? 0 : ward.nearDepartments.includes(slip.departmentId) ? 1 : 2
  const farthest = slip.urgency === 1 ? 2 : slip.urgency === 2 ? 0 : 1
  if (nearness > farthest) return refuse('admission.bed_specialty')
  const free = beds.filter((each) => each.wardId === ward.id && each.state === 'free').length
  if (slip.urgency !== 1 && free <= ward.reserve) return refuse('admission.bed_reserved')
  return { bed, ward, nearness }
}

const isFit = (answer: Fit | Refusal): answer is Fit => 'bed' in answer

/** The beds that fit, the own specialty first, then by ward and label. */
export const bedsFor = (slip: Pick<Slip, 'urgency' | 'infection' | 'sex' | 'departmentId'>, house: House): Fit[] =>
  house.beds
    .map((bed) => fit(slip, bed, house))
    .filter(isFit)
    .sort((a, b) => a.nearness - b.nearness || (a.ward.name < b.ward.name ? -1 : a.ward.name > b.ward.name ? 1 : a.bed.label < b.bed.label ? -1 : 1))

/** Rule AD-3: who stands before it and could lie in that very bed: they would be passed over. */
export const passedOver = (slip: Slip, bed: Bed, line: readonly Slip[], house: House): Slip[] => {
  const own = inLine(line)
  return own.slice(0, own.findIndex((each) => each.id === slip.id)).filter((each) => !testsStand(each) && isFit(fit(each, bed, house)))
}
