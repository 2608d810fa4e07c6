import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { statement, type ReadTx } from '../../../server/platform/database.ts'

export type Named = { readonly id: string; readonly name: string }

/** Of these ids, the people who belong to the body on a day. */
export async function staffAmong(read: ReadTx, institutionId: string, ids: readonly string[], on: IsoDate): Promise<Named[]> {
  if (ids.length === 0) return []
  return staffThere(read, [institutionId, [...ids], on])
}
const staffThere = statement<Named>('select id, name from staff where institution_id = $1 and id = any ($2::uuid[]) and joined_on <= $3::date and (left_on is null or left_on >= $3::date)')

/** Of these ids, the departments of the body that are not closed on a day. */
export async function departmentsAmong(read: ReadTx, institutionId: string, ids: readonly string[], on: IsoDate): Promise<Named[]> {
  if (ids.length === 0) return []
  return departmentsThere(read, [institutionId, [...ids], on])
}
const departmentsThere = statement<Named>('select id, name from department where institution_id = $1 and id = any ($2::uuid[]) and (closed_on is null or closed_on > $3::date)')

export const everyDepartment = (read: ReadTx, institutionId: string, on: IsoDate): Promise<Named[]> =>
  read.selectFrom('department').select(['id', 'name']).where('institution_id', '=', institutionId).where((eb) => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>', on)])).orderBy('name').limit(500).execute()

export type Names = { readonly institutions: ReadonlyMap<string, string>; readonly departments: ReadonlyMap<string, string>; readonly staff: ReadonlyMap<string, string> }
const called = statement<Named & { sort: 'b' | 'd' | 's' }>(`select 'b' as sort, id, name from institution where id = any ($1::uuid[]) union all
  select 'd', id, name from department where institution_id = any ($1::uuid[]) and id = any ($2::uuid[]) union all select 's', id, name from staff where institution_id = any ($1::uuid[]) and id = any ($3::uuid[])`)

/** What these bodies, and departments and people of them, are called, closed ones and those who left as well. */
export async function namesOf(read: ReadTx, institutionIds: readonly string[], ids: { readonly departments: readonly string[]; readonly staff: readonly string[] }): Promise<Names> {
  const names = { b: new Map<string, string>(), d: new Map<string, string>(), s: new Map<string, string>() }
  for (const { sort, id, name } of await called(read, [[...new Set(institutionIds)], [...new Set(ids.departments)], [...new Set(ids.staff)]])) names[sort].set(id, name)
  return { institutions: names.b, departments: names.d, staff: names.s }
}

/** Names of everybody a published text must not hold: the staff of the body. */
export async function staffNamesOf(read: ReadTx, institutionId: string): Promise<string[]> {
  const rows = await read.selectFrom('staff').select('name').where('institution_id', '=', institutionId).limit(20_000).execute()
  return rows.map((row) => row.name)
}

/** Accounts of members of staff; other people's are seen by the system alone, so this is asked by jobs. */
export async function accountsOfStaff(read: ReadTx, institutionId: string, staffIds: readonly string[]): Promise<string[]> {
  if (staffIds.length === 0) return []
  const rows = await read.selectFrom('account').select('account_id').where('institution_id', '=', institutionId).where('staff_id', 'in', [...staffIds]).execute()
  return rows.map((row) => row.account_id)
}

/** Members of a department by the posts they hold on a day: among whom somebody is named to handle it. */
export async function membersOf(read: ReadTx, institutionId: string, departmentId: string, on: IsoDate): Promise<Named[]> {
  const rows = await sql<Named>`
    select distinct s.id, s.name from post p
      join post_holding h on h.institution_id = p.institution_id and h.post_id = p.id and h.from_on <= ${on}::date and (h.to_on is null or h.to_on >= ${on}::date)
      join staff s on s.institution_id = h.institution_id and s.id = h.staff_id
     where p.institution_id = ${institutionId}::uuid and p.department_id = ${departmentId}::uuid order by s.name limit 300`.execute(read)
  return rows.rows
}
