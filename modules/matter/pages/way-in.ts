import { systemActor } from '../../../kernel/actor.ts'
import type { Platform } from '../../../server/platform/act.ts'
import type { PageLook } from '../../../server/platform/pages.ts'

export const asPortal = { as: systemActor('portal.matter') } as const

const cookie = 'huiyin_matter'
const minutes = 60
type Bearer = Pick<PageLook, 'request' | 'reply'>

/** Code and last four digits: what opens one matter to its author. */
export type Receipt = { readonly code: string; readonly tail: string }

const scopeOf = (platform: Platform) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: platform.publicUrl.startsWith('https:') }) as const

/** Rule PO-7: what opens a matter travels sealed in a cookie for an hour, never in an address, which others may read. */
export function keepReceipt({ reply }: Bearer, platform: Platform, now: Date, receipt: Receipt): void {
  const sealed = platform.vault.seal(JSON.stringify({ ...receipt, until: now.getTime() + minutes * 60_000 })).toString('base64url')
  void reply.setCookie(cookie, sealed, { ...scopeOf(platform), maxAge: minutes * 60 })
}

export const forgetReceipt = ({ reply }: Bearer, platform: Platform): void => void reply.clearCookie(cookie, scopeOf(platform))

/** The receipt this device was shown within the hour; null where there is none, or where somebody changed it. */
export function receiptOf({ request }: Pick<Bearer, 'request'>, platform: Platform, now: Date): Receipt | null {
  const sealed = request.cookies[cookie]
  if (sealed === undefined || sealed.length > 1000) return null
  try {
    const { code, tail, until } = JSON.parse(platform.vault.open(Buffer.from(sealed, 'base64url'))) as Record<string, unknown>
    return typeof code === 'string' && typeof tail === 'string' && typeof until === 'number' && until > now.getTime() ? { code, tail } : null
  } catch {
    return null
  }
}
