import type { FormLaw } from '../../../kernel/form-limits.ts'
import type { Act } from '../../../server/platform/act.ts'
import { attachmentKinds } from '../../../server/platform/attachments.ts'
import { keepFile, type KeptFile } from '../../../server/platform/files.ts'
import { guardForm, type FormSender } from '../../../server/platform/form-guard.ts'
import type { FormToken } from '../../../server/platform/form-token.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import type { ReadFiling } from '../rules/filing-form.ts'
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
  readonly sender: FormSender
  readonly law: FormLaw
}
export type FiledFromForm = { readonly code: string; readonly tail: string; readonly repeated: boolean }

/** Files what the form brought, within what one sender may send. */
export async function fileFromForm(given: Act, ask: FormAsk): Promise<FiledFromForm> {
  const { filing, token, sender, law } = ask
  const act = asSender(given, filing.kind)
  const filed = await guardForm(act, { purpose: 'matter', token, sender, phone: filing.phone, text: filing.text }, law, () => fileOnce(act, ask))
  return { code: filed.receiptCode ?? '', tail: filing.phone.slice(-4), repeated: filed.repeated }
}

async function fileOnce(act: Act, ask: FormAsk) {
  const { filing } = ask
  const kept: KeptFile[] = []
  for (const file of ask.files) kept.push(await keepFile(act, file, { ...ask.body, purpose: 'matter', allowed: attachmentKinds }))
  const author = filing.name === '' && filing.phone === '' ? null : { name: filing.name, phone: filing.phone, idNumber: '', address: '' }
  return fileMatter(act, {
    institutionId: ask.body.institutionId, kind: filing.kind, channel: 'portal', title: filing.title, body: filing.text, category: filing.category, place: filing.place, departmentId: ask.departmentId, harm: ask.harm,
    author, accountId: act.actor.kind === 'citizen' ? ask.accountId : null, submissionKey: ask.token.key, files: kept, originNumber: null, receivedAt: null,
  })
}
