import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Cursor } from '../cursor.ts'
import type { Department } from '../rules/import/departments.ts'
import type { DepartmentKind } from '../rules/kinds.ts'
import { anywhere } from './search.ts'

const columns = ['institution_id as institutionId', 'id', 'name', 'kind', 'subject_code as subjectCode', 'closed_on as closedOn', 'revision'] as const
// The kind is checked by the table to hold one of the known words.
const typed = (row: object) => row as Department

export type DepartmentFilter = { readonly institutionId?: string | undefined; readonly search?: string | undefined; readonly kind?: DepartmentKind | undefined; readonly state: 'open' | 'closed' | 'all' }

export async function listDepartments(read: ReadTx, filter: DepartmentFilter, after: Cursor | undefined, limit: number): Promise<Department[]> {
  let query = read.selectFrom('department').select(columns).orderBy('institution_id').orderBy('name').orderBy('id').limit(limit)
  if (filter.institutionId !== undefined) query = query.where('institution_id', '=', filter.institutionId)
  if (filter.search !== undefined && filter.search !== '') query = query.where('name', 'ilike', anywhere(filter.search))
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.state !== 'all') query = query.where('closed_on', filter.state === 'open' ? 'is' : 'is not', null)
  if (after !== undefined) query = query.where(sql<boolean>`(institution_id, name, id) > (${after[0]}::uuid, ${after[1]}, ${after[2]}::uuid)`)
  return (await query.execute()).map(typed)
}

export const departmentsOf = async (read: ReadTx, institutionIds: readonly string[]): Promise<Department[]> =>
  institutionIds.length === 0 ? [] : (await read.selectFrom('department').select(columns).where('institution_id', 'in', institutionIds).execute()).map(typed)

export async function loadDepartment(read: ReadTx, institutionId: string, departmentId: string): Promise<Department> {
  return typed(await read.selectFrom('department').select(columns).where('institution_id', '=', institutionId).where('id', '=', departmentId).executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

/** How many people hold a post in each department on a day. */
export async function staffingOf(read: ReadTx, departmentIds: readonly string[], on: string): Promise<Map<string, number>> {
  if (departmentIds.length === 0) return new Map()
  const rows = await read
    .selectFrom('post as p')
    .innerJoin('post_holding as h', (join) => join.onRef('h.institution_id', '=', 'p.institution_id').onRef('h.post_id', '=', 'p.id'))
    .select(['p.department_id as id', (eb) => eb.fn.count<number>('h.staff_id').distinct().as('n')])
    .where('p.department_id', 'in', departmentIds)
    .where('h.from_on', '<=', on)
    .where((eb) => eb.or([eb('h.to_on', 'is', null), eb('h.to_on', '>=', on)]))
    .groupBy('p.department_id')
    .execute()
  return new Map(rows.map((row) => [row.id ?? '', row.n]))
}

type Written = Pick<Department, 'institutionId' | 'id' | 'name' | 'kind' | 'subjectCode'> & { readonly regionCode: string }

export async function insertDepartments(tx: Tx, departments: readonly Written[]): Promise<void> {
  for (let at = 0; at < departments.length; at += 1000) {
    const rows = departments.slice(at, at + 1000).map((each) => ({ institution_id: each.institutionId, id: each.id, region_code: each.regionCode, name: each.name, kind: each.kind, subject_code: each.subjectCode }))
    await tx.insertInto('department').values(rows).execute()
  }
}

export async function saveDepartment(tx: Tx, department: Pick<Department, 'institutionId' | 'id' | 'name' | 'kind' | 'subjectCode' | 'closedOn'>, readRevision: number): Promise<void> {
  const saved = await tx
    .updateTable('department')
    .set({ name: department.name, kind: department.kind, subject_code: department.subjectCode, closed_on: department.closedOn, revision: readRevision + 1 })
    .where('institution_id', '=', department.institutionId)
    .where('id', '=', department.id)
    .where('revision', '=', readRevision)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}
