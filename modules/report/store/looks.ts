import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Figures } from '../rules/moved.ts'
import type { PackKey } from './packs.ts'

/** What this account saw last; undefined where it never looked. */
export const findLook = (read: ReadTx, key: PackKey, accountId: string) =>
  read
    .selectFrom('report_look')
    .select('looked_at as at')
    .select(sql<Figures>`figures`.as('figures'))
    .where('institution_id', '=', key.institutionId)
    .where('pack_id', '=', key.packId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

export const saveLook = (tx: Tx, key: PackKey, regionCode: string, look: { accountId: string; figures: Figures; at: string }) =>
  tx
    .insertInto('report_look')
    .values({ institution_id: key.institutionId, pack_id: key.packId, account_id: look.accountId, region_code: regionCode, figures: JSON.stringify(look.figures), looked_at: look.at })
    .onConflict((conflict) => conflict.columns(['institution_id', 'pack_id', 'account_id']).doUpdateSet((eb) => ({ figures: eb.ref('excluded.figures'), looked_at: eb.ref('excluded.looked_at') })))
    .execute()
