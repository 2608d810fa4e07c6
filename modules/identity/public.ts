import type { Act } from '../../server/platform/act.ts'
import { inviteAccount } from './commands/accounts.ts'

export { hashPassword } from '../../server/platform/passwords.ts'
export { sendCode, signInWithCode } from './commands/citizens.ts'
export { signOut, type Entered, type Visitor } from './commands/sessions.ts'
export { proveSigner } from './commands/signer.ts'
export { visitorOf } from './visitor.ts'

/** Opens the first account of an installation without demonstration data; run as the system. The password is shown once. */
export const openFirstAccount = (act: Act, ask: { institutionId: string; staffId: string; loginName: string }): Promise<{ accountId: string; initialPassword: string }> => inviteAccount(act, ask)
