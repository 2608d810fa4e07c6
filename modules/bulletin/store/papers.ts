import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { PaperState } from '../rules/names.ts'

export type Paper = { readonly state: Exclude<PaperState, 'none'>; readonly fileId: string | null; readonly size: number | null; readonly reason: string | null; readonly madeAt: string }

export const findPaper = (read: ReadTx, bulletinId: string, version: number): Promise<Paper | undefined> =>
  read.selectFrom('bulletin_paper').select(['file_id as fileId', 'size', 'reason', 'made_at as madeAt']).select(sql<Paper['state']>`state`.as('state')).where('bulletin_id', '=', bulletinId).where('version', '=', version).executeTakeFirst()

/** Kept by version; a later try replaces what there was. */
export const savePaper = (tx: Tx, key: { bulletinId: string; version: number; institutionId: string; regionCode: string }, paper: Paper) =>
  tx
    .insertInto('bulletin_paper')
    .values({ bulletin_id: key.bulletinId, version: key.version, institution_id: key.institutionId, region_code: key.regionCode, state: paper.state, file_id: paper.fileId, size: paper.size, reason: paper.reason, made_at: paper.madeAt })
    .onConflict((conflict) => conflict.columns(['bulletin_id', 'version']).doUpdateSet((eb) => ({ state: eb.ref('excluded.state'), file_id: eb.ref('excluded.file_id'), size: eb.ref('excluded.size'), reason: eb.ref('excluded.reason'), made_at: eb.ref('excluded.made_at') })))
    .execute()
