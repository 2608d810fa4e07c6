import { anonymous, systemActor } from '../../../kernel/actor.ts'
import { sayRefusal } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { attachmentKinds, attachmentLimits, prepareAttachments } from '../../../server/platform/attachments.ts'
import { keepFile, type FileKind, type KeptFile } from '../../../server/platform/files.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import type { Scan } from '../../../server/platform/virus-scan.ts'
import { add, file, isSecret, type Receipt } from '../matters.ts'
import { parseMail, type ParsedMail } from '../parse-mail.ts'
import { cut, freshText, ignoredBecause, numbersIn, titleOf, type IgnoredReason, type Letter } from '../rules/mail.ts'
import * as mailboxes from '../store/mailboxes.ts'
import * as mails from '../store/mails.ts'
import * as replies from '../store/replies.ts'
import type { Sealed } from '../sealed-letter.ts'
import { queueReceipt } from './replies.ts'

const system = systemActor('channel.mail')
/** As long as a matter may be; the whole letter goes along as a file then. */
const longest = 10_000

/** The scanner cannot be asked: nothing unscanned is kept, and nothing is lost by waiting. */
export class WaitsForScanner extends Error {
  constructor() {
    super('the virus scanner cannot be reached')
    this.name = 'WaitsForScanner'
  }
}

type Prepared = ParsedMail & { readonly files: readonly Upload[]; readonly left: readonly string[] }

/** Reads and cleans outside the transaction; settles inside, once. */
export async function settleMail(platform: Platform, box: mailboxes.Mailbox, mail: mails.Mail, message: { source: Buffer; size: number }, scan: Scan | null): Promise<void> {
  const parsed = await parseMail(message.source)
  const own = await look(platform, system, async ({ read }) => (await mailboxes.listMailboxes(read, box.institutionId)).map((each) => each.address))
  const ignored = mail.forced ? null : ignoredBecause(parsed.letter, own)
  const prepared: Prepared = ignored === null ? { ...parsed, ...(await prepare(parsed.attachments, message.size > message.source.length, scan)) } : { ...parsed, files: [], left: [] }
  await actAs(platform, system, async (act) => {
    const open = await mails.lockOpen(act.tx, mail.institutionId, mail.id)
    if (open !== null) await settle(act, box, open, prepared, ignored)
  })
}

/** One after another, so that one that is refused does not keep the others out. */
async function prepare(attachments: readonly Upload[], isCut: boolean, scan: Scan | null): Promise<{ files: Upload[]; left: string[] }> {
  const files: Upload[] = []
  const left: string[] = isCut ? ['邮件超过 40 MB，只读取了前面的部分，后面的附件没有保留。'] : []
  let total = 0
  for (const attachment of attachments) {
    if (files.length >= attachmentLimits.most || total + attachment.bytes.length > attachmentLimits.totalBytes) {
      left.push(`“${attachment.name}”没有保留：一次最多 ${attachmentLimits.most} 个附件，合计不超过 ${attachmentLimits.totalBytes / 1024 / 1024} MB。`)
      continue
    }
    const { files: kept, faults } = await prepareAttachments([attachment], scan)
    if (faults.some((fault) => fault.refusal.refused === 'file.scan_down')) throw new WaitsForScanner()
    for (const fault of faults) left.push(`“${attachment.name}”没有保留：${sayRefusal({ refused: fault.refusal.refused })}`)
    files.push(...kept)
    total += attachment.bytes.length
  }
  return { files, left }
}

async function settle(act: Act, box: mailboxes.Mailbox, mail: mails.Mail, prepared: Prepared, ignored: IgnoredReason | null): Promise<void> {
  const { letter, messageKey } = prepared
  const at = act.now.toISOString()
  const sender = { sender_index: senderIndex(act, letter), sealed: sealLetter(act.vault, letter, null) }
  const pass = (reason: IgnoredReason) => mails.saveMail(act.tx, mail, { state: 'ignored', reason, settled_at: at, ...sender })
  if (ignored !== null) return void (await pass(ignored))
  if (await mails.isKnown(act.tx, mail.institutionId, messageKey)) return void (await pass('duplicate'))
  const text = freshText(letter.text)
  if (text === '' && prepared.files.length === 0 && letter.subject === '' && !mail.forced) return void (await pass('empty'))
  if (await addTo(act, box, mail, prepared, text)) return
  const body = bodyOf(text, prepared)
  const files = await keepAll(act, box, prepared.files, body.full)
  // The author acts, whoever that is; the transaction has the system's scope.
  const filed = await file({ ...act, actor: anonymous }, {
    institutionId: box.institutionId, kind: box.kind, channel: 'email', title: titleOf({ subject: letter.subject, text }), body: body.text,
    author: { name: letter.from.name, phone: '', address: letter.from.address === '' ? '' : `电子邮箱 ${letter.from.address}` }, submissionKey: mail.id, files, receivedAt: null,
  })
  const receipt = filed.receiptCode === null ? null : { code: filed.receiptCode, tail: '' }
  const known = isSecret(filed.number) ? { sender_index: null, sealed: null } : { sender_index: sender.sender_index, sealed: sealLetter(act.vault, letter, receipt) }
  await mails.saveMail(act.tx, mail, { state: 'filed', settled_at: at, message_key: messageKey, matter_id: filed.matterId, matter_number: filed.number, ...known, last_error: null })
  await queueReceipt(act, box, mail, { letter, number: filed.number, receipt, left: prepared.left, added: false })
  await act.record({ institutionId: mail.institutionId, regionCode: mail.regionCode, kind: 'channel.mail_filed', subjectId: filed.matterId, detail: { number: filed.number, files: files.length, attachmentsLeft: prepared.left.length } })
}

/**
 * Rule IN-4: an answer to our receipt, or a subject with the number, adds to the matter, if it comes from the address that
 * the matter came from. From any other address it is a letter of its own: a number alone opens nothing.
 */
async function addTo(act: Act, box: mailboxes.Mailbox, mail: mails.Mail, prepared: Prepared, text: string): Promise<boolean> {
  const { letter, messageKey } = prepared
  const index = senderIndex(act, letter)
  if (index === null) return false
  const numbers = [...new Set([...(await replies.mailsAnsweredBy(act.tx, box.institutionId, letter.inReplyTo)), ...numbersIn(letter.subject)])]
  for (const first of await mails.listOfMatters(act.tx, box.institutionId, index, numbers)) {
    const receipt = first.sealed === null ? null : (JSON.parse(act.vault.open(first.sealed)) as Sealed).receipt
    if (receipt === null || first.matterNumber === null) continue
    const body = bodyOf(text, prepared, 4000)
    const added = await add({ ...act, actor: anonymous }, receipt, { text: body.text, files: () => keepAll(act, box, prepared.files, body.full) })
    if (!added) continue
    await mails.saveMail(act.tx, mail, { state: 'added', settled_at: act.now.toISOString(), message_key: messageKey, matter_id: first.matterId, matter_number: first.matterNumber, sender_index: index, sealed: sealLetter(act.vault, letter, null), last_error: null })
    await queueReceipt(act, box, mail, { letter, number: first.matterNumber, receipt: null, left: prepared.left, added: true })
    await act.record({ institutionId: mail.institutionId, regionCode: mail.regionCode, kind: 'channel.mail_added', subjectId: first.matterId ?? mail.id, detail: { number: first.matterNumber, mail: mail.id } })
    return true
  }
  return false
}

export const sealLetter = (vault: Act['vault'], letter: Letter, receipt: Receipt | null): Buffer => vault.seal(JSON.stringify({ name: letter.from.name, address: letter.from.address, subject: letter.subject, receipt } satisfies Sealed))
const senderIndex = (act: Act, letter: Letter): string | null => (letter.from.address === '' ? null : act.vault.blindIndex('person', `mail:${letter.from.address}`))

/** The words of the matter, and the whole letter where they had to be cut. */
function bodyOf(text: string, prepared: Prepared, most = longest): { text: string; full: string | null } {
  const words = text === '' ? (prepared.letter.subject === '' ? '（邮件没有正文）' : prepared.letter.subject) : text
  const notes = prepared.left.length === 0 ? '' : `\n\n（${prepared.left.join('')}）`
  if (words.length + notes.length <= most) return { text: `${words}${notes}`, full: null }
  const note = `\n\n（邮件较长，全文见附件“邮件全文.txt”。）`
  return { text: `${cut(words, most - Math.min(notes.length, 1500) - note.length)}${note}${cut(notes, 1500)}`, full: words }
}

async function keepAll(act: Act, box: mailboxes.Mailbox, uploads: readonly Upload[], full: string | null): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  const keep = async (upload: Upload, allowed: readonly FileKind[]) => void kept.push(await keepFile(act, upload, { institutionId: box.institutionId, regionCode: box.regionCode, purpose: 'matter', allowed }))
  for (const upload of uploads) await keep(upload, attachmentKinds)
  if (full !== null) await keep({ field: 'file', name: '邮件全文.txt', bytes: Buffer.from(`邮件全文\n\n${full}\n`) }, ['text'])
  return kept
}
