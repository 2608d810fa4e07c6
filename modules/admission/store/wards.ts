import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Bed, BedState, House, Ward } from '../rules/beds.ts'
import type { Sex } from '../rules/slip.ts'

type Body = { readonly institutionId: string; readonly regionCode: string }
const wardColumns = ['id', 'department_id as departmentId', 'near_departments as nearDepartments', 'name', sql<Ward['sex']>`sex`.as('sex'), 'isolation', 'reserve', 'active'] as const

/** All wards and beds of a body, each bed with the sex of whoever lies in it. */
export async function houseOf(read: ReadTx, institutionId: string): Promise<House> {
  const [wards, beds] = await Promise.all([
    read.selectFrom('ward').select(wardColumns).where('institution_id', '=', institutionId).orderBy('name').limit(1000).execute(),
    read
      .selectFrom('bed as b')
      .leftJoin('admission_slip as s', (join) => join.onRef('s.institution_id', '=', 'b.institution_id').onRef('s.id', '=', 'b.slip_id'))
      .select(['b.id', 'b.ward_id as wardId', 'b.label', 'b.room', sql<BedState>`b.state`.as('state'), 'b.slip_id as slipId', sql<Sex | null>`s.sex`.as('sex')])
      .where('b.institution_id', '=', institutionId)
      .orderBy('b.ward_id')
      .orderBy('b.label')
      .limit(10_000)
      .execute(),
  ])
  return { wards, beds }
}

/** Whoever gives a bed of a ward waits for whoever gives another one there: the beds kept for emergencies are counted. */
export async function lockWardOf(tx: Tx, institutionId: string, bedId: string): Promise<void> {
  const bed = await tx.selectFrom('bed').select('ward_id').where('institution_id', '=', institutionId).where('id', '=', bedId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  await tx.selectFrom('ward').select('id').where('institution_id', '=', institutionId).where('id', '=', bed.ward_id).forUpdate().execute()
}

export const setBed = (tx: Tx, institutionId: string, bedId: string, state: BedState, slipId: string | null, at: string) =>
  tx.updateTable('bed').set((eb) => ({ state, slip_id: slipId, since: at, revision: eb('revision', '+', 1) })).where('institution_id', '=', institutionId).where('id', '=', bedId).execute()

export const insertWard = (tx: Tx, body: Body, ward: Ward) =>
  tx.insertInto('ward').values({ institution_id: body.institutionId, id: ward.id, region_code: body.regionCode, department_id: ward.departmentId, near_departments: [...ward.nearDepartments], name: ward.name, sex: ward.sex, isolation: ward.isolation, reserve: ward.reserve, active: ward.active }).execute()

export const saveWard = (tx: Tx, body: Body, ward: Ward) =>
  tx
    .updateTable('ward')
    .set((eb) => ({ department_id: ward.departmentId, near_departments: [...ward.nearDepartments], name: ward.name, sex: ward.sex, isolation: ward.isolation, reserve: ward.reserve, active: ward.active, revision: eb('revision', '+', 1) }))
    .where('institution_id', '=', body.institutionId)
    .where('id', '=', ward.id)
    .execute()

export const insertBeds = (tx: Tx, body: Body, beds: readonly Bed[], at: string) =>
  tx.insertInto('bed').values(beds.map((bed) => ({ institution_id: body.institutionId, id: bed.id, region_code: body.regionCode, ward_id: bed.wardId, label: bed.label, room: bed.room, state: bed.state, since: at }))).execute()
