import type { FormLaw } from '../../../kernel/form-limits.ts'
import { receiptCode, readReceiptCode } from '../../../kernel/ids.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import { guardForm, type FormSender } from '../../../server/platform/form-guard.ts'
import type { FormToken } from '../../../server/platform/form-token.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findInstitution, readMobile } from '../../directory/public.ts'
import { mayAnswer, objectionFault } from '../rules/exemplar.ts'
import { lockExemplar, type ExemplarKey } from '../store/exemplars.ts'
import { findNotice, lockNotice } from '../store/notices.ts'
import { findByCode, insertObjection, listObjections, lockObjection, saveAnswer, type Objection } from '../store/objections.ts'
import { linkOf } from './nominate.ts'

export type Author = { readonly name: string; readonly phone: string }
export type ObjectionAsk = { readonly exemplarId: string; /** Of the form: sent twice it is one objection. */ readonly token: FormToken; readonly said: string; readonly name: string; readonly phone: string; readonly sender: FormSender; readonly law: FormLaw }
type FiledObjection = { readonly code: string; readonly repeated: boolean }

/** The code follows from the form and the installation's key: the same form gets the same code, and nobody else can reckon it. */
const codeOf = (vault: Vault, exemplarId: string, formId: string): string => receiptCode(Buffer.from(vault.blindIndex('code', `exemplar ${exemplarId} ${formId}`), 'base64url'))
const indexOf = (vault: Vault, code: string): string => vault.blindIndex('code', `exemplar code ${code}`)

function authorOf(ask: ObjectionAsk): Author | null {
  const [name, typed] = [ask.name.trim().slice(0, 60), ask.phone.trim()]
  if (name === '' && typed === '') return null
  if (name === '' || typed === '') throw new RefusedError('exemplar.name_and_phone')
  return { name, phone: orThrow(readMobile(typed)).value }
}

/** Rules EL-6 and PO-2: filed by anybody within what one sender may send, with name and telephone or without; answers the code its author follows it by. Run it as the system. */
export async function fileObjection(act: Act, ask: ObjectionAsk): Promise<FiledObjection> {
  const author = authorOf(ask)
  // The same words to another notice are another objection.
  return guardForm(act, { purpose: 'objection', token: ask.token, sender: ask.sender, phone: author?.phone ?? '', text: `${ask.exemplarId} ${ask.said}` }, ask.law, () => fileOnce(act, ask, author))
}

async function fileOnce(act: Act, ask: ObjectionAsk, author: Author | null): Promise<FiledObjection> {
  const notice = await lockNotice(act.tx, ask.exemplarId)
  if (notice === undefined) throw new RefusedError('not_found')
  const code = codeOf(act.vault, ask.exemplarId, ask.token.key)
  const codeIndex = indexOf(act.vault, code)
  const said = ask.said.trim()
  const before = await findByCode(act.tx, notice.commissionId, notice.exemplarId, codeIndex)
  if (before !== undefined && before.said !== said) throw new RefusedError('portal.form_changed')
  if (before !== undefined) return { code, repeated: true }
  const known = (await listObjections(act.tx, notice.commissionId, notice.exemplarId)).length
  const no = objectionFault(notice, { said: ask.said, known }, act.today)
  if (no !== null) orThrow(no)
  const commission = await findInstitution(act.tx, notice.commissionId)
  if (commission === undefined) throw new RefusedError('not_found')
  await insertObjection(act.tx, { commissionId: commission.id, objectionId: act.newId(), regionCode: commission.regionCode, exemplarId: notice.exemplarId, said, author: author === null ? null : act.vault.seal(JSON.stringify(author)), codeIndex, at: act.now.toISOString() })
  await notify(act, { institutionId: commission.id, regionCode: commission.regionCode, role: 'commission_clerk', topic: 'exemplar.objected', params: { title: notice.title }, link: linkOf(notice), onceKey: `exemplar.objected:${notice.exemplarId}:${codeIndex}` })
  await act.record({ institutionId: commission.id, regionCode: commission.regionCode, kind: 'exemplar.objected', subjectId: notice.exemplarId, detail: { named: author !== null } })
  return { code, repeated: false }
}

/** What became of an objection, for whoever has its code; null where the code is none of this notice. */
export async function findOwnObjection({ read, platform }: Pick<Look, 'read' | 'platform'>, exemplarId: string, typed: string): Promise<Objection | null> {
  const code = readReceiptCode(typed)
  const notice = code === null ? undefined : await findNotice(read, exemplarId)
  if (code === null || notice === undefined) return null
  return (await findByCode(read, notice.commissionId, exemplarId, indexOf(platform.vault, code))) ?? null
}

type Answer = ExemplarKey & { readonly objectionId: string }

async function own(act: Act, ask: Answer) {
  const row = await lockExemplar(act.tx, ask)
  if (row.commissionId === null) throw new RefusedError('not_found')
  const objection = await lockObjection(act.tx, row.commissionId, ask.objectionId)
  if (objection.exemplarId !== row.exemplarId) throw new RefusedError('not_found')
  return { row, objection }
}

/** Rule EL-7. */
export async function answerObjection(act: Act, ask: Answer & { readonly founded: boolean; readonly answer: string }): Promise<void> {
  const { row, objection } = await own(act, ask)
  const no = mayAnswer(act.actor, row, objection.answeredAt)
  if (no !== null) orThrow(no)
  await saveAnswer(act.tx, objection, { founded: ask.founded, answer: ask.answer, by: act.actor.id, byName: act.actor.name, at: act.now.toISOString() })
  await act.record({ institutionId: objection.institutionId, regionCode: objection.regionCode, kind: 'exemplar.objection_answered', subjectId: row.exemplarId, detail: { objectionId: objection.objectionId, founded: ask.founded } })
}

/** Rule EL-6: who objected is read for a reason, and that it was read is recorded. */
export async function readObjector(act: Act, ask: Answer & { readonly why: string }): Promise<Author> {
  const { row, objection } = await own(act, ask)
  const no = mayAnswer(act.actor, row, null)
  if (no !== null) orThrow(no)
  if (objection.author === null) throw new RefusedError('exemplar.nameless')
  await act.record({ institutionId: objection.institutionId, regionCode: objection.regionCode, kind: 'exemplar.objector_read', subjectId: row.exemplarId, detail: { objectionId: objection.objectionId, why: ask.why } })
  // Sealed from a value of that type.
  return JSON.parse(act.vault.open(objection.author)) as Author
}
