import { send, sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Body, Matter, MatterKey } from '../rules/matter.ts'
import { matterColumns, matterOf, notCalledSince } from './matters.ts'

const keyColumns = ['institution_id as institutionId', 'id as matterId'] as const

/** Whose next rung has been reached: the earliest first. Locked one by one afterwards, because rows of several bodies cannot be locked in one statement. */
export const listStepsDue = (read: ReadTx, now: string, limit: number): Promise<MatterKey[]> => read.selectFrom('matter').select(keyColumns).where('next_step_at', '<=', now).orderBy('next_step_at').limit(limit).execute()

/** Only the ladder moves: no page becomes stale by a reminder. */
export const saveLadder = (tx: Tx, matter: Pick<Matter, 'institutionId' | 'id' | 'ladderStep' | 'nextStepAt'>): void =>
  send(tx, tx.updateTable('matter').set({ ladder_step: matter.ladderStep, next_step_at: matter.nextStepAt }).where('institution_id', '=', matter.institutionId).where('id', '=', matter.id).execute())

/** What has stood in a state since before an instant. */
export const listStanding = (read: ReadTx, ask: { readonly kind: string; readonly state: string; readonly before: string; readonly limit: number }): Promise<MatterKey[]> =>
  read.selectFrom('matter').select(keyColumns).where('phase', '=', 'settled').where('state', '=', ask.state).where('state_at', '<=', ask.before).where('kind', '=', ask.kind).orderBy('state_at').limit(ask.limit).execute()

/** What was signed off before an instant and neither drawn nor filed away, by body. */
export const listRipe = (read: ReadTx, ask: { readonly kind: string; readonly state: string; readonly before: string; readonly limit: number }): Promise<(MatterKey & Body)[]> =>
  read
    .selectFrom('matter')
    .select([...keyColumns, 'region_code as regionCode'])
    .where('phase', '=', 'settled')
    .where('state', '=', ask.state)
    .where('kind', '=', ask.kind)
    .where('signed_off_at', '<=', ask.before)
    .where('recheck_at', 'is', null)
    .orderBy('institution_id')
    .orderBy('id')
    .limit(ask.limit)
    .execute()

export const insertDraw = (tx: Tx, body: Body, draw: { readonly id: string; readonly kind: string; readonly at: string; readonly seed: string; readonly share: number; readonly candidates: readonly string[]; readonly drawn: readonly string[] }): void =>
  send(tx, tx.insertInto('matter_draw').values({ institution_id: body.institutionId, id: draw.id, region_code: body.regionCode, kind: draw.kind, drawn_at: draw.at, seed: draw.seed, share: String(draw.share), candidates: [...draw.candidates], drawn: [...draw.drawn] }).execute())

/** Phases in which a clock can run. */
export type Running = 'open' | 'settled'

/** Matters with a clock, in order of when they are due: those whose date a changed calendar may move. */
export async function listClocked(read: ReadTx, phase: Running, after: { readonly at: string; readonly id: string } | undefined, limit: number): Promise<{ matter: Matter; workAt: string }[]> {
  const rows = await read
    .selectFrom('matter as m')
    .select(matterColumns)
    .where('m.phase', '=', phase)
    .where('m.deadline', 'is not', null)
    .$if(phase === 'settled', (query) => query.where('m.due_at', 'is not', null))
    .$if(after !== undefined, (query) => query.where((eb) => eb.or([eb('m.work_at', '>', after?.at ?? ''), eb.and([eb('m.work_at', '=', after?.at ?? ''), eb('m.id', '>', after?.id ?? '')])])))
    .orderBy('m.work_at')
    .orderBy('m.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ matter: matterOf(row), workAt: row.workAt }))
}

type Answered = { readonly kind: string; readonly from: string; readonly before: string }
const answered = (read: ReadTx, ask: Answered) =>
  read
    .selectFrom('matter as m')
    .where('m.kind', '=', ask.kind)
    .where('m.answered_at', '>=', ask.from)
    .where('m.answered_at', '<', ask.before)
    .where('m.call_back', 'is', null)
    .where(notCalledSince)
    .where('m.has_author', '=', true)
    .where('m.phase', '<>', 'open')
    .where('m.state', 'not in', ['withdrawn', 'merged', 'declined'])

/** Bodies with something that was answered between two instants and that no draw has come to. */
export const bodiesToDraw = (read: ReadTx, ask: Answered): Promise<Body[]> => answered(read, ask).select(['m.institution_id as institutionId', 'm.region_code as regionCode']).distinct().orderBy('institutionId').execute()

/** Rule MT-45: what was answered at a body between two instants, is still answered for, and no draw has come to; whoever left no way to be asked is left out. Locked, so that it is drawn as it stands and once. */
export async function lockToDraw(tx: Tx, institutionId: string, ask: Answered): Promise<string[]> {
  const rows = await answered(tx, ask).select('m.id').where('m.institution_id', '=', institutionId).orderBy('m.id').forUpdate().execute()
  return rows.map((row) => row.id)
}

/** Only the draw is written: no page becomes stale by it. */
export async function saveCallBacks(tx: Tx, institutionId: string, candidates: readonly string[], drawn: readonly string[]): Promise<void> {
  const chosen = new Set(drawn)
  const passed = candidates.filter((id) => !chosen.has(id))
  for (const [ids, said] of [[drawn, 'drawn'], [passed, 'passed']] as const) if (ids.length > 0) await tx.updateTable('matter').set({ call_back: said }).where('institution_id', '=', institutionId).where(sql<boolean>`id = any (${ids}::uuid[])`).where('call_back', 'is', null).execute()
}

export const hasChild = async (read: ReadTx, institutionId: string, parent: MatterKey): Promise<boolean> =>
  (await read.selectFrom('matter').select('id').where('institution_id', '=', institutionId).where('parent_institution_id', '=', parent.institutionId).where('parent_id', '=', parent.matterId).executeTakeFirst()) !== undefined

/** Matters that were merged into one: their authors get its answer. */
export const mergedInto = (read: ReadTx, key: MatterKey): Promise<MatterKey[]> => read.selectFrom('matter').select(keyColumns).where('institution_id', '=', key.institutionId).where('merged_into', '=', key.matterId).limit(1000).execute()

/** The commission closest above a region; `except`: above that commission itself. */
export async function commissionOver(read: ReadTx, regionCode: string, except?: string): Promise<Body | undefined> {
  const rows = await read.selectFrom('institution').select(['id', 'region_code as regionCode', 'region_prefix as prefix']).where('kind', '=', 'commission').where('active', '=', true).execute()
  const above = rows.filter((row) => row.prefix !== null && row.id !== except && regionCode.startsWith(row.prefix)).sort((a, b) => (b.prefix?.length ?? 0) - (a.prefix?.length ?? 0))[0]
  return above === undefined ? undefined : { institutionId: above.id, regionCode: above.regionCode }
}
