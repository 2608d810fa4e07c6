import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { statement, type ReadTx } from '../../../server/platform/database.ts'
import type { DepartmentKind } from '../../directory/rules/kinds.ts'

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

/** What departments are called, closed ones too. */
export async function departmentNames(read: ReadTx, institutionIds: readonly string[], ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await departmentsNamed(read, [[...institutionIds], [...ids]])).map((row) => [row.id, row.name]))
}

const departmentsNamed = statement<Named>('select id, name from department where institution_id = any ($1::uuid[]) and id = any ($2::uuid[])')

/** What people of these bodies are called, whoever has left since. The bodies come first, as in the key: without them every person of the installation is looked at. */
export async function staffNames(read: ReadTx, institutionIds: readonly string[], ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await staffNamed(read, [[...institutionIds], [...ids]])).map((row) => [row.id, row.name]))
}

const staffNamed = statement<Named>('select id, name from staff where institution_id = any ($1::uuid[]) and id = any ($2::uuid[])')

export type DatedDepartment = { readonly institutionId: string; readonly id: string; readonly name: string; readonly kind: DepartmentKind; readonly closedOn: IsoDate | null }

/** Departments of many bodies at once, with the day they closed: for standings over a region or over many periods. The kind is checked by the table to hold one of the known words. */
export const departmentsOfBodies = (read: ReadTx, institutionIds: readonly string[], notClosedBefore: IsoDate): Promise<DatedDepartment[]> => datedDepartments(read, [[...institutionIds], notClosedBefore])
const datedDepartments = statement<DatedDepartment>(`
  select institution_id as "institutionId", id, name, kind, closed_on as "closedOn" from department
   where institution_id = any ($1::uuid[]) and (closed_on is null or closed_on > $2::date) order by name`)

export type DatedPerson = { readonly institutionId: string; readonly staffId: string; readonly name: string; readonly employeeNumber: string; readonly joinedOn: IsoDate; readonly leftOn: IsoDate | null }

/** Everybody who ever belonged to these bodies, with their days. */
export const staffOfBodies = (read: ReadTx, institutionIds: readonly string[]): Promise<DatedPerson[]> =>
  read
    .selectFrom('staff')
    .select(['institution_id as institutionId', 'id as staffId', 'name', 'employee_number as employeeNumber', 'joined_on as joinedOn', 'left_on as leftOn'])
    .where(sql<boolean>`institution_id = any (${[...institutionIds]}::uuid[])`)
    .orderBy('name')
    .orderBy('id')
    .execute()
