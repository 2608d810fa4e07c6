import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Sex, Slip, SlipKey, SlipKind, SlipState, Urgency } from '../rules/slip.ts'

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'department_id as departmentId', sql<SlipKind>`kind`.as('kind'), 'diagnosis', sql<Urgency>`urgency`.as('urgency'), 'stay_days as stayDays', 'infection', sql<Sex>`sex`.as('sex'), 'born_year as bornYear',
  'person_index as personIndex', 'sealed', 'tail_index as tailIndex', sql<Slip['tests']>`tests`.as('tests'), 'exam_order_id as examOrderId', 'note', 'made_by as madeBy', 'made_name as madeName', 'made_at as madeAt', 'line_at as lineAt', sql<SlipState>`state`.as('state'), 'bed_id as bedId', 'ward_id as wardId',
  'offered_at as offeredAt', 'answer_by as answerBy', 'come_on as comeOn', 'missed', 'declined', 'admitted_at as admittedAt', 'discharged_at as dischargedAt', 'end_reason as endReason', 'revision',
] as const
const slips = (read: ReadTx) => read.selectFrom('admission_slip').select(columns)

export const loadSlip = (read: ReadTx, key: SlipKey): Promise<Slip> => slips(read).where('institution_id', '=', key.institutionId).where('id', '=', key.slipId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locks the slip: two who act on it do so one after the other. */
export const loadSlipForUpdate = (tx: Tx, key: SlipKey): Promise<Slip> =>
  tx.selectFrom('admission_slip').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.slipId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Who waits in a department, or anywhere in the house, in order. */
export const listLine = (read: ReadTx, institutionId: string, departmentId?: string): Promise<Slip[]> =>
  slips(read)
    .where('institution_id', '=', institutionId)
    .where('state', '=', 'waiting')
    .$if(departmentId !== undefined, (query) => query.where('department_id', '=', departmentId ?? ''))
    .orderBy('department_id')
    .orderBy('urgency')
    .orderBy('line_at')
    .orderBy('id')
    .limit(5000)
    .execute()

export const listByState = (read: ReadTx, institutionId: string, states: readonly SlipState[], limit: number): Promise<Slip[]> =>
  slips(read).where('institution_id', '=', institutionId).where('state', 'in', [...states]).orderBy('changed_at', 'desc').orderBy('id', 'desc').limit(limit).execute()

export const slipsByIds = (read: ReadTx, institutionId: string, ids: readonly string[]): Promise<Slip[]> => (ids.length === 0 ? Promise.resolve([]) : slips(read).where('institution_id', '=', institutionId).where('id', 'in', [...ids]).execute())

export const insertSlip = (tx: Tx, slip: Slip) =>
  tx
    .insertInto('admission_slip')
    .values({
      institution_id: slip.institutionId, id: slip.id, region_code: slip.regionCode, department_id: slip.departmentId, kind: slip.kind, diagnosis: slip.diagnosis, urgency: slip.urgency, stay_days: slip.stayDays, infection: slip.infection, sex: slip.sex, born_year: slip.bornYear, person_index: slip.personIndex, sealed: slip.sealed,
      tail_index: slip.tailIndex, tests: slip.tests, exam_order_id: slip.examOrderId, note: slip.note, made_by: slip.madeBy, made_name: slip.madeName, made_at: slip.madeAt, line_at: slip.lineAt, state: slip.state, changed_at: slip.madeAt,
    })
    .execute()

export const saveSlip = (tx: Tx, slip: Slip, at: string) =>
  tx
    .updateTable('admission_slip')
    .set({
      urgency: slip.urgency, tests: slip.tests, line_at: slip.lineAt, state: slip.state, bed_id: slip.bedId, ward_id: slip.wardId, offered_at: slip.offeredAt, answer_by: slip.answerBy, come_on: slip.comeOn, missed: slip.missed, declined: slip.declined, admitted_at: slip.admittedAt, discharged_at: slip.dischargedAt, end_reason: slip.endReason,
      changed_at: at, revision: slip.revision,
    })
    .where('institution_id', '=', slip.institutionId)
    .where('id', '=', slip.id)
    .execute()

/** Slips that were not answered in time, or whose patient did not come; across bodies, for the job. */
export const listLate = (read: ReadTx, now: string, today: IsoDate, limit: number): Promise<SlipKey[]> =>
  read
    .selectFrom('admission_slip')
    .select(['institution_id as institutionId', 'id as slipId'])
    .where((eb) => eb.or([eb.and([eb('state', '=', 'offered'), eb('answer_by', '<=', now)]), eb.and([eb('state', '=', 'confirmed'), eb('come_on', '<', today)])]))
    .orderBy('id')
    .limit(limit)
    .execute()

export type Jump = { readonly id: string; readonly slipId: string; readonly departmentId: string; readonly passed: number; readonly what: 'bed' | 'class'; readonly reason: string; readonly madeBy: string; readonly madeName: string; readonly madeAt: string }

export const insertJump = (tx: Tx, body: { institutionId: string; regionCode: string }, jump: Jump) =>
  tx
    .insertInto('admission_jump')
    .values({ institution_id: body.institutionId, id: jump.id, region_code: body.regionCode, slip_id: jump.slipId, department_id: jump.departmentId, passed: jump.passed, what: jump.what, reason: jump.reason, made_by: jump.madeBy, made_name: jump.madeName, made_at: jump.madeAt })
    .execute()

export const listJumps = (read: ReadTx, institutionId: string): Promise<Jump[]> =>
  read
    .selectFrom('admission_jump')
    .select(['id', 'slip_id as slipId', 'department_id as departmentId', 'passed', sql<'bed' | 'class'>`what`.as('what'), 'reason', 'made_by as madeBy', 'made_name as madeName', 'made_at as madeAt'])
    .where('institution_id', '=', institutionId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute()

/** Slips as facts: of some days, by day and id. */
export const listByDay = (read: ReadTx, ask: { institutionId: string; from: string; to: string }, after: { from: string; to: string; id: string } | null, limit: number): Promise<Slip[]> =>
  slips(read)
    .where('institution_id', '=', ask.institutionId)
    .where('made_at', '>=', ask.from)
    .where('made_at', '<', ask.to)
    .$if(after !== null, (query) => query.where((eb) => eb.or([eb('made_at', '>=', after?.to ?? ''), eb.and([eb('made_at', '>=', after?.from ?? ''), eb('id', '>', after?.id ?? '')])])))
    .orderBy(sql`(made_at at time zone 'Asia/Shanghai')::date`)
    .orderBy('id')
    .limit(limit)
    .execute()

/** When slips were written, in time order: the use of the centre, or of the list of surgery and special treatment. */
export const listMade = (read: ReadTx, institutionId: string, kinds: readonly SlipKind[], from: string, to: string) =>
  read.selectFrom('admission_slip').select(['id', 'made_at as madeAt']).where('institution_id', '=', institutionId).where('kind', 'in', [...kinds]).where('made_at', '>=', from).where('made_at', '<', to).orderBy('made_at').execute()
