import { readReceiptCode, receiptCode } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Slip, SlipKey } from '../rules/slip.ts'
import { countTry, findReceipt, forgetTries, triesOf } from '../store/receipts.ts'
import { loadSlip } from '../store/slips.ts'

/** So many wrong last digits for one code, and so many wrong codes from one address, within an hour. */
const mostTails = 5
const mostCodes = 60
const hourMs = 3_600_000

/** Rule AD-10: the code follows from the slip and the installation's key; only its index is kept. */
export const codeOf = (vault: Vault, key: SlipKey): string => receiptCode(Buffer.from(vault.blindIndex('code', `admission ${key.institutionId} ${key.slipId}`), 'base64url'))
export const codeIndexFor = (vault: Vault, code: string): string => vault.blindIndex('code', `admission code ${code}`)
export const tailIndexFor = (vault: Vault, code: string, tail: string): string => vault.blindIndex('code', `admission code ${code} tail ${tail}`)
export const tailOf = (phone: string): string => phone.slice(-4)

/** Rule AD-10: opens a slip to its patient; wrong tries are counted, so a refusal is returned and not thrown. */
export async function openSlip(act: Pick<Act, 'tx' | 'vault' | 'now'>, given: { readonly code: string; readonly tail: string; readonly address: string }): Promise<Slip | RefusedError> {
  const { vault, tx, now } = act
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs).toISOString()
  const subjectOf = (sort: string, value: string) => vault.blindIndex('code', `admission try ${sort} ${value}`)
  const code = readReceiptCode(given.code)
  const address = subjectOf('address', given.address)
  const ofCode = code === null ? null : subjectOf('code', code)
  const tries = await triesOf(tx, [address, ...(ofCode === null ? [] : [ofCode])], hour)
  if ((tries.get(address) ?? 0) >= mostCodes || (ofCode !== null && (tries.get(ofCode) ?? 0) >= mostTails)) return new RefusedError('admission.code_locked')
  const key = code === null ? undefined : await findReceipt(tx, codeIndexFor(vault, code))
  const slip = key === undefined ? undefined : await loadSlip(tx, key)
  if (code !== null && slip !== undefined && (slip.tailIndex === null || slip.tailIndex === tailIndexFor(vault, code, given.tail))) return slip
  await countTry(tx, slip !== undefined && ofCode !== null ? [ofCode] : [address], hour)
  await forgetTries(tx, new Date(now.getTime() - 48 * hourMs).toISOString())
  return new RefusedError('admission.code_unknown')
}

/** What a counter scanned or typed, in the form `readReceiptCode` gives it; the patient stands there, so no last digits are asked for. */
export async function slipByCode(read: ReadTx, code: string, vault: Vault): Promise<Slip | undefined> {
  const key = await findReceipt(read, codeIndexFor(vault, code))
  return key === undefined ? undefined : loadSlip(read, key)
}
