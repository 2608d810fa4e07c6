import type { ProblemCode } from './codes.ts'
import type { ReviewNumbers } from './numbers.ts'
import { distinctDrugs, longestDays, mostDays, type Drug, type Prescription } from './prescription.ts'

/** What the machine noticed: a suggestion with its reason in words, never a result. */
export type Hint = { readonly code: ProblemCode; readonly zh: string; readonly en: string }
type Check = (given: Prescription, numbers: ReviewNumbers) => readonly Hint[]

const hint = (code: ProblemCode, zh: string, en: string): Hint => ({ code, zh, en })
const named = (drugs: readonly Drug[]): string => drugs.map((drug) => drug.name).join('、')
const wordsOf = (text: string): string[] => text.split(/[,，;；、|\s]+/).map((word) => word.trim()).filter((word) => word !== '')

const age: Check = ({ ageDays }) => (ageDays === null ? [hint('1-1', '没有年龄', 'No age is given')] : [])

const separate: Check = ({ drugs, visitKind }) => {
  const herbal = drugs.filter((drug) => drug.herbal)
  return visitKind !== 'inpatient' && herbal.length > 0 && herbal.length < drugs.length ? [hint('1-5', `饮片（${named(herbal.slice(0, 2))}${herbal.length > 2 ? '等' : ''}）与其他药品同一张处方`, 'Herbal slices stand beside other drugs')] : []
}

const names: Check = ({ drugs }) => {
  const unlike = drugs.filter((drug) => !drug.herbal && drug.genericName !== null && drug.genericName !== '' && !drug.name.includes(drug.genericName))
  return unlike.length === 0 ? [] : [hint('1-6', unlike.map((drug) => `“${drug.name}”的通用名是“${drug.genericName}”`).join('；'), `Not the generic name: ${named(unlike)}`)]
}

const doses: Check = ({ drugs }) => {
  const unclear = drugs.filter((drug) => !drug.herbal && (drug.dose === null || drug.dose <= 0 || drug.doseUnit === '' || drug.unit === '' || drug.quantity <= 0))
  return unclear.length === 0 ? [] : [hint('1-7', `${named(unclear)}：剂量或单位缺项`, `Dose or unit missing: ${named(unclear)}`)]
}

const directions: Check = ({ drugs }, { vagueDirections }) => {
  const vague = drugs.filter((drug) => !drug.herbal && (drug.frequency === '' || vagueDirections.some((word) => drug.frequency.includes(word))))
  return vague.length === 0 ? [] : [hint('1-8', vague.map((drug) => `${drug.name}的用法是“${drug.frequency === '' ? '（空）' : drug.frequency}”`).join('；'), `Vague directions: ${named(vague)}`)]
}

const diagnosis: Check = ({ diagnoses }, { vagueDiagnoses }) => {
  const words = wordsOf(diagnoses)
  if (words.length === 0) return [hint('1-10', '没有诊断', 'No diagnosis')]
  return words.every((word) => vagueDiagnoses.includes(word) || word.endsWith('待查')) ? [hint('1-10', `“${diagnoses}”不是诊断`, `"${diagnoses}" is no diagnosis`)] : []
}

const five: Check = (given, { oversized }) => {
  const count = distinctDrugs(given)
  return given.visitKind !== 'inpatient' && count > oversized.drugs ? [hint('1-11', `${count} 种药品，超过 ${oversized.drugs} 种`, `${count} drugs, more than ${oversized.drugs}`)] : []
}

/** Rule RV-6: a long-term prescription may reach twelve weeks; a stated reason is for the pharmacist to weigh, so nothing is suggested. */
const days: Check = (given, { oversized }) => {
  const [longest, most] = [longestDays(given), mostDays(given.visitKind, given.longTerm, oversized)]
  return longest > most && given.reason.trim() === '' ? [hint('1-12', `开了 ${longest} 天，${given.visitKind === 'emergency' ? '急诊' : given.longTerm ? '长期处方' : '门诊'}不超过 ${most} 天，没有注明理由`, `${longest} days, at most ${most} without a reason`)] : []
}

const slowRelease = /缓释|控释/
/** 处方管理办法 articles 21 to 26, for patients without a file of long-term pain. */
function controlledDays({ controlled, injection, form }: Drug): number | null {
  if (controlled === 'narcotic' || controlled === 'psychotropic-1') return injection ? 1 : slowRelease.test(form) ? 7 : 3
  if (controlled === 'psychotropic-2') return 7
  return controlled === 'toxic' ? 2 : null
}
const controlled: Check = ({ drugs, visitKind, reason }) => {
  if (visitKind === 'inpatient') return []
  const over = drugs.flatMap((drug) => {
    const most = controlledDays(drug)
    const excused = drug.controlled === 'psychotropic-2' && reason.trim() !== ''
    return most !== null && drug.days !== null && drug.days > most && !excused ? [{ drug, most }] : []
  })
  return over.length === 0 ? [] : [hint('1-13', over.map(({ drug, most }) => `${drug.name} ${drug.days} 天，一般不超过 ${most} 天`).join('；'), `More days than allowed: ${named(over.map((each) => each.drug))}`)]
}

const antibiotics: Check = ({ drugs, visitKind }) => {
  const special = drugs.filter((drug) => drug.antibiotic === 'special')
  return visitKind === 'outpatient' && special.length > 0 ? [hint('1-14', `门诊开具特殊使用级抗菌药物：${named(special)}`, `Special-grade antibiotic for an outpatient: ${named(special)}`)] : []
}

const perDay: readonly (readonly [RegExp, number])[] = [
  [/(一日|每日|每天|日)\s*(四|4)次|q6h|qid/i, 4], [/(一日|每日|每天|日)\s*(三|3)次|q8h|tid/i, 3], [/(一日|每日|每天|日)\s*(两|二|2)次|q12h|bid/i, 2], [/(一日|每日|每天|日)\s*(一|1)次|每晚|qd|qn/i, 1],
]
/** Doses a day by the words of the directions; null where they say nothing sure. */
export const timesADay = (frequency: string): number | null => perDay.find(([words]) => words.test(frequency))?.[1] ?? null

const inGrams: Readonly<Record<string, number>> = { g: 1, 克: 1, mg: 0.001, 毫克: 0.001, ug: 0.000_001, μg: 0.000_001, 微克: 0.000_001 }
/** Times of the defined daily dose that a day's dose is; null where units cannot be compared. */
function ofDdd({ dose, doseUnit, frequency, ddd, dddUnit }: Drug): number | null {
  const [times, from, to] = [timesADay(frequency), inGrams[doseUnit.toLowerCase()], inGrams[dddUnit.toLowerCase()]]
  if (dose === null || ddd === null || ddd <= 0 || times === null || from === undefined || to === undefined) return null
  return (dose * from * times) / (ddd * to)
}
const timesDdd = 3
const dosage: Check = ({ drugs }) => {
  const over = drugs.flatMap((drug) => {
    const times = ofDdd(drug)
    return times !== null && times > timesDdd ? [{ drug, times: Math.round(times * 10) / 10 }] : []
  })
  return over.length === 0 ? [] : [hint('2-5', over.map(({ drug, times }) => `${drug.name}日剂量是限定日剂量的 ${times} 倍，请核对`).join('；'), over.map(({ drug, times }) => `${drug.name}: ${times} times the defined daily dose`).join('; '))]
}

const sameBy = (drugs: readonly Drug[], key: (drug: Drug) => string | null): Drug[][] =>
  [...Map.groupBy(drugs.filter((drug) => !drug.herbal && key(drug) !== null), key).values()].filter((own) => new Set(own.map((drug) => drug.code)).size > 1)
const substance = ({ atc, genericName }: Drug): string | null => (atc !== null && atc.length >= 7 ? atc : genericName === '' ? null : genericName)

const duplicate: Check = ({ drugs, visitKind }) => (visitKind === 'inpatient' ? [] : sameBy(drugs, substance).map((own) => hint('2-7', `${named(own)} 是同一成分`, `The same substance: ${named(own)}`)))

const sameAction: Check = ({ drugs, visitKind }) => {
  if (visitKind === 'inpatient') return []
  const groups = sameBy(drugs, ({ atc }) => (atc !== null && atc.length >= 5 ? atc.slice(0, 5) : null)).filter((own) => new Set(own.map(substance)).size > 1)
  return groups.map((own) => hint('3-4', `${named(own)} 药理作用相同（ATC ${own[0]?.atc?.slice(0, 5) ?? ''}）`, `The same action: ${named(own)}`))
}

const indication: Check = ({ drugs, diagnoses }, { viralDiagnoses }) => {
  const used = drugs.filter((drug) => drug.antibiotic !== null)
  const words = wordsOf(diagnoses)
  return used.length > 0 && words.length > 0 && words.every((word) => viralDiagnoses.includes(word)) ? [hint('3-1', `诊断只有“${diagnoses}”，使用了${named(used)}`, `An antibiotic with "${diagnoses}" only`)] : []
}

const checks: readonly Check[] = [age, separate, names, doses, directions, diagnosis, five, days, controlled, antibiotics, dosage, duplicate, indication, sameAction]

/** Rule RV-6: what lines and catalogue can tell by themselves, each with its reason; the pharmacist takes it or not. */
export const precheck = (given: Prescription, numbers: ReviewNumbers): Hint[] => checks.flatMap((check) => [...check(given, numbers)])
/** Codes the machine never suggests: they need the paper, the chart or a pharmacist's knowledge. */
export const byEyeOnly: readonly ProblemCode[] = ['1-2', '1-3', '1-4', '1-9', '1-15', '2-1', '2-2', '2-3', '2-4', '2-6', '2-8', '2-9', '3-2', '3-3']
