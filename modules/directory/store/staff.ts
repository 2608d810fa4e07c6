import { sql } from 'kysely'
import type { StaffRole } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Cursor } from '../cursor.ts'
import type { KnownPerson } from '../rules/import/staff.ts'
import { anywhere, anywhereInPinyin } from './search.ts'

const columns = ['institution_id as institutionId', 'id', 'name', 'employee_number as employeeNumber', 'title', 'phone', 'id_number as idNumber', 'joined_on as joinedOn', 'left_on as leftOn', 'revision'] as const

/** Personal values as they are kept: sealed. */
export type Staff = { institutionId: string; id: string; name: string; employeeNumber: string; title: string; phone: Buffer | null; idNumber: Buffer | null; joinedOn: IsoDate; leftOn: IsoDate | null; revision: number }

export type StaffFilter = {
  readonly institutionId?: string | undefined
  readonly departmentId?: string | undefined
  readonly role?: StaffRole | undefined
  readonly search?: string | undefined
  /** Blind indexes of the search text, where it could be a telephone or an id number. */
  readonly indexes: readonly string[]
  readonly state: 'present' | 'left' | 'all'
}

export async function listStaff(read: ReadTx, filter: StaffFilter, today: IsoDate, after: Cursor | undefined, limit: number): Promise<Staff[]> {
  const { search, role, departmentId } = filter
  let query = read.selectFrom('staff as s').select(columns).orderBy('s.institution_id').orderBy('s.name').orderBy('s.id').limit(limit)
  if (filter.institutionId !== undefined) query = query.where('s.institution_id', '=', filter.institutionId)
  if (search !== undefined && search !== '') {
    const { indexes } = filter
    query = query.where((eb) =>
      eb.or([
        eb('s.name', 'ilike', anywhere(search)), eb('s.pinyin', 'like', anywhereInPinyin(search)), eb('s.employee_number', '=', search),
        ...(indexes.length === 0 ? [] : [eb('s.phone_index', 'in', indexes), eb('s.id_number_index', 'in', indexes)]),
      ]),
    )
  }
  if (filter.state === 'present') query = query.where((eb) => eb.or([eb('s.left_on', 'is', null), eb('s.left_on', '>=', today)]))
  if (filter.state === 'left') query = query.where('s.left_on', '<', today)
  if (role !== undefined || departmentId !== undefined) {
    query = query.where((eb) => {
      let held = eb
        .selectFrom('post_holding as h')
        .innerJoin('post as p', (join) => join.onRef('p.institution_id', '=', 'h.institution_id').onRef('p.id', '=', 'h.post_id'))
        .select('h.id')
        .whereRef('h.institution_id', '=', 's.institution_id')
        .whereRef('h.staff_id', '=', 's.id')
        .where('h.from_on', '<=', today)
        .where((e) => e.or([e('h.to_on', 'is', null), e('h.to_on', '>=', today)]))
      if (role !== undefined) held = held.where('p.role', '=', role)
      if (departmentId !== undefined) held = held.where('p.department_id', '=', departmentId)
      return eb.exists(held)
    })
  }
  if (after !== undefined) query = query.where(sql<boolean>`(s.institution_id, s.name, s.id) > (${after[0]}::uuid, ${after[1]}, ${after[2]}::uuid)`)
  return query.execute()
}

export const loadStaff = async (read: ReadTx, institutionId: string, staffId: string): Promise<Staff> =>
  read.selectFrom('staff').select(columns).where('institution_id', '=', institutionId).where('id', '=', staffId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const loadStaffForUpdate = async (tx: Tx, institutionId: string, staffId: string): Promise<Staff> =>
  tx.selectFrom('staff').select(columns).where('institution_id', '=', institutionId).where('id', '=', staffId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export async function staffNames(read: ReadTx, staffIds: readonly string[]): Promise<Map<string, string>> {
  if (staffIds.length === 0) return new Map()
  const rows = await read.selectFrom('staff').select(['id', 'name']).where('id', 'in', [...new Set(staffIds)]).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Names and titles of some of a body's staff, by name. */
export const staffTitles = async (read: ReadTx, institutionId: string, staffIds: readonly string[]): Promise<{ staffId: string; name: string; title: string }[]> =>
  staffIds.length === 0 ? [] : read.selectFrom('staff').select(['id as staffId', 'name', 'title']).where('institution_id', '=', institutionId).where('id', 'in', [...new Set(staffIds)]).orderBy('name').orderBy('id').execute()

/** The accounts of some of a body's staff; only the system sees other people's accounts, so ask as a job. */
export async function accountsOfStaff(read: ReadTx, institutionId: string, staffIds: readonly string[]): Promise<Map<string, string>> {
  if (staffIds.length === 0) return new Map()
  const rows = await read.selectFrom('account').select(['account_id as accountId', 'staff_id as staffId']).where('institution_id', '=', institutionId).where('staff_id', 'in', [...new Set(staffIds)]).execute()
  return new Map(rows.flatMap(({ accountId, staffId }) => (staffId === null ? [] : [[staffId, accountId] as const])))
}

/** Somebody else of the institution with the same id number. */
export async function hasNamesakeId(read: ReadTx, institutionId: string, idNumberIndex: string, exceptStaffId: string | null): Promise<boolean> {
  let query = read.selectFrom('staff').select('id').where('institution_id', '=', institutionId).where('id_number_index', '=', idNumberIndex).limit(1)
  if (exceptStaffId !== null) query = query.where('id', '<>', exceptStaffId)
  return (await query.executeTakeFirst()) !== undefined
}

export const peopleOf = (read: ReadTx, institutionIds: readonly string[]): Promise<KnownPerson[]> =>
  institutionIds.length === 0
    ? Promise.resolve([])
    : read
        .selectFrom('staff')
        .select(['institution_id as institutionId', 'id', 'employee_number as employeeNumber', 'name', 'title', 'joined_on as joinedOn', 'left_on as leftOn', 'phone_index as phoneIndex', 'id_number_index as idNumberIndex', 'revision'])
        .where('institution_id', 'in', institutionIds)
        .execute()

export type Sealed = { readonly sealed: Buffer; readonly index: string } | null
export type WrittenStaff = Pick<Staff, 'institutionId' | 'id' | 'name' | 'employeeNumber' | 'title' | 'joinedOn'> & { readonly pinyin: string; readonly regionCode: string }

export async function insertStaff(tx: Tx, people: readonly (WrittenStaff & { readonly phone: Sealed; readonly idNumber: Sealed })[]): Promise<void> {
  for (let at = 0; at < people.length; at += 1000) {
    const rows = people.slice(at, at + 1000).map((each) => ({
      institution_id: each.institutionId, id: each.id, region_code: each.regionCode, name: each.name, pinyin: each.pinyin, employee_number: each.employeeNumber, title: each.title, joined_on: each.joinedOn,
      phone: each.phone?.sealed ?? null, phone_index: each.phone?.index ?? null, id_number: each.idNumber?.sealed ?? null, id_number_index: each.idNumber?.index ?? null,
    }))
    await tx.insertInto('staff').values(rows).execute()
  }
}

/** A personal value left undefined stays as it is, null removes it. */
export async function saveStaff(tx: Tx, person: Omit<WrittenStaff, 'regionCode'> & { readonly phone?: Sealed | undefined; readonly idNumber?: Sealed | undefined }, readRevision: number): Promise<void> {
  const saved = await tx
    .updateTable('staff')
    .set({
      name: person.name, pinyin: person.pinyin, employee_number: person.employeeNumber, title: person.title, joined_on: person.joinedOn, revision: readRevision + 1,
      ...(person.phone === undefined ? {} : { phone: person.phone?.sealed ?? null, phone_index: person.phone?.index ?? null }),
      ...(person.idNumber === undefined ? {} : { id_number: person.idNumber?.sealed ?? null, id_number_index: person.idNumber?.index ?? null }),
    })
    .where('institution_id', '=', person.institutionId)
    .where('id', '=', person.id)
    .where('revision', '=', readRevision)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

export async function saveLeaving(tx: Tx, key: { institutionId: string; id: string }, leftOn: IsoDate, readRevision: number): Promise<void> {
  const saved = await tx.updateTable('staff').set({ left_on: leftOn, revision: readRevision + 1 }).where('institution_id', '=', key.institutionId).where('id', '=', key.id).where('revision', '=', readRevision).executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

/** An account is made for one member of staff and stays theirs: once found it need not be looked up again. */
const known = new Map<string, string>()
const mostKnown = 50_000

/** The person behind an account; null for a citizen or a system account. */
export async function staffIdOfAccount(read: ReadTx, accountId: string): Promise<string | null> {
  const before = known.get(accountId)
  if (before !== undefined) return before
  const staffId = (await read.selectFrom('account').select('staff_id').where('account_id', '=', accountId).executeTakeFirst())?.staff_id ?? null
  if (known.size >= mostKnown) known.clear()
  if (staffId !== null) known.set(accountId, staffId)
  return staffId
}
