import { z } from 'zod'
import { RefusedError } from '../../../kernel/refusal.ts'

// FHIR R4 bundles of ChargeItem and MedicationRequest as rows of one table (hl7.org/fhir/R4/chargeitem.html).

const Coding = z.object({ system: z.string().optional(), code: z.string().optional(), display: z.string().optional() })
const Concept = z.object({ coding: z.array(Coding).optional(), text: z.string().optional() }).optional()
const Reference = z.object({ reference: z.string().optional(), identifier: z.object({ value: z.string().optional() }).optional(), display: z.string().optional() }).optional()
const Quantity = z.object({ value: z.number().optional(), unit: z.string().optional() }).optional()
const Resource = z.object({
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

export const bundleHeadings = ['明细流水号', '费用日期', '费用类别', '就诊类型', '就诊号', '处方号', '开单科室', '开单医师', '项目编码', '项目名称', '数量', '单位', '金额', '单次剂量', '剂量单位', '频次', '用药天数', '给药途径', '诊断', '患者编号'] as const

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
  return resources.filter((each) => each.resourceType === 'ChargeItem' && each.status !== 'entered-in-error').map((item) => rowOf(item, requests.get(target(item.service?.find((each) => each?.reference?.includes('MedicationRequest') === true)))))
}

function rowOf(item: Resource, request: Resource | undefined): string[] {
  const dosage = request?.dosageInstruction?.[0]
  const dose = dosage?.doseAndRate?.[0]?.doseQuantity
  const kind = request === undefined ? said(z.array(Concept).safeParse(item.category).data?.[0]) || said(item.code) : '药品'
  return [
    item.identifier?.[0]?.value ?? item.id ?? '', item.occurrenceDateTime ?? item.enteredDate ?? request?.authoredOn ?? '', kind, '', target(item.context ?? item.encounter), request?.groupIdentifier?.value ?? '',
    target(item.requestingOrganization ?? item.performingOrganization), target(request?.requester ?? item.performer?.[0]?.actor), codeOf(request?.medicationCodeableConcept ?? item.code), said(request?.medicationCodeableConcept ?? item.code),
    String(item.quantity?.value ?? ''), item.quantity?.unit ?? '', String(item.priceOverride?.value ?? ''), String(dose?.value ?? ''), dose?.unit ?? '', said(dosage?.timing?.code), String(request?.dispenseRequest?.expectedSupplyDuration?.value ?? ''), said(dosage?.route),
    said(request?.reasonCode?.[0] ?? item.reason?.[0]), target(item.subject),
  ]
}
