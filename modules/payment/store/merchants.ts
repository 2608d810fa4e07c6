import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Trade } from '../rules/order.ts'

export type Merchant = {
  readonly institutionId: string
  readonly regionCode: string
  readonly channel: 'wechat' | 'stand-in'
  /** Where a stand-in answers; null is the published address, or this server's own stand-in. */
  readonly address: string | null
  readonly mchid: string
  readonly appid: string
  readonly serial: string
  readonly platformSerial: string
  readonly trade: Trade
  readonly sealed: Buffer
  readonly active: boolean
  readonly since: string
  readonly revision: number
  readonly changedName: string
  readonly changedAt: string
}

const columns = ['institution_id as institutionId', 'region_code as regionCode', sql<Merchant['channel']>`channel`.as('channel'), 'address', 'mchid', 'appid', 'serial', 'platform_serial as platformSerial', sql<Trade>`trade`.as('trade'), 'sealed', 'active', 'since', 'revision', 'changed_name as changedName', 'changed_at as changedAt'] as const

export const findMerchant = (read: ReadTx, institutionId: string): Promise<Merchant | undefined> => read.selectFrom('payment_merchant').select(columns).where('institution_id', '=', institutionId).executeTakeFirst()
export const lockMerchant = (tx: Tx, institutionId: string): Promise<Merchant | undefined> => tx.selectFrom('payment_merchant').select(columns).where('institution_id', '=', institutionId).forUpdate().executeTakeFirst()
/** For the system only: of all bodies. */
export const listMerchants = (read: ReadTx): Promise<Merchant[]> => read.selectFrom('payment_merchant').select(columns).orderBy('institution_id').execute()

const settings = (merchant: Merchant) => ({
  channel: merchant.channel, address: merchant.address, mchid: merchant.mchid, appid: merchant.appid, serial: merchant.serial, platform_serial: merchant.platformSerial, trade: merchant.trade, sealed: merchant.sealed, active: merchant.active, changed_name: merchant.changedName, changed_at: merchant.changedAt,
})

export const insertMerchant = (tx: Tx, merchant: Merchant) =>
  tx.insertInto('payment_merchant').values({ institution_id: merchant.institutionId, region_code: merchant.regionCode, since: merchant.since, revision: 1, ...settings(merchant) }).execute()
export const saveMerchant = (tx: Tx, merchant: Merchant) =>
  tx.updateTable('payment_merchant').set({ ...settings(merchant), revision: merchant.revision + 1 }).where('institution_id', '=', merchant.institutionId).execute()
