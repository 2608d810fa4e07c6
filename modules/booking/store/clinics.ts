import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { PoolShares } from '../rules/pools.ts'
import type { Body } from '../rules/schedule-authority.ts'
import type { ClinicException, ClinicRule, ClinicService } from '../rules/schedule.ts'

export type Clinic = Body & {
  readonly id: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly name: string
  readonly service: ClinicService
  readonly room: string
  readonly feeCents: number
  readonly brings: string
  readonly active: boolean
  readonly revision: number
}

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'department_id as departmentId', 'staff_id as staffId', 'name', sql<ClinicService>`service`.as('service'), 'room', 'fee_cents as feeCents', 'brings', 'active', 'revision',
] as const

export type ClinicsAsk = { readonly institutionId?: string | undefined; readonly departmentId?: string | undefined; readonly service?: ClinicService | undefined; readonly active?: boolean | undefined }

/** By body, department and name; no list of clinics anywhere is longer than this. */
export const listClinics = (read: ReadTx, ask: ClinicsAsk): Promise<Clinic[]> =>
  read
    .selectFrom('clinic')
    .select(columns)
    .$if(ask.institutionId !== undefined, (query) => query.where('institution_id', '=', ask.institutionId ?? ''))
    .$if(ask.departmentId !== undefined, (query) => query.where('department_id', '=', ask.departmentId ?? ''))
    .$if(ask.service !== undefined, (query) => query.where('service', '=', ask.service ?? ''))
    .$if(ask.active !== undefined, (query) => query.where('active', '=', ask.active ?? true))
    .orderBy('institution_id')
    .orderBy('department_id')
    .orderBy('name')
    .limit(10_000)
    .execute()

export const loadClinic = (read: ReadTx, institutionId: string, clinicId: string): Promise<Clinic> =>
  read.selectFrom('clinic').select(columns).where('institution_id', '=', institutionId).where('id', '=', clinicId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locks the clinic: its rules, exceptions and slots are changed one after another. */
export const lockClinic = (tx: Tx, institutionId: string, clinicId: string): Promise<Clinic> =>
  tx.selectFrom('clinic').select(columns).where('institution_id', '=', institutionId).where('id', '=', clinicId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locks a body's clinics, or one, in one order: whoever makes slots sees what was planned before, and nobody plans meanwhile. */
export const lockPlanning = (tx: Tx, institutionId: string, clinicId: string | undefined) =>
  tx
    .selectFrom('clinic')
    .select('id')
    .where('institution_id', '=', institutionId)
    .$if(clinicId !== undefined, (query) => query.where('id', '=', clinicId ?? ''))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

const written = (clinic: Clinic) => ({ department_id: clinic.departmentId, staff_id: clinic.staffId, name: clinic.name, service: clinic.service, room: clinic.room, fee_cents: clinic.feeCents, brings: clinic.brings, active: clinic.active, revision: clinic.revision })

export async function insertClinics(tx: Tx, clinics: readonly Clinic[]): Promise<void> {
  for (let at = 0; at < clinics.length; at += 1000) {
    await tx.insertInto('clinic').values(clinics.slice(at, at + 1000).map((clinic) => ({ ...written(clinic), institution_id: clinic.institutionId, id: clinic.id, region_code: clinic.regionCode }))).execute()
  }
}

export const saveClinic = (tx: Tx, clinic: Clinic) => tx.updateTable('clinic').set(written(clinic)).where('institution_id', '=', clinic.institutionId).where('id', '=', clinic.id).execute()

const ruleColumns = [
  'id', 'clinic_id as clinicId', 'weekdays', 'from_minute as fromMinute', 'to_minute as toMinute', 'slot_minutes as slotMinutes', 'capacity', sql<PoolShares>`pools`.as('pools'), 'on_holidays as onHolidays', 'room', 'weeks_ahead as weeksAhead',
  'release_minute as releaseMinute', sql<'queue' | 'draw'>`release_mode`.as('mode'), 'draw_minutes as drawMinutes', 'referral_days_earlier as referralDaysEarlier', 'rollover_hours as rolloverHours', 'valid_from as validFrom', 'valid_to as validTo',
] as const

/** Rules that hold on the day or later. */
export const listRules = (read: ReadTx, ask: { readonly institutionId: string; readonly clinicIds?: readonly string[] | undefined; readonly from: string }): Promise<ClinicRule[]> =>
  read
    .selectFrom('clinic_rule')
    .select(ruleColumns)
    .where('institution_id', '=', ask.institutionId)
    .$if(ask.clinicIds !== undefined, (query) => query.where('clinic_id', 'in', [...(ask.clinicIds ?? [])]))
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', ask.from)]))
    .orderBy('clinic_id')
    .orderBy('valid_from')
    .orderBy('from_minute')
    .execute()

export async function insertRules(tx: Tx, body: Body, rules: readonly ClinicRule[]): Promise<void> {
  for (let at = 0; at < rules.length; at += 500) {
    const values = rules.slice(at, at + 500).map((rule) => ({
      institution_id: body.institutionId, id: rule.id, region_code: body.regionCode, clinic_id: rule.clinicId, weekdays: [...rule.weekdays], from_minute: rule.fromMinute, to_minute: rule.toMinute, slot_minutes: rule.slotMinutes, capacity: rule.capacity,
      pools: JSON.stringify(rule.pools), on_holidays: rule.onHolidays, room: rule.room, weeks_ahead: rule.weeksAhead, release_minute: rule.releaseMinute, release_mode: rule.mode, draw_minutes: rule.drawMinutes,
      referral_days_earlier: rule.referralDaysEarlier, rollover_hours: rule.rolloverHours, valid_from: rule.validFrom, valid_to: rule.validTo,
    }))
    await tx.insertInto('clinic_rule').values(values).execute()
  }
}

export const endRule = (tx: Tx, key: { readonly institutionId: string; readonly ruleId: string }, validTo: string) =>
  tx.updateTable('clinic_rule').set((eb) => ({ valid_to: validTo, revision: eb('revision', '+', 1) })).where('institution_id', '=', key.institutionId).where('id', '=', key.ruleId).execute()

const exceptionColumns = ['id', 'clinic_id as clinicId', 'on_date as onDate', sql<ClinicException['kind']>`kind`.as('kind'), 'from_minute as fromMinute', 'to_minute as toMinute', 'slot_minutes as slotMinutes', 'capacity', sql<PoolShares>`pools`.as('pools'), 'room', 'reason', 'substitute_clinic_id as substituteClinicId', 'made_name as madeName', 'made_at as madeAt'] as const
export type ExceptionRow = ClinicException & { readonly reason: string; readonly substituteClinicId: string | null; readonly madeName: string; readonly madeAt: string }

export const listExceptions = (read: ReadTx, ask: { readonly institutionId: string; readonly clinicIds?: readonly string[] | undefined; readonly from: string; readonly to: string }): Promise<ExceptionRow[]> =>
  read
    .selectFrom('clinic_exception')
    .select(exceptionColumns)
    .where('institution_id', '=', ask.institutionId)
    .$if(ask.clinicIds !== undefined, (query) => query.where('clinic_id', 'in', [...(ask.clinicIds ?? [])]))
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where('lifted_at', 'is', null)
    .orderBy('made_at')
    .execute()

/** A stop that was taken back is none. */
export const findException = (read: ReadTx, institutionId: string, exceptionId: string): Promise<ExceptionRow | undefined> =>
  read.selectFrom('clinic_exception').select(exceptionColumns).where('institution_id', '=', institutionId).where('id', '=', exceptionId).where('lifted_at', 'is', null).executeTakeFirst()

export async function insertExceptions(tx: Tx, body: Body, by: { readonly id: string; readonly name: string; readonly at: string }, rows: readonly Omit<ExceptionRow, 'madeName' | 'madeAt'>[]): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map((row) => ({
    institution_id: body.institutionId, id: row.id, region_code: body.regionCode, clinic_id: row.clinicId, on_date: row.onDate, kind: row.kind, from_minute: row.fromMinute, to_minute: row.toMinute, slot_minutes: row.slotMinutes, capacity: row.capacity,
    pools: JSON.stringify(row.pools), room: row.room, reason: row.reason, substitute_clinic_id: row.substituteClinicId, made_by: by.id, made_name: by.name, made_at: by.at,
  }))
  await tx.insertInto('clinic_exception').values(values).execute()
}

export const liftStops = (tx: Tx, institutionId: string, ids: readonly string[], by: { readonly at: string; readonly name: string; readonly reason: string }) =>
  tx.updateTable('clinic_exception').set({ lifted_at: by.at, lifted_name: by.name, lifted_reason: by.reason }).where('institution_id', '=', institutionId).where('id', 'in', [...ids]).execute()

/** Bodies that have an open clinic. */
export const listPlanningBodies = (read: ReadTx): Promise<Body[]> =>
  read.selectFrom('clinic').select(['institution_id as institutionId', 'region_code as regionCode']).distinct().where('active', '=', true).orderBy('institution_id').execute()
