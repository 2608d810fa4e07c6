import { RefusedError } from '../../../kernel/refusal.ts'
import { normaliseHan } from '../../../kernel/text.ts'
import type { Act } from '../../../server/platform/act.ts'
import { attachmentKinds } from '../../../server/platform/attachments.ts'
import { keepFile, type KeptFile } from '../../../server/platform/files.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import type { FormToken } from '../form-token.ts'
import type { ReadFiling } from '../rules/filing-form.ts'
import { judgeUses, type FormLaw } from '../rules/form-limits.ts'
import { countUses, forgetUses } from '../store/form-use.ts'
import { asSender } from './as-sender.ts'
import { fileMatter } from './file.ts'

export type FormAsk = {
  readonly token: FormToken
  readonly filing: ReadFiling
  readonly harm: boolean
  readonly body: { readonly institutionId: string; readonly regionCode: string }
  readonly departmentId: string | null
  readonly accountId: string | null
  readonly files: readonly Upload[]
  readonly sender: { readonly address: string; readonly device: string | null }
  readonly law: FormLaw
}
export type FiledFromForm = { readonly code: string; readonly tail: string; readonly repeated: boolean }

const hour = 3_600_000
const day = 86_400_000

/** Files what the form brought: counted first, filed once, judged last, so that the same form sent twice is never a limit. */
export async function fileFromForm(given: Act, ask: FormAsk): Promise<FiledFromForm> {
  const { filing, sender } = ask
  const act = asSender(given, filing.kind)
  const uses = await countSender(act, ask)
  const kept: KeptFile[] = []
  for (const file of ask.files) kept.push(await keepFile(act, file, { ...ask.body, purpose: 'matter', allowed: attachmentKinds }))
  const author = filing.name === '' && filing.phone === '' ? null : { name: filing.name, phone: filing.phone, idNumber: '', address: '' }
  const filed = await fileMatter(act, {
    institutionId: ask.body.institutionId, kind: filing.kind, channel: 'portal', title: filing.title, body: filing.text, category: filing.category, place: filing.place, departmentId: ask.departmentId, harm: ask.harm,
    author, accountId: act.actor.kind === 'citizen' ? ask.accountId : null, submissionKey: ask.token.key, files: kept, originNumber: null, receivedAt: null,
  })
  if (!filed.repeated && uses.form > 1) throw new RefusedError('portal.form_changed')
  const refusal = filed.repeated ? null : judgeUses(uses, ask.law)
  if (refusal !== null) throw new RefusedError(refusal.refused)
  if (sender.device === null || uses.address % 50 === 1) await forgetUses(act.tx, new Date(act.now.getTime() - 3 * day).toISOString())
  return { code: filed.receiptCode ?? '', tail: filing.phone.slice(-4), repeated: filed.repeated }
}

async function countSender(act: Act, { filing, sender, token }: FormAsk) {
  const since = (window: number, atMs = act.now.getTime()) => new Date(Math.floor((atMs + 8 * hour) / window) * window - 8 * hour).toISOString()
  const subject = (purpose: string, value: string) => act.vault.blindIndex('code', `form use ${purpose} ${value}`)
  const who = filing.phone === '' ? (sender.device ?? sender.address) : filing.phone
  const asked = [
    { of: 'address', subject: subject('address', sender.address), since: since(hour) },
    ...(sender.device === null ? [] : [{ of: 'device', subject: subject('device', sender.device), since: since(day) }]),
    ...(filing.phone === '' ? [] : [{ of: 'phone', subject: subject('phone', filing.phone), since: since(day) }]),
    { of: 'form', subject: subject('form', token.key), since: since(day, token.openedAtMs) },
    { of: 'text', subject: subject('text', `${who} ${normaliseHan(filing.text) || filing.text}`), since: since(day) },
  ]
  const counts = await countUses(act.tx, asked)
  const of = (name: string): number | null => {
    const at = asked.findIndex((each) => each.of === name)
    return at === -1 ? null : (counts[at] ?? 0)
  }
  return { address: of('address') ?? 0, device: of('device'), phone: of('phone'), form: of('form') ?? 0, text: of('text') ?? 0 }
}
