import { createHash } from 'node:crypto'
import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { readSheet } from '../../../server/platform/read-sheet.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { departmentsOn, rosterOn } from '../../directory/public.ts'
import { mayPlan, planners, type Body } from '../rules/schedule-authority.ts'
import { conflictsOf, heldBy, sayConflict } from '../rules/schedule-conflicts.ts'
import { findSheetHeadings, readSheetLine, sheetColumns, type SheetFault, type SheetKey, type SheetLine } from '../rules/schedule-sheet.ts'
import type { ClinicRule } from '../rules/schedule.ts'
import { insertClinics, insertRules, listClinics, type Clinic } from '../store/clinics.ts'
import { bodyOf } from './clinics.ts'
import { heldAt } from './clinics-rules.ts'
import { ensureSlots } from './slots.ts'

/** A schedule has some hundred rows; more are a mistake. */
const mostRows = 1000
const mostFaults = 500

type Judged = { readonly body: Body; readonly digest: string; readonly fileName: string; readonly rows: number; readonly planned: readonly { line: SheetLine; clinic: Clinic; rule: ClinicRule }[]; readonly added: readonly Clinic[]; readonly faults: readonly SheetFault[] }

/** Reads a sheet and says what it would do, with every bad cell; writes nothing. */
export async function judgeSchedule(act: Act, upload: Upload | undefined): Promise<Judged> {
  if (act.actor.institutionId === null) throw new RefusedError('booking.not_your_schedule')
  if (upload === undefined) throw new RefusedError('file.empty')
  const body = await bodyOf(act, act.actor.institutionId)
  const lines = readSheet(upload.bytes)
  const headings = findSheetHeadings(lines)
  if (headings === null || headings.missing.length > 0) throw new RefusedError('booking.schedule_no_heading', (headings?.missing ?? sheetColumns.filter((each) => each.required).map((each) => each.title)).join('、'))
  const read = lines.slice(headings.line + 1).flatMap((line) => {
    const cellOf = (key: SheetKey) => line.cells[headings.at.get(key) ?? -1] ?? ''
    if (sheetColumns.every((column) => cellOf(column.key) === column.example) || sheetColumns.every((column) => cellOf(column.key).trim() === '')) return []
    return [readSheetLine(line.row, cellOf, act.today)]
  })
  if (read.length === 0) throw new RefusedError('booking.schedule_no_rows')
  if (read.length > mostRows) throw new RefusedError('directory.import_too_many_rows', String(mostRows))
  const good = read.flatMap((each) => each.line ?? [])
  const placed = await placeLines(act, body, good)
  return { body, digest: createHash('sha256').update(upload.bytes).digest('hex'), fileName: upload.name, rows: read.length, planned: placed.planned, added: placed.added, faults: [...read.flatMap((each) => each.faults), ...placed.faults].sort((a, b) => a.row - b.row).slice(0, mostFaults) }
}

/** Departments, doctors and clinics by name, and all conflicts with what stands and among the rows. */
async function placeLines(act: Act, body: Body, lines: readonly SheetLine[]): Promise<Pick<Judged, 'planned' | 'added' | 'faults'>> {
  const departments = new Map((await departmentsOn(act.tx, body.institutionId, act.today)).map((each) => [each.name, each.id]))
  const doctors = Map.groupBy(await rosterOn(act.tx, body.institutionId, act.today), (each) => each.name)
  const known = new Map((await listClinics(act.tx, { institutionId: body.institutionId })).map((each) => [`${each.departmentId} ${each.name}`, each]))
  const held = await heldAt(act.tx, body.institutionId, act.today)
  const planned: Judged['planned'][number][] = []
  const added: Clinic[] = []
  const faults: SheetFault[] = []
  for (const line of lines) {
    const fault = (column: string, value: string, reason: string) => void faults.push({ row: line.row, column, value, reason })
    const departmentId = departments.get(line.department)
    const named = line.doctor === '' ? [] : (doctors.get(line.doctor) ?? [])
    if (departmentId === undefined) fault('科室', line.department, '本机构没有这个科室')
    else if (mayPlan(act.actor, body, departmentId) !== null) fault('科室', line.department, '您只能排本科室的门诊')
    if (line.doctor !== '' && named.length !== 1) fault('医师', line.doctor, named.length === 0 ? '本机构没有这位在岗人员' : '有同名人员，请先留空，导入后在门诊里选择')
    if (faults.some((each) => each.row === line.row) || departmentId === undefined) continue
    const clinic = known.get(`${departmentId} ${line.clinic}`) ?? { ...body, id: act.newId(), departmentId, staffId: named[0]?.staffId ?? null, name: line.clinic, service: line.service, room: line.room, feeCents: 0, brings: '', active: true, revision: 1 }
    if (!known.has(`${departmentId} ${line.clinic}`)) added.push(clinic)
    known.set(`${departmentId} ${line.clinic}`, clinic)
    const rule: ClinicRule = { id: act.newId(), clinicId: clinic.id, weekdays: line.weekdays, fromMinute: line.fromMinute, toMinute: line.toMinute, slotMinutes: line.slotMinutes, capacity: line.capacity, pools: line.pools, onHolidays: false, room: line.room, weeksAhead: line.weeksAhead, releaseMinute: line.releaseMinute, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 3, rolloverHours: 24, validFrom: line.validFrom, validTo: null }
    const asked = heldBy(rule, clinic)
    const conflicts = conflictsOf(asked, held)
    if (conflicts.length > 0) fault('星期', line.weekdays.join('、'), `有冲突：${conflicts.map((each) => sayConflict(each, 'zh')).join('；')}`)
    held.push(asked)
    planned.push({ line, clinic, rule })
  }
  return { planned, added, faults }
}

/** Rule SC-19: all rows or none, and only of the sheet that was previewed. */
export async function importSchedule(act: Act, upload: Upload | undefined, digest: string): Promise<{ clinics: number; rules: number; slots: number }> {
  if (!hasRole(act.actor, ...planners)) throw new RefusedError('booking.not_your_schedule')
  const judged = await judgeSchedule(act, upload)
  if (judged.digest !== digest) throw new RefusedError('request.stale')
  if (judged.faults.length > 0) throw new RefusedError('booking.schedule_faults', judged.faults.slice(0, 20).map((each) => `${each.row} 行 ${each.column}`).join('、'))
  await insertClinics(act.tx, judged.added)
  await insertRules(act.tx, judged.body, judged.planned.map((each) => each.rule))
  const { made } = await ensureSlots(act, { institutionId: judged.body.institutionId })
  await act.record({ ...judged.body, kind: 'booking.schedule_imported', subjectId: judged.body.institutionId, detail: { fileName: judged.fileName, digest, clinics: judged.added.length, rules: judged.planned.length, slots: made } })
  return { clinics: judged.added.length, rules: judged.planned.length, slots: made }
}
