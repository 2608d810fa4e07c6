import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { readMailboxJob, sendReplyJob } from '../jobs.ts'
import { isOpenTo } from '../matters.ts'
import { mayKeep, mayWatch } from '../rules/authority.ts'
import * as mailboxes from '../store/mailboxes.ts'
import * as mails from '../store/mails.ts'
import * as replies from '../store/replies.ts'
import { ownBody } from './body.ts'

export type MailboxSettings = Pick<mailboxes.Mailbox, 'address' | 'kind' | 'imapHost' | 'imapPort' | 'imapSecurity' | 'smtpHost' | 'smtpPort' | 'smtpSecurity' | 'userName' | 'active'> & { readonly password: string }

const orRefused = (no: ReturnType<typeof mayKeep>): void => {
  if (no !== null) throw new RefusedError(no.refused, no.detail)
}

/** Rule IN-2: the password is sealed at once and never shown again; a mail becomes a kind that is open to e-mail. */
export async function addMailbox(act: Act, ask: MailboxSettings): Promise<mailboxes.MailboxKey> {
  const body = await ownBody(act.tx, act.actor)
  orRefused(mayKeep(act.actor, { institutionId: body.id }))
  if (!isOpenTo(ask.kind, 'email')) throw new RefusedError('channel.kind_closed', ask.kind)
  if (ask.password === '') throw new RefusedError('channel.mailbox_password')
  const box: mailboxes.Mailbox = {
    ...ask, institutionId: body.id, id: act.newId(), regionCode: body.regionCode, password: act.vault.seal(ask.password), uidValidity: null, lastUid: 0, polledAt: null, succeededAt: null, lastError: null,
    revision: 1, changedName: act.actor.name, changedAt: act.now.toISOString(),
  }
  await mailboxes.insertMailbox(act.tx, box)
  const key = { institutionId: box.institutionId, mailboxId: box.id }
  if (box.active) await readMailboxJob.enqueue(act.tx, key)
  await act.record({ institutionId: box.institutionId, regionCode: box.regionCode, kind: 'channel.mailbox_added', subjectId: box.id, detail: { address: box.address, kind: box.kind } })
  return key
}

export async function changeMailbox(act: Act, ask: mailboxes.MailboxKey & MailboxSettings & { revision: number }): Promise<void> {
  orRefused(mayKeep(act.actor, ask))
  const box = await mailboxes.loadMailboxForUpdate(act.tx, ask)
  if (box.revision !== ask.revision) throw new RefusedError('request.stale')
  if (!isOpenTo(ask.kind, 'email')) throw new RefusedError('channel.kind_closed', ask.kind)
  // Rule IN-2: sent to another server it would be shown to whoever runs that.
  if (ask.password === '' && (box.imapHost !== ask.imapHost || box.smtpHost !== ask.smtpHost)) throw new RefusedError('channel.mailbox_password')
  const isElsewhere = box.imapHost !== ask.imapHost || box.userName !== ask.userName
  const { address, kind, imapHost, imapPort, imapSecurity, smtpHost, smtpPort, smtpSecurity, userName, active } = ask
  await mailboxes.saveMailbox(act.tx, {
    ...box, address, kind, imapHost, imapPort, imapSecurity, smtpHost, smtpPort, smtpSecurity, userName, active, password: ask.password === '' ? box.password : act.vault.seal(ask.password), changedName: act.actor.name, changedAt: act.now.toISOString(),
  }, isElsewhere)
  if (isElsewhere) await mails.setNumbersApart(act.tx, ask, box.revision)
  if (active) await readMailboxJob.enqueue(act.tx, { institutionId: ask.institutionId, mailboxId: ask.mailboxId })
  await act.record({ institutionId: box.institutionId, regionCode: box.regionCode, kind: 'channel.mailbox_changed', subjectId: box.id, detail: { address, kind, active, imapHost, smtpHost, newPassword: ask.password !== '' } })
}

/** The network is asked by a job; the screen looks again. */
export async function askForPoll(act: Act, key: mailboxes.MailboxKey): Promise<void> {
  orRefused(mayWatch(act.actor, key))
  const box = await mailboxes.loadMailbox(act.tx, key)
  await readMailboxJob.enqueue(act.tx, { institutionId: box.institutionId, mailboxId: box.id })
}

/** A person says that what was passed over, or failed, is a letter: the next poll takes it whatever it looks like. */
export async function retakeMail(act: Act, ask: mailboxes.MailboxKey & { mailId: string }): Promise<void> {
  orRefused(mayWatch(act.actor, ask))
  const box = await mailboxes.loadMailbox(act.tx, ask)
  const mail = await mails.loadMailForUpdate(act.tx, ask.institutionId, ask.mailboxId, ask.mailId)
  if (!isRetakable(mail, box)) throw new RefusedError('channel.mail_not_ignored')
  await mails.saveMail(act.tx, mail, { state: 'noticed', reason: null, attempts: 0, last_error: null, forced: true, settled_at: null, message_key: null })
  await readMailboxJob.enqueue(act.tx, { institutionId: ask.institutionId, mailboxId: ask.mailboxId })
  await act.record({ institutionId: mail.institutionId, regionCode: mail.regionCode, kind: 'channel.mail_retaken', subjectId: mail.id, detail: { reason: mail.reason } })
}

/** A copy of what was filed is no letter of its own; under a number of a mailbox that is gone nothing is found any more. */
export const isRetakable = (mail: Pick<mails.Mail, 'state' | 'reason' | 'uidValidity'>, box: Pick<mailboxes.Mailbox, 'uidValidity'>): boolean =>
  mail.uidValidity === box.uidValidity && (mail.state === 'failed' || (mail.state === 'ignored' && mail.reason !== 'duplicate' && mail.reason !== 'renumbered' && mail.reason !== 'gone'))

export async function resendReply(act: Act, ask: mailboxes.MailboxKey & { replyId: string }): Promise<void> {
  orRefused(mayWatch(act.actor, ask))
  const reply = await replies.loadReplyForUpdate(act.tx, ask, ask.replyId)
  if (reply.state !== 'failed') throw new RefusedError('channel.reply_sent')
  const key = { institutionId: reply.institutionId, replyId: reply.id }
  await replies.saveReply(act.tx, key, { state: 'waiting', attempts: 0, last_error: null })
  await sendReplyJob.enqueue(act.tx, key)
  await act.record({ institutionId: reply.institutionId, regionCode: reply.regionCode, kind: 'channel.reply_resent', subjectId: reply.id, detail: {} })
}
