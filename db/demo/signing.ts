import type { Actor } from '../../kernel/actor.ts'
import type { RefusedError } from '../../kernel/refusal.ts'
import type { Act, Platform } from '../../server/platform/act.ts'
import { codeAt, newSecret } from '../../server/platform/authenticator.ts'
import { demoPassword } from './accounts.ts'
import { stage } from './cast.ts'

type Proof = { readonly password: string; readonly code: string }

/**
 * A head signs with password and authenticator, as the rules ask. The authenticator is in nobody's pocket, so it is taken
 * out of the account again: a visitor comes in with the password of the demonstration alone, and may set one up.
 */
export async function signedBy(platform: Platform, head: Actor, instant: string, sign: (act: Act, proof: Proof) => Promise<RefusedError | null>): Promise<void> {
  const secret = newSecret()
  await stage(platform, async (as) => {
    const act = await as(instant, head)
    const authenticator = (values: { totp_secret: Buffer | null; totp_enabled_at: string | null }) => act.tx.updateTable('account').set({ ...values, totp_last_step: null }).where('account_id', '=', head.id).execute()
    await authenticator({ totp_secret: act.vault.seal(secret), totp_enabled_at: instant })
    const wrong = await sign(act, { password: demoPassword, code: codeAt(secret, act.now) })
    if (wrong !== null) throw wrong
    await authenticator({ totp_secret: null, totp_enabled_at: null })
  })
}
