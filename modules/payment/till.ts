import { z } from 'zod'
import type { Platform } from '../../server/platform/act.ts'
import type { Vault } from '../../server/platform/crypto.ts'
import type { MerchantKeys, PaymentChannel } from './channel/port.ts'
import { wechatAddress, wechatChannel } from './channel/wechat.ts'
import type { Merchant } from './store/merchants.ts'

const sealedKeys = z.object({ privateKey: z.string(), apiKey: z.string(), platformKey: z.string() })
export type SealedKeys = z.infer<typeof sealedKeys>

export const sealKeys = (vault: Vault, { privateKey, apiKey, platformKey }: SealedKeys): Buffer => vault.seal(JSON.stringify({ privateKey, apiKey, platformKey }))
export const keysOf = (vault: Vault, merchant: Merchant): MerchantKeys => ({ ...sealedKeys.parse(JSON.parse(vault.open(merchant.sealed))), mchid: merchant.mchid, appid: merchant.appid, serial: merchant.serial, platformSerial: merchant.platformSerial })

const site = (platform: Platform) => platform.publicUrl.replace(/\/$/, '')
/** Where the stand-in of a demonstration answers on this server. */
export const standInPath = '/pay-stand-in'
export const noticePath = (institutionId: string): string => `/pay/notices/${institutionId}`

/** The channel of a body's merchant account; nothing is sent before it is asked something. */
export const channelOf = (platform: Platform, merchant: Merchant): PaymentChannel =>
  wechatChannel(keysOf(platform.vault, merchant), {
    address: merchant.channel === 'wechat' ? wechatAddress : (merchant.address ?? `${site(platform)}${standInPath}`),
    noticeUrl: `${site(platform)}${noticePath(merchant.institutionId)}`,
    now: () => platform.clock.now(),
  })
