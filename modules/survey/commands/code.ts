import { readReceiptCode, receiptCode } from '../../../kernel/ids.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { Way } from '../rules/survey.ts'

export type Visit = { readonly institutionId: string; readonly way: Way; /** Of the booking, the slip, the member of staff and the questionnaire, the sheet of paper. */ readonly visitId: string }

/** Rule SV-5: the code follows from the visit and the installation's key; it can be said again and is kept nowhere. */
export const codeOf = (vault: Vault, { institutionId, way, visitId }: Visit): string => receiptCode(Buffer.from(vault.blindIndex('code', `survey ${institutionId} ${way} ${visitId}`), 'base64url'))
export const tokenIndexFor = (vault: Vault, code: string): string => vault.blindIndex('code', `survey code ${code}`)
/** The index of what somebody typed or scanned; null where it can be no code. */
export function typedIndex(vault: Vault, typed: string): string | null {
  const code = readReceiptCode(typed)
  return code === null ? null : tokenIndexFor(vault, code)
}
