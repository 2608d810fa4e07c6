import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { KioskCount } from '../rules/kiosk.ts'
import type { Body } from '../rules/queue.ts'

/** A display over an area, or a kiosk in it: its queues, and the token in its address. */
export type Screen = Body & { readonly id: string; readonly area: string; readonly queueIds: readonly string[]; readonly token: string; readonly speaks: boolean; readonly kioskMost: number; readonly kioskMinutes: number; readonly active: boolean; readonly revision: number }

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'area', 'queue_ids as queueIds', 'token', 'speaks', 'kiosk_most as kioskMost', 'kiosk_minutes as kioskMinutes', 'active', 'revision'] as const

export const listScreens = (read: ReadTx, institutionId: string): Promise<Screen[]> => read.selectFrom('call_screen').select(columns).where('institution_id', '=', institutionId).orderBy('area').orderBy('id').limit(1000).execute()

export const loadScreen = (read: ReadTx, institutionId: string, screenId: string): Promise<Screen> =>
  read.selectFrom('call_screen').select(columns).where('institution_id', '=', institutionId).where('id', '=', screenId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** The display behind an address; only the system sees all of them. */
export async function screenByToken(read: ReadTx, token: string): Promise<Screen | undefined> {
  const found = await read.selectFrom('call_screen_token').select(['institution_id as institutionId', 'screen_id as screenId']).where('token', '=', token).executeTakeFirst()
  return found === undefined ? undefined : read.selectFrom('call_screen').select(columns).where('institution_id', '=', found.institutionId).where('id', '=', found.screenId).where('active', '=', true).executeTakeFirst()
}

export async function insertScreen(tx: Tx, screen: Screen): Promise<void> {
  await tx.insertInto('call_screen').values({ institution_id: screen.institutionId, id: screen.id, region_code: screen.regionCode, area: screen.area, queue_ids: [...screen.queueIds], token: screen.token, speaks: screen.speaks, kiosk_most: screen.kioskMost, kiosk_minutes: screen.kioskMinutes, active: screen.active, revision: screen.revision }).execute()
  await tx.insertInto('call_screen_token').values({ token: screen.token, institution_id: screen.institutionId, region_code: screen.regionCode, screen_id: screen.id }).execute()
}

export async function saveScreen(tx: Tx, screen: Screen, readRevision: number): Promise<void> {
  const saved = await tx
    .updateTable('call_screen')
    .set({ area: screen.area, queue_ids: [...screen.queueIds], speaks: screen.speaks, kiosk_most: screen.kioskMost, kiosk_minutes: screen.kioskMinutes, active: screen.active, revision: readRevision + 1 })
    .where('institution_id', '=', screen.institutionId)
    .where('id', '=', screen.id)
    .where('revision', '=', readRevision)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

/** What a machine gave so far, locked: two who press at once are counted one after the other. */
export async function lockKiosk(tx: Tx, screen: Pick<Screen, 'institutionId' | 'regionCode' | 'id'>, now: string): Promise<KioskCount | null> {
  await tx.insertInto('kiosk_count').values({ institution_id: screen.institutionId, screen_id: screen.id, region_code: screen.regionCode, from_at: now, issued: 0 }).onConflict((conflict) => conflict.doNothing()).execute()
  const row = await tx.selectFrom('kiosk_count').select(['from_at as fromAt', 'issued']).where('institution_id', '=', screen.institutionId).where('screen_id', '=', screen.id).forUpdate().executeTakeFirst()
  return row === undefined || row.issued === 0 ? null : row
}

export const saveKiosk = (tx: Tx, screen: Pick<Screen, 'institutionId' | 'id'>, count: KioskCount) => tx.updateTable('kiosk_count').set({ from_at: count.fromAt, issued: count.issued }).where('institution_id', '=', screen.institutionId).where('screen_id', '=', screen.id).execute()
