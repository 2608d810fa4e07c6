import { z } from 'zod'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'

// FHIR R4 bundles of ChargeItem, MedicationRequest and Encounter as rows of one table (hl7.org/fhir/R4/chargeitem.html).

const Coding = z.object({ system: z.string().optional(), code: z.string().optional(), display: z.string().optional() })
const Concept = z.object({ coding: z.array(Coding).optional(), text: z.string().optional() }).optional()
const Reference = z.object({ reference: z.string().optional(), identifier: z.object({ value: z.string().optional() }).optional(), display: z.string().optional() }).optional()
const Quantity = z.object({ value: z.number().optional(), unit: z.string().optional() }).optional()
const Period = z.object({ start: z.string().optional(), end: z.string().optional() }).optional()
/** What the standard has no field for: the patient's own share and the way of purchase, as extensions of the hospital's own. */
const Extension = z.object({ url: z.string(), valueMoney: z.object({ value: z.number().optional() }).optional(), valueDecimal: z.number().optional(), valueString: z.string().optional(), valueCode: z.string().optional(), valueCodeableConcept: Concept })
const Resource = z.object({
  class: z.union([Coding, z.array(Concept)]).optional(), period: Period, occurrencePeriod: Period, extension: z.array(Extension).optional(),
  resourceType: z.string(), id: z.string().optional(), identifier: z.array(z.object({ value: z.string().optional() })).optional(), status: z.string().optional(),
  code: Concept, subject: Reference, context: Reference, encounter: Reference, occurrenceDateTime: z.string().optional(), enteredDate: z.string().optional(), authoredOn: z.string().optional(),
  performer: z.array(z.object({ actor: Reference })).optional(), requester: Reference, performingOrganization: Reference, requestingOrganization: Reference,
  quantity: Quantity, priceOverride: z.object({ value: z.number().optional() }).optional(), category: z.array(z.unknown()).optional(), service: z.array(Reference).optional(), reason: z.array(Concept).optional(),
  medicationCodeableConcept: Concept, groupIdentifier: z.object({ value: z.string().optional() }).optional(), reasonCode: z.array(Concept).optional(),
  dosageInstruction: z.array(z.object({ text: z.string().optional(), route: Concept, timing: z.object({ code: Concept }).optional(), doseAndRate: z.array(z.object({ doseQuantity: Quantity })).optional() })).optional(),
  dispenseRequest: z.object({ expectedSupplyDuration: Quantity }).optional(),
})
const Bundle = z.object({ resourceType: z.literal('Bundle'), entry: z.array(z.object({ resource: z.unknown() })).default([]) })
type Resource = z.infer<typeof Resource>

export const bundleHeadings = ['明细流水号', '费用日期', '费用类别', '就诊类型', '就诊号', '处方号', '开单科室', '开单医师', '项目编码', '项目名称', '数量', '单位', '金额', '单次剂量', '剂量单位', '频次', '用药天数', '给药途径', '诊断', '患者编号', '自付金额', '采购方式', '入院日期', '出院日期'] as const

const said = (concept: z.infer<typeof Concept>): string => concept?.text ?? concept?.coding?.[0]?.display ?? concept?.coding?.[0]?.code ?? ''
const codeOf = (concept: z.infer<typeof Concept>): string => concept?.coding?.[0]?.code ?? concept?.text ?? ''
const target = (reference: z.infer<typeof Reference>): string => reference?.identifier?.value ?? reference?.reference?.split('/').pop() ?? reference?.display ?? ''

/**
 * A row for each ChargeItem; what a MedicationRequest it bills says of dose, days and diagnosis stands beside it. A request
 * that nothing bills has no amount and is no line. Charges entered in error are left out.
 */
export function rowsOfBundle(text: string): string[][] {
  let bundle: z.infer<typeof Bundle>
  try {
    bundle = Bundle.parse(JSON.parse(text))
  } catch {
    throw new RefusedError('prescribing.not_readable')
  }
  const resources = bundle.entry.flatMap(({ resource }) => Resource.safeParse(resource).data ?? [])
  const requests = new Map(resources.filter((each) => each.resourceType === 'MedicationRequest').map((each) => [each.id ?? '', each]))
  const encounters = new Map(resources.filter((each) => each.resourceType === 'Encounter').map((each) => [each.id ?? '', each]))
  return resources.filter((each) => each.resourceType === 'ChargeItem' && each.status !== 'entered-in-error').map((item) => rowOf(item, requests.get(target(item.service?.find((each) => each?.reference?.includes('MedicationRequest') === true))), stayOf(item, encounters)))
}

const visitWords: Readonly<Record<string, string>> = { AMB: '门诊', VR: '门诊', HH: '门诊', FLD: '门诊', EMER: '急诊', IMP: '住院', ACUTE: '住院', NONAC: '住院', OBSENC: '住院', SS: '住院', PRENC: '住院' }

/** Rule PR-3: a time is a day in Shanghai, wherever its clock stood; a date alone is that day. */
const dayOf = (at: string | undefined): string => {
  if (at === undefined || at === '') return ''
  try {
    return shanghaiDate(at)
  } catch {
    // No zone, or no time: the judge says of the line what is wrong with its day.
    return at.slice(0, 10)
  }
}

/** Rule PR-21: whether a visit was of an outpatient, an emergency or a stay, and from when to when, is what its Encounter says; without it every figure by kind of visit would be wrong, so nothing of the bundle is taken. */
function stayOf(item: Resource, encounters: ReadonlyMap<string, Resource>): { readonly visit: string; readonly from: string; readonly to: string } {
  const key = target(item.context ?? item.encounter)
  const encounter = encounters.get(key)
  const said = Array.isArray(encounter?.class) ? encounter.class[0]?.coding?.[0]?.code : encounter?.class?.code
  const visit = visitWords[(said ?? '').toUpperCase()]
  if (encounter === undefined || visit === undefined) throw new RefusedError('prescribing.bundle_no_class', `${item.identifier?.[0]?.value ?? item.id ?? '—'}（Encounter/${key === '' ? '—' : key}）`)
  return visit === '住院' ? { visit, from: dayOf(encounter.period?.start), to: dayOf(encounter.period?.end) } : { visit, from: '', to: '' }
}

const extended = (item: Resource, name: RegExp) => item.extension?.find((each) => name.test(each.url))

function rowOf(item: Resource, request: Resource | undefined, stay: ReturnType<typeof stayOf>): string[] {
  const own = extended(item, /self-?pay|patient-?share/i)
  const bought = extended(item, /procurement/i)
  const dosage = request?.dosageInstruction?.[0]
  const dose = dosage?.doseAndRate?.[0]?.doseQuantity
  const kind = request === undefined ? said(z.array(Concept).safeParse(item.category).data?.[0]) || said(item.code) : '药品'
  return [
    item.identifier?.[0]?.value ?? item.id ?? '', dayOf(item.occurrenceDateTime ?? item.occurrencePeriod?.start ?? item.enteredDate ?? request?.authoredOn), kind, stay.visit, target(item.context ?? item.encounter), request?.groupIdentifier?.value ?? '',
    target(item.requestingOrganization ?? item.performingOrganization), target(request?.requester ?? item.performer?.[0]?.actor), codeOf(request?.medicationCodeableConcept ?? item.code), said(request?.medicationCodeableConcept ?? item.code),
    String(item.quantity?.value ?? ''), item.quantity?.unit ?? '', String(item.priceOverride?.value ?? ''), String(dose?.value ?? ''), dose?.unit ?? '', said(dosage?.timing?.code), String(request?.dispenseRequest?.expectedSupplyDuration?.value ?? ''), said(dosage?.route),
    said(request?.reasonCode?.[0] ?? item.reason?.[0]), target(item.subject),
    String(own?.valueMoney?.value ?? own?.valueDecimal ?? ''), bought?.valueString ?? bought?.valueCode ?? said(bought?.valueCodeableConcept), stay.from, stay.to,
  ]
}
