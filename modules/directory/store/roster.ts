import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { DepartmentKind } from '../rules/kinds.ts'

export type RosterPerson = { readonly staffId: string; readonly name: string; readonly joinedOn: IsoDate; readonly leftOn: IsoDate | null; readonly departmentIds: readonly string[] }
export type RosterDepartment = { readonly id: string; readonly name: string; readonly kind: DepartmentKind; readonly subjectCode: string | null }

/** Who belongs to a body on a day, with the departments of the posts held then; who left on the day still does. */
export async function rosterOn(read: ReadTx, institutionId: string, on: IsoDate): Promise<RosterPerson[]> {
  const rows = await sql<RosterPerson>`
    select s.id as "staffId", s.name, s.joined_on as "joinedOn", s.left_on as "leftOn",
      coalesce(array_agg(distinct p.department_id) filter (where p.department_id is not null), '{}') as "departmentIds"
    from staff s
      left join post_holding h on h.institution_id = s.institution_id and h.staff_id = s.id and h.from_on <= ${on}::date and (h.to_on is null or h.to_on >= ${on}::date)
      left join post p on p.institution_id = h.institution_id and p.id = h.post_id
    where s.institution_id = ${institutionId} and s.joined_on <= ${on}::date and (s.left_on is null or s.left_on >= ${on}::date)
    group by s.institution_id, s.id order by s.name, s.id`.execute(read)
  return rows.rows
}

/** Everybody who ever worked for a body, by employee number: whom the codes of its own systems mean. */
export const staffNumbers = (read: ReadTx, institutionId: string): Promise<{ staffId: string; employeeNumber: string; name: string }[]> =>
  read.selectFrom('staff').select(['id as staffId', 'employee_number as employeeNumber', 'name']).where('institution_id', '=', institutionId).orderBy('id').execute()

/** Departments of a body that exist on a day, by name. */
export async function departmentsOn(read: ReadTx, institutionId: string, on: IsoDate): Promise<RosterDepartment[]> {
  const rows = await read
    .selectFrom('department')
    .select(['id', 'name', 'kind', 'subject_code as subjectCode'])
    .where('institution_id', '=', institutionId)
    .where((eb) => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>', on)]))
    .orderBy('name')
    .execute()
  // The kind is checked by the table to hold one of the known words.
  return rows.map((row) => row as RosterDepartment)
}

/** What departments of some bodies are called, closed ones as they were last. */
export async function departmentNames(read: ReadTx, institutionIds: readonly string[], ids: readonly string[]): Promise<Map<string, string>> {
  if (institutionIds.length === 0 || ids.length === 0) return new Map()
  const rows = await read.selectFrom('department').select(['id', 'name']).where('institution_id', 'in', [...institutionIds]).where('id', 'in', [...ids]).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** The accounts of whoever holds a department's posts of a role on a day; only the system sees other people's accounts, so ask as a job. */
export async function accountsOfHolders(read: ReadTx, institutionId: string, ask: { role: string; departmentId: string }, on: IsoDate): Promise<string[]> {
  const rows = await read
    .selectFrom('post_holding as h')
    .innerJoin('post as p', (join) => join.onRef('p.institution_id', '=', 'h.institution_id').onRef('p.id', '=', 'h.post_id'))
    .innerJoin('account as a', 'a.staff_id', 'h.staff_id')
    .select('a.account_id as accountId')
    .where('h.institution_id', '=', institutionId)
    .where('p.role', '=', ask.role)
    .where('p.department_id', '=', ask.departmentId)
    .where('h.from_on', '<=', on)
    .where((eb) => eb.or([eb('h.to_on', 'is', null), eb('h.to_on', '>=', on)]))
    .execute()
  return rows.map((row) => row.accountId)
}
