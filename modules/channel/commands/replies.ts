import { systemActor } from '../../../kernel/actor.ts'
import { startOfDay } from '../../../kernel/instant.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { institutionNames } from '../../directory/public.ts'
import { sendReplyJob } from '../jobs.ts'
import { isSecret, kindName, type AuthorTold, type Receipt } from '../matters.ts'
import { sendMail, type SendMail } from '../net/smtp.ts'
import { keptFault } from '../rules/fault.ts'
import { mostNews, mostReceipts, type Letter } from '../rules/mail.ts'
import { newsText } from '../rules/news-text.ts'
import { receiptText } from '../rules/receipt-text.ts'
import * as mailboxes from '../store/mailboxes.ts'
import { filedAs, numberOf, type Mail } from '../store/mails.ts'
import * as replies from '../store/replies.ts'
import type { Sealed } from '../sealed-letter.ts'

const system = systemActor('channel.send-reply')
/** As often as the job comes back; then it is named as failed and a person may send it again. */
export const mostTries = 12

type Content = { readonly subject: string; readonly text: string; readonly inReplyTo: string; readonly references: readonly string[] }

type Queued = { readonly to: string; readonly purpose: 'receipt' | 'news'; readonly most: number; readonly mailId: string; readonly content: Content }

/** Written with the change it tells of, sent by a job; to one address at most so many a day. */
async function queue(act: Act, box: mailboxes.Mailbox, said: Queued): Promise<void> {
  // Of one day, and another than the one of letters: nothing here leads from an answer to a secret matter to who else wrote (Rule IN-16).
  const recipientIndex = act.vault.blindIndex('person', `${said.purpose}:${act.today}:${said.to}`)
  if ((await replies.countTo(act.tx, box.institutionId, recipientIndex, startOfDay(act.today), said.most)) >= said.most) return
  const id = act.newId()
  await replies.insertReply(act.tx, {
    institutionId: box.institutionId, id, regionCode: box.regionCode, mailboxId: box.id, mailId: said.mailId, messageId: `${id}@${box.address.split('@')[1] ?? 'localhost'}`,
    recipient: act.vault.seal(said.to), recipientIndex, content: act.vault.seal(JSON.stringify(said.content)), createdAt: act.now.toISOString(),
  })
  await sendReplyJob.enqueue(act.tx, { institutionId: box.institutionId, replyId: id })
}

const bodyName = async (act: Act, institutionId: string): Promise<string> => (await institutionNames(act.tx, [institutionId])).get(institutionId) ?? ''

/** Rule IN-8: the receipt is written with the matter and sent by a job; to one address at most five a day, so that two machines stop. */
export async function queueReceipt(act: Act, box: mailboxes.Mailbox, mail: Mail, said: { letter: Letter; number: string; receipt: Receipt | null; left: readonly string[]; added: boolean }): Promise<void> {
  const to = said.letter.from.address
  if (to === '') return
  const { subject, text } = receiptText({ number: said.number, kind: kindName(box.kind, 'email').zh, body: await bodyName(act, box.institutionId), code: said.receipt?.code ?? null, followUrl: `${act.platform.publicUrl}/follow`, left: said.left, added: said.added })
  await queue(act, box, { to, purpose: 'receipt', most: mostReceipts, mailId: mail.id, content: { subject, text, inReplyTo: said.letter.messageId, references: said.letter.inReplyTo.slice(-10) } })
}

/** Rule IN-17: whoever wrote by mail hears by mail that there is news; of a secret matter no address is kept, so nothing goes out. */
export async function mailNews(act: Act, told: AuthorTold): Promise<void> {
  if (isSecret(told.number)) return
  const mail = await filedAs(act.tx, told.institutionId, told.number)
  const to = mail?.sealed === undefined || mail.sealed === null ? '' : (JSON.parse(act.vault.open(mail.sealed)) as Sealed).address
  if (mail === undefined || to === '') return
  const box = await mailboxes.loadMailbox(act.tx, { institutionId: mail.institutionId, mailboxId: mail.mailboxId })
  const { subject, text } = newsText({ number: told.number, body: await bodyName(act, told.institutionId), followUrl: `${act.platform.publicUrl}/follow` })
  await queue(act, box, { to, purpose: 'news', most: mostNews, mailId: mail.id, content: { subject, text, inReplyTo: '', references: [] } })
}

/** Sends one answer, outside any transaction; a server that is down makes the job come back, and the screen says so meanwhile. */
export async function sendReply(platform: Platform, key: replies.ReplyKey, send: SendMail = sendMail): Promise<void> {
  const found = await look(platform, system, async ({ read }) => {
    const reply = await replies.findReply(read, key)
    if (reply === undefined || reply.state !== 'waiting') return null
    return { reply, matterNumber: await numberOf(read, reply), box: await mailboxes.loadMailbox(read, { institutionId: key.institutionId, mailboxId: reply.mailboxId }), names: await institutionNames(read, [key.institutionId]) }
  })
  if (found === null) return
  const { reply, box, names } = found
  const attempts = reply.attempts + 1
  const keep = (set: Omit<Parameters<typeof replies.saveReply>[2], 'attempts'>) => actAs(platform, system, (act) => replies.saveReply(act.tx, key, { ...set, attempts }))
  try {
    const content = JSON.parse(platform.vault.open(reply.content)) as Content
    await send(
      { host: box.smtpHost, port: box.smtpPort, security: box.smtpSecurity, userName: box.userName, password: platform.vault.open(box.password) },
      { ...content, from: { name: names.get(key.institutionId) ?? '', address: box.address }, to: platform.vault.open(reply.recipient), messageId: reply.messageId },
    )
  } catch (error) {
    const isLast = attempts >= mostTries
    await keep({ state: isLast ? 'failed' : 'waiting', last_error: keptFault(error) })
    if (isLast) return
    throw error
  }
  // What was sent is not kept: the code was in it, and of a secret matter the address goes as well.
  await keep({ state: 'sent', last_error: null, sent_at: platform.clock.now().toISOString(), content: platform.vault.seal('{}'), ...(isSecret(found.matterNumber) ? { recipient: platform.vault.seal('') } : {}) })
}
