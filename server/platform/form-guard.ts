import { judgeUses, type FormLaw } from '../../kernel/form-limits.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { normaliseHan } from '../../kernel/text.ts'
import type { Act } from './act.ts'
import type { FormToken } from './form-token.ts'
import { countUses, forgetUses } from './form-use.ts'

export type FormSender = { readonly address: string; readonly device: string | null }
/** One form that anybody may send: what for (each purpose counts by itself), which one it is, who sends it and what it says. */
type FormUse = { readonly purpose: 'matter' | 'objection'; readonly token: FormToken; readonly sender: FormSender; readonly phone: string; readonly text: string }

const hour = 3_600_000
const day = 86_400_000

/** Rule PO-2: counted first, filed once, judged last, so that the same form sent twice is never a limit; a refusal undoes all of it. */
export async function guardForm<Filed extends { readonly repeated: boolean }>(act: Act, use: FormUse, law: FormLaw, file: () => Promise<Filed>): Promise<Filed> {
  const uses = await countSender(act, use)
  const filed = await file()
  if (!filed.repeated && uses.form > 1) throw new RefusedError('portal.form_changed')
  const refusal = filed.repeated ? null : judgeUses(uses, law)
  if (refusal !== null) throw new RefusedError(refusal.refused)
  if (use.sender.device === null || uses.address % 50 === 1) await forgetUses(act.tx, new Date(act.now.getTime() - 3 * day).toISOString())
  return filed
}

async function countSender(act: Act, { purpose, token, sender, phone, text }: FormUse) {
  const since = (window: number, atMs = act.now.getTime()) => new Date(Math.floor((atMs + 8 * hour) / window) * window - 8 * hour).toISOString()
  const subject = (of: string, value: string) => act.vault.blindIndex('code', `form use ${purpose} ${of} ${value}`)
  const who = phone === '' ? (sender.device ?? sender.address) : phone
  const asked = [
    { of: 'address', subject: subject('address', sender.address), since: since(hour) },
    ...(sender.device === null ? [] : [{ of: 'device', subject: subject('device', sender.device), since: since(day) }]),
    ...(phone === '' ? [] : [{ of: 'phone', subject: subject('phone', phone), since: since(day) }]),
    { of: 'form', subject: subject('form', token.key), since: since(day, token.openedAtMs) },
    { of: 'text', subject: subject('text', `${who} ${normaliseHan(text) || text}`), since: since(day) },
  ]
  const counts = await countUses(act.tx, asked)
  const of = (name: string): number | null => {
    const at = asked.findIndex((each) => each.of === name)
    return at === -1 ? null : (counts[at] ?? 0)
  }
  return { address: of('address') ?? 0, device: of('device'), phone: of('phone'), form: of('form') ?? 0, text: of('text') ?? 0 }
}
