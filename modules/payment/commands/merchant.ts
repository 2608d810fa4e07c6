import { systemActor, type Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { look, type Act, type Platform } from '../../../server/platform/act.ts'
import { findInstitution } from '../../directory/public.ts'
import { ChannelFault } from '../channel/port.ts'
import { privateKeyOf, publicKeyOf } from '../channel/sign.ts'
import { mayKeep } from '../rules/authority.ts'
import type { Trade } from '../rules/order.ts'
import * as merchants from '../store/merchants.ts'
import { channelOf, keysOf, sealKeys, type SealedKeys } from '../till.ts'

type MerchantAsk = { readonly institutionId: string; readonly mchid: string; readonly appid: string; readonly serial: string; readonly platformSerial: string; readonly trade: Trade; readonly active: boolean; readonly revision: number | null } & SealedKeys

/** What each key is called on the screen. */
const keyNames = { privateKey: '商户私钥', apiKey: 'APIv3密钥', platformKey: '微信支付公钥' } as const

/** What the key is made for; null where nothing can be read. */
function typeOf(field: 'privateKey' | 'platformKey', pem: string): string | null {
  try {
    return (field === 'privateKey' ? privateKeyOf(pem) : publicKeyOf(pem)).asymmetricKeyType ?? null
  } catch {
    return null
  }
}

/** Rule PY-12: keys are looked at, sealed at once and never shown again; left empty they stay, unless the merchant is another one. */
export async function saveMerchantSettings(step: Act, ask: MerchantAsk): Promise<merchants.Merchant> {
  const no = mayKeep(step.actor, ask)
  if (no !== null) throw new RefusedError(no.refused)
  const body = await findInstitution(step.tx, ask.institutionId)
  if (body === undefined) throw new RefusedError('not_found')
  const before = await merchants.lockMerchant(step.tx, ask.institutionId)
  if (before !== undefined && before.revision !== ask.revision) throw new RefusedError('request.stale')
  const isSame = before !== undefined && before.mchid === ask.mchid && before.channel === 'wechat'
  const kept = isSame ? keysOf(step.vault, before) : { privateKey: '', apiKey: '', platformKey: '' }
  const keys: SealedKeys = { privateKey: ask.privateKey || kept.privateKey, apiKey: ask.apiKey || kept.apiKey, platformKey: ask.platformKey || kept.platformKey }
  for (const name of ['privateKey', 'apiKey', 'platformKey'] as const) if (keys[name] === '') throw new RefusedError('payment.key_missing', keyNames[name])
  for (const name of ['privateKey', 'platformKey'] as const) if (typeOf(name, keys[name]) !== 'rsa') throw new RefusedError('payment.key_unreadable', keyNames[name])
  const merchant: merchants.Merchant = {
    institutionId: ask.institutionId, regionCode: body.regionCode, channel: 'wechat', address: null, mchid: ask.mchid, appid: ask.appid, serial: ask.serial, platformSerial: ask.platformSerial, trade: ask.trade, sealed: sealKeys(step.vault, keys), active: ask.active, since: before?.since ?? step.now.toISOString(), revision: before?.revision ?? 1, changedName: step.actor.name, changedAt: step.now.toISOString(),
  }
  await (before === undefined ? merchants.insertMerchant(step.tx, merchant) : merchants.saveMerchant(step.tx, merchant))
  await step.record({ institutionId: ask.institutionId, regionCode: body.regionCode, kind: 'payment.merchant_changed', subjectId: ask.mchid, detail: { active: ask.active, trade: ask.trade, newKeys: ask.privateKey !== '' || ask.apiKey !== '' || ask.platformKey !== '' } })
  return (await merchants.findMerchant(step.tx, ask.institutionId)) ?? merchant
}

/** Whether the channel knows our signature and we know its: it is asked for an order that does not exist. Answers its own words where not. */
export async function tryMerchant(platform: Platform, actor: Actor, institutionId: string): Promise<{ works: boolean; says: string }> {
  const no = mayKeep(actor, { institutionId })
  if (no !== null) throw new RefusedError(no.refused)
  const merchant = await look(platform, systemActor('payment.try'), ({ read }) => merchants.findMerchant(read, institutionId))
  if (merchant === undefined) throw new RefusedError('payment.no_merchant')
  try {
    await channelOf(platform, merchant).ask('huiyin0trial0order0000')
    return { works: true, says: '' }
  } catch (error) {
    if (!(error instanceof ChannelFault)) throw error
    return { works: false, says: error.message }
  }
}
