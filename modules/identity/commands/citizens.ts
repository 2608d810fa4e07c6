import { randomInt } from 'node:crypto'
import { checkMobile } from '../../../kernel/identifiers.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { readSettings } from '../../setting/public.ts'
import * as rules from '../rules.ts'
import * as citizens from '../store/citizens.ts'
import * as store from '../store/sign-in.ts'
import { admitHolder, loadAccount, type Entered, type Visitor } from './sessions.ts'

function readPhone(typed: string): string {
  const checked = checkMobile(typed)
  if (!checked.ok) throw new RefusedError('identity.phone_invalid')
  return checked.value
}

const codeLaw = async (act: Act) => {
  const values = await readSettings(act.tx, 'citizen.codes_per_hour', 'citizen.resend_seconds', 'citizen.code_attempts', 'citizen.code_minutes')
  return { codesPerHour: values['citizen.codes_per_hour'], resendSeconds: values['citizen.resend_seconds'], attempts: values['citizen.code_attempts'], minutes: values['citizen.code_minutes'] }
}

const codeHash = (act: Act, id: string, code: string) => act.vault.blindIndex('code', `one-time ${id} ${code}`)

/** Sends a code to a phone. The answer is the same whether the phone is known here or not. */
export async function sendCode(act: Act, ask: { phone: string }): Promise<{ validMinutes: number; resendAfterSeconds: number }> {
  const phone = readPhone(ask.phone)
  const phoneIndex = act.vault.blindIndex('phone', phone)
  const law = await codeLaw(act)
  await citizens.holdPhone(act.tx, phoneIndex)
  orThrow(rules.mayIssueCode(await citizens.listSentSince(act.tx, phoneIndex, new Date(act.now.getTime() - 3_600_000).toISOString()), act.now, law))
  const id = act.newId()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await citizens.insertCode(act.tx, { id, phoneIndex, hash: codeHash(act, id, code), at: act.now.toISOString(), expiresAt: new Date(act.now.getTime() + law.minutes * 60_000).toISOString() })
  await queueMessage(act, { channel: 'sms', to: phone, text: `【回音】您的登录验证码是 ${code}，${law.minutes}分钟内有效，请勿告诉他人。` })
  return { validMinutes: law.minutes, resendAfterSeconds: law.resendSeconds }
}

/** A citizen comes in; the first time makes the account. A wrong code is counted, so its refusal is returned. */
export async function signInWithCode(act: Act, ask: { phone: string; code: string }, visitor: Visitor): Promise<Entered | RefusedError> {
  const phone = readPhone(ask.phone)
  const phoneIndex = act.vault.blindIndex('phone', phone)
  await citizens.holdPhone(act.tx, phoneIndex)
  const kept = await citizens.findNewestCode(act.tx, phoneIndex)
  const no = new RefusedError('identity.wrong_code')
  if (kept === undefined || !rules.isCodeOpen(kept, act.now, await codeLaw(act))) return no
  const attempts = kept.attempts + 1
  if (kept.hash !== codeHash(act, kept.id, ask.code)) {
    await citizens.saveCode(act.tx, kept.id, { attempts })
    return no
  }
  await citizens.saveCode(act.tx, kept.id, { attempts, used_at: act.now.toISOString() })
  const account = await loadAccount(act, (await citizens.findCitizenAccount(act.tx, phoneIndex)) ?? (await newCitizen(act, phone, phoneIndex)))
  return account.disabledAt === null ? admitHolder(act, account, 'code', visitor) : no
}

async function newCitizen(act: Act, phone: string, phoneIndex: string): Promise<string> {
  const accountId = act.newId()
  await citizens.insertCitizen(act.tx, { accountId, phone: act.vault.seal(phone), phoneIndex, at: act.now.toISOString() })
  return accountId
}

/** What has served its time goes after a month; answers to repeated commands after a week would do, but one rule is enough. */
export const forgetOld = (act: Act): Promise<void> => store.forgetOld(act.tx, new Date(act.now.getTime() - 30 * 86_400_000).toISOString())
