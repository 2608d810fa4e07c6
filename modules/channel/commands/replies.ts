import { systemActor } from '../../../kernel/actor.ts'
import { startOfDay } from '../../../kernel/instant.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { institutionNames } from '../../directory/public.ts'
import { sendReplyJob } from '../jobs.ts'
import { isSecret, kindName, type Receipt } from '../matters.ts'
import { sendMail, type SendMail } from '../net/smtp.ts'
import { keptFault } from '../rules/fault.ts'
import { mostReceipts, type Letter } from '../rules/mail.ts'
import { receiptText } from '../rules/receipt-text.ts'
import * as mailboxes from '../store/mailboxes.ts'
import { numberOf, type Mail } from '../store/mails.ts'
import * as replies from '../store/replies.ts'

const system = systemActor('channel.send-reply')
/** As often as the job comes back; then it is named as failed and a person may send it again. */
export const mostTries = 12

type Content = { readonly subject: string; readonly text: string; readonly inReplyTo: string; readonly references: readonly string[] }

/** Rule IN-8: the receipt is written with the matter and sent by a job; to one address at most five a day, so that two machines stop. */
export async function queueReceipt(act: Act, box: mailboxes.Mailbox, mail: Mail, said: { letter: Letter; number: string; receipt: Receipt | null; left: readonly string[]; added: boolean }): Promise<void> {
  const to = said.letter.from.address
  if (to === '') return
  // Of one day, and another than the one of letters: nothing here leads from an answer to a secret matter to who else wrote (Rule IN-16).
  const recipientIndex = act.vault.blindIndex('person', `receipt:${act.today}:${to}`)
  if ((await replies.countTo(act.tx, box.institutionId, recipientIndex, startOfDay(act.today), mostReceipts)) >= mostReceipts) return
  const names = await institutionNames(act.tx, [box.institutionId])
  const { subject, text } = receiptText({ number: said.number, kind: kindName(box.kind, 'email').zh, body: names.get(box.institutionId) ?? '', code: said.receipt?.code ?? null, followUrl: `${act.platform.publicUrl}/follow`, left: said.left, added: said.added })
  const content: Content = { subject, text, inReplyTo: said.letter.messageId, references: said.letter.inReplyTo.slice(-10) }
  const id = act.newId()
  await replies.insertReply(act.tx, {
    institutionId: box.institutionId, id, regionCode: box.regionCode, mailboxId: box.id, mailId: mail.id, messageId: `${id}@${box.address.split('@')[1] ?? 'localhost'}`,
    recipient: act.vault.seal(to), recipientIndex, content: act.vault.seal(JSON.stringify(content)), createdAt: act.now.toISOString(),
  })
  await sendReplyJob.enqueue(act.tx, { institutionId: box.institutionId, replyId: id })
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
