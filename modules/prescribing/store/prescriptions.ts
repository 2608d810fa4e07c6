import { addMonths, type IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { FrameDischarge, FramePrescription } from '../rules/frame.ts'
import { monthsBack } from './stays.ts'

export type PrescriptionKey = { readonly onDate: IsoDate; readonly docNo: string }

export type DrugItem = {
  readonly code: string; readonly atc: string; readonly genericName: string; readonly name: string; readonly form: string; readonly strength: string; readonly unit: string; readonly ddd: number | null; readonly dddUnit: string; readonly dddsPerUnit: number | null
  readonly antibiotic: string; readonly control: string; readonly essential: boolean; readonly negotiated: boolean; readonly central: boolean; readonly keyMonitored: boolean; readonly herbal: boolean; readonly injection: boolean
}
export type PrescriptionLine = { readonly lineNo: number; readonly kind: string; readonly itemCode: string; readonly itemName: string; readonly quantity: number; readonly unit: string; readonly amountCents: number; readonly dose: number | null; readonly doseUnit: string; readonly frequency: string; readonly days: number | null; readonly route: string; readonly item: DrugItem | null }
export type Prescription = PrescriptionKey & {
  readonly visitKind: 'outpatient' | 'emergency' | 'inpatient'; readonly visitNo: string; readonly departmentId: string | null; readonly staffId: string | null; readonly prescriberCode: string; readonly diagnoses: string; readonly ageDays: number | null; readonly longTerm: boolean; readonly reason: string
  readonly amountCents: number; readonly lines: readonly PrescriptionLine[]
}

const monthOf = (month: string) => sql`on_date >= ${`${month}-01`}::date and on_date < (${`${month}-01`}::date + interval '1 month')::date`

/** Every prescription of outpatients and emergencies in a month ('2026-11'), by day and number; wholly refunded ones are none. */
export async function listPrescriptionFrame(read: ReadTx, institutionId: string, month: string): Promise<FramePrescription[]> {
  const { rows } = await sql<FramePrescription>`
    select on_date as "onDate", doc_no as "docNo", min(visit_kind) as "visitKind", (array_agg(department_id order by line_no))[1] as "departmentId", (array_agg(staff_id order by line_no))[1] as "staffId", min(prescriber_code) as "prescriberCode",
           (count(distinct item_code) filter (where i.herbal is not true))::int as drugs, coalesce(max(days) filter (where i.herbal is not true), 0)::int as "longestDays", bool_or(long_term) as "longTerm", bool_or(reason <> '') as reasoned,
           sum(amount_cents)::bigint as "amountCents", array_agg(distinct item_code) as "itemCodes"
      from charge_line left join drug_item i on i.code = item_code where institution_id = ${institutionId} and ${monthOf(month)} and kind = 'drug' and visit_kind <> 'inpatient' and prescription_no <> ''
     group by on_date, doc_no having sum(amount_cents) > 0 or not bool_or(amount_cents < 0) order by on_date, doc_no collate "C"`.execute(read)
  return rows
}

/** Every stay that ended in a month, by day and number. */
export async function listDischargeFrame(read: ReadTx, institutionId: string, month: string): Promise<FrameDischarge[]> {
  const { rows } = await sql<FrameDischarge>`
    select max(discharged_on) as "dischargedOn", visit_no as "visitNo", (array_agg(department_id order by on_date desc, line_no desc))[1] as "departmentId", (array_agg(staff_id order by on_date desc, line_no desc))[1] as "staffId", (array_agg(prescriber_code order by on_date desc, line_no desc))[1] as "prescriberCode", sum(amount_cents)::bigint as "amountCents"
      from charge_line where institution_id = ${institutionId} and ${monthOf(month)} and visit_kind = 'inpatient' and visit_no <> ''
     group by visit_no having max(discharged_on) >= ${`${month}-01`}::date and max(discharged_on) < (${`${month}-01`}::date + interval '1 month')::date order by 1, visit_no collate "C"`.execute(read)
  return rows
}

type Row = Omit<Prescription, 'lines' | 'amountCents'> & Omit<PrescriptionLine, 'item' | 'quantity' | 'dose'> & { quantity: string; dose: string | null; item: (Omit<DrugItem, 'ddd' | 'dddsPerUnit'> & { ddd: number | null; dddsPerUnit: number | null }) | null }

const lineColumns = sql.raw(`l.on_date as "onDate", l.doc_no as "docNo", l.visit_kind as "visitKind", l.visit_no as "visitNo", l.department_id as "departmentId", l.staff_id as "staffId", l.prescriber_code as "prescriberCode", l.diagnoses, l.age_days as "ageDays", l.long_term as "longTerm", l.reason,
  l.line_no as "lineNo", l.kind, l.item_code as "itemCode", l.item_name as "itemName", l.quantity, l.unit, l.amount_cents as "amountCents", l.dose, l.dose_unit as "doseUnit", l.frequency, l.days, l.route,
  case when i.code is null then null else json_build_object('code', i.code, 'atc', i.atc, 'genericName', i.generic_name, 'name', i.name, 'form', i.form, 'strength', i.strength, 'unit', i.unit, 'ddd', i.ddd, 'dddUnit', i.ddd_unit, 'dddsPerUnit', i.ddds_per_unit,
    'antibiotic', i.antibiotic, 'control', i.control, 'essential', i.essential, 'negotiated', i.negotiated, 'central', i.central, 'keyMonitored', i.key_monitored, 'herbal', i.herbal, 'injection', i.injection) end as item`)

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Prescription> {
  return new Map(
    [...Map.groupBy(rows, keyOf)].flatMap(([key, own]) => {
      const [first] = own
      if (first === undefined) return []
      const lines = own.map(({ lineNo, kind, itemCode, itemName, quantity, unit, amountCents, dose, doseUnit, frequency, days, route, item }): PrescriptionLine => ({ lineNo, kind, itemCode, itemName, quantity: Number(quantity), unit, amountCents, dose: dose === null ? null : Number(dose), doseUnit, frequency, days, route, item }))
      const { onDate, docNo, visitKind, visitNo, departmentId, staffId, prescriberCode, ageDays } = first
      const said = (of: (row: Row) => string) => [...new Set(own.map(of).filter((each) => each !== ''))].join('；')
      return [[key, { onDate, docNo, visitKind, visitNo, departmentId, staffId, prescriberCode, diagnoses: said((row) => row.diagnoses), ageDays, longTerm: own.some((row) => row.longTerm), reason: said((row) => row.reason), amountCents: lines.reduce((sum, each) => sum + each.amountCents, 0), lines }] as const]
    }),
  )
}

/** The drug lines of prescriptions, with what the drug catalogue says of each item, in the order asked; those that are gone are left out. */
export async function loadPrescriptions(read: ReadTx, institutionId: string, keys: readonly PrescriptionKey[]): Promise<Prescription[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<Row>`
    select ${lineColumns} from unnest(${keys.map((key) => key.onDate)}::date[], ${keys.map((key) => key.docNo)}::text[]) as k (on_date, doc_no)
      join charge_line l on l.institution_id = ${institutionId} and l.on_date = k.on_date and l.doc_no = k.doc_no left join drug_item i on i.code = l.item_code
     where l.kind = 'drug' order by l.on_date, l.doc_no, l.line_no, l.line_key`.execute(read)
  const found = grouped(rows, (row) => `${row.onDate} ${row.docNo}`)
  return keys.flatMap((key) => found.get(`${key.onDate} ${key.docNo}`) ?? [])
}

/** Rule PR-13: the drug orders of stays that ended in a month, each from its own admission on (a visit number may have been used before), by visit; those without any are left out. */
export async function loadStays(read: ReadTx, institutionId: string, visitNos: readonly string[], month: string): Promise<ReadonlyMap<string, Prescription>> {
  if (visitNos.length === 0) return new Map()
  const first = `${month}-01`
  const { rows } = await sql<Row>`
    with stay as (
      select visit_no, greatest(least(min(admitted_on), ${first}::date), ${addMonths(first, -monthsBack)}::date) as from_on
        from charge_line where institution_id = ${institutionId} and ${monthOf(month)} and visit_kind = 'inpatient' and visit_no = any(${visitNos}::text[]) group by visit_no
    )
    select ${lineColumns} from stay s join charge_line l on l.visit_no = s.visit_no and l.on_date >= s.from_on left join drug_item i on i.code = l.item_code
     where l.institution_id = ${institutionId} and l.on_date >= (select min(from_on) from stay) and l.on_date < (${first}::date + interval '1 month')::date and l.visit_kind = 'inpatient' and l.kind = 'drug'
     order by l.on_date, l.doc_no, l.line_no, l.line_key`.execute(read)
  return grouped(rows, (row) => row.visitNo)
}
