import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'

type StaffSlot = { readonly staffId: string; readonly startsAt: string; readonly endsAt: string; readonly isStopped: boolean }

/** Which of these doctors have a clinic of their own in use, and their slots of a day, stopped ones too. */
export async function sessionsOfStaff(read: ReadTx, ask: { readonly institutionId: string; readonly staffIds: readonly string[]; readonly onDate: IsoDate }): Promise<{ readonly planned: ReadonlySet<string>; readonly slots: readonly StaffSlot[] }> {
  if (ask.staffIds.length === 0) return { planned: new Set(), slots: [] }
  const [clinics, slots] = await Promise.all([
    read.selectFrom('clinic').select('staff_id as staffId').distinct().where('institution_id', '=', ask.institutionId).where('active', '=', true).where('service', 'in', ['visit', 'studio']).where('staff_id', 'in', [...ask.staffIds]).execute(),
    read
      .selectFrom('slot as s')
      .innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 's.institution_id').onRef('c.id', '=', 's.clinic_id'))
      .select(['c.staff_id as staffId', 's.starts_at as startsAt', 's.ends_at as endsAt', sql<boolean>`s.state = 'stopped'`.as('isStopped')])
      .where('s.institution_id', '=', ask.institutionId)
      .where('s.on_date', '=', ask.onDate)
      .where('c.staff_id', 'in', [...ask.staffIds])
      .where('c.active', '=', true)
      .where('c.service', 'in', ['visit', 'studio'])
      .execute(),
  ])
  return { planned: new Set(clinics.flatMap(({ staffId }) => staffId ?? [])), slots: slots.flatMap(({ staffId, ...slot }) => (staffId === null ? [] : [{ ...slot, staffId }])) }
}

/** Departments with consultations planned for this moment, whatever day it is, and whether one of them is held; what was stopped and replaced by nobody is not. */
export async function departmentsPlanned(read: ReadTx, ask: { readonly institutionId: string; readonly from: string; readonly until: string }): Promise<{ readonly departmentId: string; readonly isHeld: boolean }[]> {
  return read
    .selectFrom('slot as s')
    .select(['s.department_id as departmentId', sql<boolean>`bool_or(s.state = 'open')`.as('isHeld')])
    .where('s.institution_id', '=', ask.institutionId)
    .where('s.service', 'in', ['visit', 'studio'])
    .where('s.starts_at', '<=', ask.from)
    .where('s.ends_at', '>', ask.until)
    .where('s.on_date', '=', sql<string>`(${ask.until}::timestamptz at time zone 'Asia/Shanghai')::date`)
    .groupBy('s.department_id')
    .execute()
}
