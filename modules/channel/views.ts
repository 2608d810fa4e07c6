import type { z } from 'zod'
import { refusalOf, refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Vault } from '../../server/platform/crypto.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { isRetakable } from './commands/mailboxes.ts'
import { unpack } from './commands/packed.ts'
import type { HeldRow } from './commands/imports.ts'
import type { Sealed } from './sealed-letter.ts'
import type { CandidateView, FeedView, ImportRow, ImportView, MailboxView, MailView, ReplyView, SourceView } from './contract.ts'
import { kindName } from './matters.ts'
import { readFault } from './rules/fault.ts'
import { maskAddress } from './rules/mail.ts'
import type { OrderFault } from './rules/transfer/judge.ts'
import { mayDiscard, mayTake } from './rules/transfer/taking.ts'
import { institutionNames } from '../directory/public.ts'
import type { Candidate } from './store/candidates.ts'
import type { Feed } from './store/feeds.ts'
import * as imports from './store/imports.ts'
import type { Mailbox } from './store/mailboxes.ts'
import { countOpen, type Mail } from './store/mails.ts'
import { countReplies, type MailReply } from './store/replies.ts'
import { loadSource, type Source } from './store/sources.ts'

/** Everything but the password. */
export async function viewMailbox(read: ReadTx, box: Mailbox): Promise<z.input<typeof MailboxView>> {
  const key = { institutionId: box.institutionId, mailboxId: box.id }
  const [waiting, failed, repliesWaiting, repliesFailed] = await Promise.all([countOpen(read, key, 'noticed'), countOpen(read, key, 'failed'), countReplies(read, key, 'waiting'), countReplies(read, key, 'failed')])
  const { institutionId, id, address, kind, imapHost, imapPort, imapSecurity, smtpHost, smtpPort, smtpSecurity, userName, active, polledAt, succeededAt, revision, changedName, changedAt } = box
  return {
    institutionId, id, address, kind, kindName: kindName(kind, 'email'), imapHost, imapPort, imapSecurity, smtpHost, smtpPort, smtpSecurity, userName, active, polledAt, succeededAt, fault: readFault(box.lastError),
    counts: { waiting, failed, repliesWaiting, repliesFailed }, revision, changedName, changedAt,
  }
}

/** Who wrote is told by a masked address; the subject is shown only where no matter says it. */
export function viewMail(vault: Vault, mail: Mail, box: Pick<Mailbox, 'uidValidity'>): z.input<typeof MailView> {
  const said = mail.sealed === null ? null : (JSON.parse(vault.open(mail.sealed)) as Sealed)
  const { id, state, reason, matterId, matterNumber, noticedAt, settledAt, attempts } = mail
  return {
    id, state, reason, sender: said === null ? '' : maskAddress(said.address), subject: said === null || state === 'filed' || state === 'added' ? '' : said.subject, matterId, matterNumber, noticedAt, settledAt, attempts, fault: readFault(mail.lastError),
    blocked: { retake: isRetakable(mail, box) ? null : refusalOf(refuse('channel.mail_not_ignored')) },
  }
}

export function viewReply(vault: Vault, reply: MailReply & { matterNumber: string | null }): z.input<typeof ReplyView> {
  const { id, matterNumber, state, attempts, createdAt, sentAt } = reply
  return { id, matterNumber, to: maskAddress(vault.open(reply.recipient)), state, attempts, fault: readFault(reply.lastError), createdAt, sentAt, blocked: { resend: state === 'failed' ? null : refusalOf(refuse('channel.reply_sent')) } }
}

export const viewSource = (source: Source): z.input<typeof SourceView> => ({
  institutionId: source.institutionId, id: source.id, name: source.name, channel: source.channel, active: source.active, lastUsedAt: source.lastUsedAt, createdAt: source.createdAt,
  token: source.tokenTail === null || source.tokenMadeAt === null ? null : { tail: source.tokenTail, madeAt: source.tokenMadeAt, madeBy: source.tokenMadeName ?? '' },
})

export const viewFeed = ({ institutionId, id, name, url, keywords, active, polledAt, succeededAt, lastError, entries, revision, changedName, changedAt }: Feed): z.input<typeof FeedView> => ({
  institutionId, id, name, url, keywords: [...keywords], active, polledAt, succeededAt, fault: readFault(lastError), entries, revision, changedName, changedAt,
})

export const viewCandidate = (candidate: Candidate, feedName: string): z.input<typeof CandidateView> => {
  const { institutionId, id, title, link, summary, words, publishedAt, foundAt, state, reason, decidedName, decidedAt, matterId, matterNumber } = candidate
  return { institutionId, id, feedName, title, link, summary, words: [...words], publishedAt, foundAt, state, reason, decidedName, decidedAt, matterId, matterNumber }
}

export const importRow = ({ institutionId, id, sourceId, fileName, state, counts, taken, createdName, createdAt, takenAt }: imports.IntakeImport): z.input<typeof ImportRow> => ({ institutionId, id, sourceId, fileName, state, counts, taken, createdBy: createdName, createdAt, takenAt })

const sampleSize = 20
const firstFaults = 200

export async function viewImport(read: ReadTx, vault: Vault, actor: Actor, key: imports.ImportKey): Promise<z.input<typeof ImportView>> {
  const { run, rows, faults } = await imports.loadImport(read, key)
  const source = await loadSource(read, { institutionId: run.institutionId, sourceId: run.sourceId })
  const sample = rows === null ? [] : unpack<HeldRow>(vault, rows).slice(0, sampleSize)
  const found = unpack<OrderFault>(vault, faults)
  const names = await institutionNames(read, [...new Set(sample.map((each) => each.order.institutionId))])
  return {
    ...importRow(run), sourceName: source.name, columns: [...run.reading.columns], ignored: [...run.reading.ignored], faults: found.slice(0, firstFaults), faultCount: found.length,
    sample: sample.map(({ row, order, known }) => ({ row, number: order.number, kind: kindName(order.kind, source.channel), title: order.title === '' ? order.text.slice(0, 60) : order.title, institution: names.get(order.institutionId) ?? '', dueOn: order.dueOn, known })),
    blocked: { takeAll: refusalOf(mayTake(actor, run, 'all')), takeGood: refusalOf(mayTake(actor, run, 'good')), discard: refusalOf(mayDiscard(actor, run)) },
  }
}
