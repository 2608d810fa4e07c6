import type { Browser, BrowserContext, Page } from 'playwright-core'
import { codeAt, newSecret } from '../server/platform/authenticator.ts'
import { newToken, tokenHash } from '../server/platform/crypto.ts'
import { hashPassword } from '../server/platform/passwords.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { arrange } from '../server/testing/api.ts'
import { password } from './browser.ts'
import type { Clocked } from './clocked.ts'

/** Somebody of the county at a window of their own; heads have an authenticator, whose code at the server's time is `code`. */
export type Somebody = { readonly staffId: string; readonly accountId: string; readonly page: Page; readonly context: BrowserContext; code(): string }

/** Gives a member of staff an account with the demonstration's password, an authenticator and a session that the days of the journey do not end, and opens a window. */
export async function somebody(server: Clocked, browser: Browser, staff: { staffId: string; institutionId: string; name: string }, viewport: { width: number; height: number }): Promise<Somebody> {
  const secret = newSecret()
  const token = newToken()
  const password_hash = await hashPassword(password)
  const accountId = await arrange(server.world, async (act) => {
    const at = act.now.toISOString()
    const known = await act.tx.selectFrom('account').select('account_id').where('staff_id', '=', staff.staffId).executeTakeFirst()
    const id = known?.account_id ?? act.newId()
    const proof = { password_hash, password_changed_at: at, totp_secret: act.vault.seal(secret), totp_enabled_at: at }
    if (known === undefined) await act.tx.insertInto('account').values({ account_id: id, kind: 'staff', login_name: `e${staff.staffId.slice(-10)}`, display_name: staff.name, institution_id: staff.institutionId, staff_id: staff.staffId, created_at: at, ...proof }).execute()
    else await act.tx.updateTable('account').set(proof).where('account_id', '=', id).execute()
    await act.tx.insertInto('session').values({ token_hash: tokenHash(token), id: act.newId(), account_id: id, method: 'password', created_at: at, last_seen_at: '2098-01-01T00:00:00.000Z', expires_at: '2099-01-01T00:00:00.000Z' }).execute()
    return id
  })
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  await context.addCookies([{ name: sessionCookie, value: token, url: server.url }])
  return { staffId: staff.staffId, accountId, page: await context.newPage(), context, code: () => codeAt(secret, server.world.clock.now()) }
}
