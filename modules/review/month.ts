import type { ReadTx } from '../../server/platform/database.ts'
import { frameOf, loadPrescriptions, loadStays, topTenOf, type Prescription as Billed } from '../prescribing/public.ts'
import type { AntibioticGrade, ControlledClass, Drug, Extent, Prescription, VisitKind } from './rules/prescription.ts'
import type { FrameLine } from './rules/sample.ts'

/** A line of the frame with where it is found again and what decides whether it is oversized. */
type MonthLine = FrameLine & { readonly onDate: string; readonly docNo: string; readonly departmentId: string | null; readonly prescriberId: string | null; readonly extent: Extent }
export type Month = { readonly lines: readonly MonthLine[]; readonly tops: readonly string[] }

/** A tab or a line end would break the frame's text. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** As the double ten names prescribers: by who it is here, else by the code of the hospital's system. */
const prescriberKey = ({ staffId, prescriberCode }: { staffId: string | null; prescriberCode: string }): string => staffId ?? `code ${plain(prescriberCode)}`
const nobodyKnown = 'code '

/** The month as it can be drawn: prescriptions of outpatients and emergency, and discharge records, each with its prescriber and whether it holds a drug of the double ten. */
export async function monthOf(read: ReadTx, institutionId: string, month: string): Promise<Month> {
  const [{ prescriptions, discharges }, drugs, prescribers] = await Promise.all([frameOf(read, { institutionId, month }), topTenOf(read, institutionId, month, 'drug'), topTenOf(read, institutionId, month, 'prescriber')])
  const top = new Set(drugs)
  const lines = [
    ...prescriptions.map((each): MonthLine => ({
      ref: `${each.onDate} ${plain(each.docNo)}`, kind: each.visitKind, prescriber: prescriberKey(each), top: each.itemCodes.some((code) => top.has(code)), onDate: each.onDate, docNo: each.docNo, departmentId: each.departmentId, prescriberId: each.staffId,
      extent: { visitKind: each.visitKind, drugs: each.drugs, days: each.longestDays, longTerm: each.longTerm, reasoned: each.reasoned, amountCents: each.amountCents, departmentId: each.departmentId },
    })),
    ...discharges.map((each): MonthLine => ({
      ref: `${each.dischargedOn} 住院 ${plain(each.visitNo)}`, kind: 'inpatient', prescriber: prescriberKey(each), top: false, onDate: each.dischargedOn, docNo: each.visitNo, departmentId: each.departmentId, prescriberId: each.staffId,
      extent: { visitKind: 'inpatient', drugs: 0, days: 0, longTerm: false, reasoned: true, amountCents: each.amountCents, departmentId: each.departmentId },
    })),
  ]
  return { lines, tops: prescribers.filter((key) => key !== nobodyKnown) }
}

const grades: Readonly<Record<string, AntibioticGrade>> = { unrestricted: 'unrestricted', restricted: 'restricted', special: 'special' }
const controls: Readonly<Record<string, ControlledClass>> = { narcotic: 'narcotic', 'psychotropic-1': 'psychotropic-1', 'psychotropic-2': 'psychotropic-2', toxic: 'toxic', radioactive: 'radioactive' }

function drugOf(line: Billed['lines'][number]): Drug {
  const { item } = line
  return {
    code: line.itemCode, name: line.itemName, genericName: item?.genericName ?? null, atc: item === null || item.atc === '' ? null : item.atc, form: item?.form ?? '', strength: item?.strength ?? '', quantity: line.quantity, unit: line.unit, amountCents: line.amountCents,
    dose: line.dose, doseUnit: line.doseUnit, frequency: line.frequency, days: line.days, route: line.route, ddd: item?.ddd ?? null, dddUnit: item?.dddUnit ?? '', antibiotic: grades[item?.antibiotic ?? ''] ?? null, controlled: controls[item?.control ?? ''] ?? null,
    essential: item?.essential ?? false, herbal: item?.herbal ?? false, injection: item?.injection ?? false,
  }
}

/** One drug of a prescription: what was given back is taken off, and what was given back whole is not there. */
function netOf(lines: Billed['lines']): Drug[] {
  return [...Map.groupBy(lines.filter((line) => line.kind === 'drug').map(drugOf), (drug) => drug.code).values()].flatMap((own) => {
    const given = own.find((drug) => drug.quantity > 0)
    const [quantity, amountCents] = [own.reduce((sum, drug) => sum + drug.quantity, 0), own.reduce((sum, drug) => sum + drug.amountCents, 0)]
    return given === undefined || quantity <= 0 ? [] : [{ ...given, quantity, amountCents }]
  })
}

function contentOf(billed: Billed, visitKind: VisitKind, onDate: string): Prescription {
  return { visitKind, onDate, ageDays: billed.ageDays, diagnoses: billed.diagnoses, longTerm: billed.longTerm, reason: billed.reason, drugs: netOf(billed.lines) }
}

/** What the drawn ones hold, by their number; a stay without a single drug has none. */
export async function contentsOf(read: ReadTx, institutionId: string, lines: readonly MonthLine[]): Promise<Map<string, Prescription>> {
  const asked = lines.filter((line) => line.kind !== 'inpatient')
  const loaded = await loadPrescriptions(read, institutionId, asked.map(({ onDate, docNo }) => ({ onDate, docNo })))
  const byKey = new Map(loaded.map((each) => [`${each.onDate} ${each.docNo}`, each]))
  const contents = new Map<string, Prescription>()
  for (const line of asked) {
    const billed = byKey.get(`${line.onDate} ${line.docNo}`)
    if (billed !== undefined) contents.set(line.ref, contentOf(billed, line.kind, line.onDate))
  }
  const ended = lines.filter((line) => line.kind === 'inpatient')
  const stays = await loadStays(read, institutionId, ended.map((line) => line.docNo), ended[0]?.onDate.slice(0, 7) ?? '')
  for (const line of ended) {
    const stay = stays.get(line.docNo)
    contents.set(line.ref, stay === undefined ? { visitKind: 'inpatient', onDate: line.onDate, ageDays: null, diagnoses: '', longTerm: false, reason: '', drugs: [] } : contentOf(stay, 'inpatient', line.onDate))
  }
  return contents
}
