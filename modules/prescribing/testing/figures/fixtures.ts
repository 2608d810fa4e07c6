import { randomUUID } from 'node:crypto'
import { arrange, newInstitution, type World } from '../../../../server/testing/api.ts'
import { sql } from '../../../../server/platform/database.ts'
import { recountMonths } from '../../store/recount.ts'

/** One line as a test says it; what is left out is an ordinary outpatient drug line. */
export type LineGiven = { on: string; item: string; name?: string; kind?: string; visitKind?: string; visitNo?: string; rx?: string; departmentId?: string | null; staffId?: string | null; code?: string; quantity?: number; cents?: number; days?: number | null; admittedOn?: string; dischargedOn?: string }

type Body = { readonly institutionId: string; readonly regionCode: string }

/** Writes lines as if a file had brought them, and makes the sums of their months anew. */
export async function writeLines(world: World, body: Body, lines: readonly LineGiven[]): Promise<void> {
  await arrange(world, async ({ tx, now }) => {
    const days = lines.map((line) => line.on).sort()
    await sql`select charge_months(${days[0]}::date, ${days.at(-1)}::date)`.execute(tx)
    const fileId = randomUUID()
    for (let from = 0; from < lines.length; from += 500) {
      await tx
        .insertInto('charge_line')
        .values(lines.slice(from, from + 500).map((line, at) => ({
          institution_id: body.institutionId, on_date: line.on, doc_no: line.rx ?? line.visitNo ?? '', line_key: randomUUID(), region_code: body.regionCode, file_id: fileId, line_no: from + at + 1, kind: line.kind ?? 'drug', visit_kind: line.visitKind ?? 'outpatient', visit_no: line.visitNo ?? '', prescription_no: line.rx ?? '',
          department_id: line.departmentId ?? null, department_code: '', staff_id: line.staffId ?? null, prescriber_code: line.code ?? '', item_code: line.item, item_name: line.name ?? `项目${line.item}`, quantity: String(line.quantity ?? 1), unit: '盒', amount_cents: line.cents ?? 1000, self_pay_cents: 0, dose: null, dose_unit: '', frequency: '', days: line.days ?? null, route: '',
          diagnoses: '', patient_index: null, age_days: null, long_term: false, reason: '', procurement: '', admitted_on: line.admittedOn ?? null, discharged_on: line.dischargedOn ?? null, content: randomUUID(),
        })))
        .execute()
    }
    await recountMonths(tx, body, [...new Set(lines.map((line) => `${line.on.slice(0, 8)}01`))], now.toISOString(), fileId)
  })
}

export async function writeItem(world: World, code: string, given: { name?: string; antibiotic?: string; herbal?: boolean; negotiated?: boolean; central?: boolean; dddsPerUnit?: number } = {}): Promise<void> {
  await arrange(world, ({ tx, now }) =>
    tx
      .insertInto('drug_item')
      .values({ code, generic_name: given.name ?? code, name: given.name ?? code, antibiotic: given.antibiotic ?? 'none', herbal: given.herbal ?? false, negotiated: given.negotiated ?? false, central: given.central ?? false, ddds_per_unit: given.dddsPerUnit === undefined ? null : String(given.dddsPerUnit), source: '测试', changed_at: now.toISOString() })
      .onConflict((c) => c.doNothing())
      .execute())
}

/** A hospital with two departments. */
export async function prescribingHouse(world: World, given: { regionCode?: string; name?: string } = {}) {
  const body = await newInstitution(world, given)
  const names = ['内科', '外科'] as const
  const ids = await arrange(world, async (act) => {
    const made = names.map(() => act.newId())
    for (const [at, name] of names.entries()) await act.tx.insertInto('department').values({ institution_id: body.institutionId, id: made[at] ?? '', region_code: body.regionCode, name, kind: 'clinical' }).execute()
    return made
  })
  return { ...body, inner: ids[0] ?? '', surgery: ids[1] ?? '' }
}
