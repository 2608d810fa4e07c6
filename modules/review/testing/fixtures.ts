import { randomUUID } from 'node:crypto'
import type { StaffRole } from '../../../kernel/actor.ts'
import { sql } from '../../../server/platform/database.ts'
import { api, arrange, newInstitution, type Person, type World } from '../../../server/testing/api.ts'
import { recountMonths } from '../../prescribing/public.ts'

export type BilledLine = { on: string; rx: string; item: string; name?: string; staffId?: string | null; departmentId?: string | null; visitKind?: 'outpatient' | 'emergency' | 'inpatient'; visitNo?: string; quantity?: number; cents?: number; days?: number; dose?: number; frequency?: string; diagnoses?: string; ageDays?: number | null; reason?: string; longTerm?: boolean; dischargedOn?: string | null }

/** Lines as a hospital's system bills them, with the sums that follow. */
export async function billLines(world: World, body: { institutionId: string; regionCode: string }, lines: readonly BilledLine[]): Promise<void> {
  await arrange(world, async ({ tx, now }) => {
    const days = lines.map((line) => line.on).sort()
    await sql`select charge_months(${days[0]}::date, ${days.at(-1)}::date)`.execute(tx)
    const fileId = randomUUID()
    for (let from = 0; from < lines.length; from += 500) {
      await tx
        .insertInto('charge_line')
        .values(
          lines.slice(from, from + 500).map((line, at) => ({
            institution_id: body.institutionId, on_date: line.on, doc_no: line.visitKind === 'inpatient' ? (line.visitNo ?? '') : line.rx, line_key: randomUUID(), region_code: body.regionCode, file_id: fileId, line_no: from + at + 1, kind: 'drug', visit_kind: line.visitKind ?? 'outpatient', visit_no: line.visitNo ?? line.rx, prescription_no: line.visitKind === 'inpatient' ? '' : line.rx,
            department_id: line.departmentId ?? null, department_code: '', staff_id: line.staffId ?? null, prescriber_code: '', item_code: line.item, item_name: line.name ?? `药品${line.item}`, quantity: String(line.quantity ?? 1), unit: '盒', amount_cents: line.cents ?? 2000, self_pay_cents: 0, dose: String(line.dose ?? 5), dose_unit: 'mg', frequency: line.frequency ?? '一日一次', days: line.days ?? 5, route: '口服',
            diagnoses: line.diagnoses ?? '高血压病', patient_index: null, age_days: line.ageDays === undefined ? 21_900 : line.ageDays, long_term: line.longTerm ?? false, reason: line.reason ?? '', procurement: '', admitted_on: null, discharged_on: line.dischargedOn ?? null, content: randomUUID(),
          })),
        )
        .execute()
    }
    await recountMonths(tx, body, [...new Set(lines.map((line) => `${line.on.slice(0, 8)}01`))], now.toISOString(), fileId)
  })
}

export const retitle = (world: World, person: Person, title: string) => arrange(world, ({ tx }) => tx.updateTable('staff').set({ title }).where('institution_id', '=', person.institutionId).where('id', '=', person.staffId).execute())

/** A hospital of level two with two qualified pharmacists, one who is not, two doctors, a head, an expert group of two, and October's prescriptions. */
export async function reviewHouse(world: World, given: { prescriptions?: number; stays?: number; lines?: (doctors: readonly string[], departmentId: string) => BilledLine[] } = {}) {
  const body = await newInstitution(world)
  const departmentId = await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: body.institutionId, id, region_code: body.regionCode, name: '心血管内科', kind: 'clinical' }).execute()
    return id
  })
  const person = (role: StaffRole) => body.person(role)
  const [first, second, junior, doctor, colleague, head, clerk] = [await person('pharmacist'), await person('pharmacist'), await person('pharmacist'), await body.person('doctor', departmentId), await body.person('doctor', departmentId), await person('institution_head'), await person('institution_clerk')]
  for (const each of [first, second]) await retitle(world, each, '主管药师')
  await retitle(world, junior, '药师')
  const [expertOne, expertTwo] = [await person('doctor'), await person('department_head')]
  const doctors = [doctor.staffId, colleague.staffId]
  const ordinary = Array.from({ length: given.prescriptions ?? 12 }, (_, at): BilledLine => ({ on: `2026-10-${String((at % 28) + 1).padStart(2, '0')}`, rx: `RX${String(at).padStart(6, '0')}`, item: `D${at % 15}`, staffId: doctors[at % 2] ?? null, departmentId }))
  const stays = Array.from({ length: given.stays ?? 3 }, (_, at): BilledLine => ({ on: `2026-10-${String((at % 20) + 5).padStart(2, '0')}`, rx: '', visitKind: 'inpatient', visitNo: `ZY${at}`, item: `D${at % 15}`, staffId: doctors[at % 2] ?? null, departmentId, dischargedOn: `2026-10-${String((at % 20) + 8).padStart(2, '0')}` }))
  await billLines(world, body, [...ordinary, ...stays, ...(given.lines?.(doctors, departmentId) ?? [])])
  const at = (who: Person) => api(world, who)
  await at(clerk).post('/review/experts', { experts: [{ staffId: expertOne.staffId, field: 'clinical' }, { staffId: expertTwo.staffId, field: 'management' }] })
  return { ...body, departmentId, people: { first, second, junior, doctor, colleague, head, clerk, expertOne, expertTwo }, first: at(first), second: at(second), junior: at(junior), doctor: at(doctor), colleague: at(colleague), head: at(head), clerk: at(clerk), expertOne: at(expertOne), expertTwo: at(expertTwo) }
}
export type ReviewHouse = Awaited<ReturnType<typeof reviewHouse>>

/** Reads everything that waits for a pharmacist; `codes` says what of each. */
export async function readAll(who: ReviewHouse['first'], codes: (sheet: { no: number; diagnoses: string; turn: number; hints: { code: string }[] }) => readonly string[] = () => []): Promise<number> {
  let read = 0
  for (;;) {
    const { body } = await who.get('/review/desk')
    const [sheet] = body.items
    if (sheet === undefined) return read
    const answer = await who.post(`/review/items/${sheet.institutionId}/${sheet.id}/opinion`, { codes: codes(sheet), note: '' })
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
    read += 1
  }
}
