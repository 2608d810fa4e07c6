import type { Act } from '../../server/platform/act.ts'
import type { Vault } from '../../server/platform/crypto.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { inviteAccount } from './commands/accounts.ts'
import { findOwnPhone } from './store/citizens.ts'

export { hashPassword } from '../../server/platform/passwords.ts'
export { sendCode, signInWithCode } from './commands/citizens.ts'
export { signOut, type Entered, type Visitor } from './commands/sessions.ts'
export { proveSigner } from './commands/signer.ts'
export { visitorOf } from './visitor.ts'

/** Opens the first account of an installation without demonstration data; run as the system. The password is shown once. */
export const openFirstAccount = (act: Act, ask: { institutionId: string; staffId: string; loginName: string }): Promise<{ accountId: string; initialPassword: string }> => inviteAccount(act, ask)

/** The phone a citizen signed in with, for the citizen's own forms; '' where the account is none of a citizen. */
export async function ownPhone(read: ReadTx, vault: Vault, accountId: string): Promise<string> {
  const sealed = await findOwnPhone(read, accountId)
  return sealed === null ? '' : vault.open(sealed)
}
