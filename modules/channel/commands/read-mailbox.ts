import { systemActor } from '../../../kernel/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import type { Scan } from '../../../server/platform/virus-scan.ts'
import { readMailboxJob } from '../jobs.ts'
import { inInbox, type InInbox, type OpenInbox } from '../net/imap.ts'
import { keptFault } from '../rules/fault.ts'
import { mostAttempts } from '../rules/mail.ts'
import * as mailboxes from '../store/mailboxes.ts'
import * as mails from '../store/mails.ts'
import { parseMail } from '../parse-mail.ts'
import { sealLetter, settleMail, WaitsForScanner } from './settle-mail.ts'

const system = systemActor('channel.read-mailbox')
/** Messages of one run; the next run goes on. */
const atOnce = 200
/** Longer messages are read up to here for their text; what does not fit is said. */
const mostBytes = 40 * 1024 * 1024

export type Polled = { readonly noticed: number; readonly settled: number; readonly failed: number }

/** One job for each mailbox that is switched on. */
export async function pollAll(platform: Platform): Promise<number> {
  return actAs(platform, system, async (act) => {
    const active = await mailboxes.listActive(act.tx)
    for (const key of active) await readMailboxJob.enqueue(act.tx, key, { key: `channel.read-mailbox:${key.mailboxId}` })
    return active.length
  })
}

/**
 * Rule IN-6: notice, settle, mark. What is new is written down first; each mail is then settled in one transaction with
 * the matter it becomes; only what is committed is marked as seen. Killed between any two steps the next run goes on
 * where this one stopped: nothing is lost, nothing comes twice. A server that cannot be reached is named, and asked again.
 */
export async function readMailbox(platform: Platform, key: mailboxes.MailboxKey, scan: Scan | null, open: InInbox = inInbox): Promise<Polled> {
  const box = await look(platform, system, ({ read }) => mailboxes.loadMailbox(read, key))
  if (!box.active) return { noticed: 0, settled: 0, failed: 0 }
  try {
    const place = { host: box.imapHost, port: box.imapPort, security: box.imapSecurity, userName: box.userName, password: platform.vault.open(box.password) }
    const polled = await open(place, async (inbox) => {
      const noticed = await notice(platform, box, inbox)
      const outcome = await settleAll(platform, box, inbox, scan)
      await markAll(platform, key, inbox)
      return { noticed, ...outcome }
    })
    await actAs(platform, system, (act) => mailboxes.savePolled(act.tx, box, act.now.toISOString(), null))
    return polled
  } catch (error) {
    await actAs(platform, system, (act) => mailboxes.savePolled(act.tx, box, act.now.toISOString(), keptFault(error)))
    throw error
  }
}

/**
 * A mailbox that is read for the first time brings its unread mail, not its history. One that was built anew counts
 * anew: the last days are gone through again, and what was filed is known by its content.
 */
async function notice(platform: Platform, box: mailboxes.Mailbox, inbox: OpenInbox): Promise<number> {
  const key = { institutionId: box.institutionId, mailboxId: box.id, regionCode: box.regionCode }
  const isSame = box.uidValidity === inbox.uidValidity
  const since = isSame || box.uidValidity === null ? null : await look(platform, system, async ({ read }) => [await mails.oldestOpen(read, key), box.succeededAt, box.changedAt].filter((each) => each !== null).sort()[0] ?? box.changedAt)
  const uids = isSame ? await inbox.listAbove(box.lastUid) : since === null ? await inbox.listUnseen() : await inbox.listSince(`${addDays(since.slice(0, 10), -2)}T00:00:00Z`)
  const lastUid = Math.max(isSame ? box.lastUid : inbox.uidNext - 1, ...uids)
  if (isSame && uids.length === 0) return 0
  await actAs(platform, system, async (act) => {
    // Set up anew meanwhile, perhaps on another server: these numbers are not its numbers, and its own reading is on the way.
    if ((await mailboxes.loadMailboxForUpdate(act.tx, key)).revision !== box.revision) throw new RefusedError('request.stale')
    if (!isSame) await mails.forgetOldNumbers(act.tx, key, inbox.uidValidity, act.now.toISOString())
    await mails.insertNoticed(act.tx, key, inbox.uidValidity, uids, act.now.toISOString(), act.newId)
    await mailboxes.saveKnown(act.tx, key, { uidValidity: inbox.uidValidity, lastUid })
  })
  return uids.length
}

async function settleAll(platform: Platform, box: mailboxes.Mailbox, inbox: OpenInbox, scan: Scan | null): Promise<{ settled: number; failed: number }> {
  const open = await look(platform, system, ({ read }) => mails.listOpen(read, { institutionId: box.institutionId, mailboxId: box.id }, inbox.uidValidity, atOnce))
  let settled = 0
  let failed = 0
  for (const mail of open) {
    const message = await inbox.fetch(mail.uid, mostBytes)
    if (message === null) {
      await actAs(platform, system, (act) => mails.saveMail(act.tx, mail, { state: 'ignored', reason: 'gone', settled_at: act.now.toISOString() }))
      continue
    }
    try {
      await settleMail(platform, box, mail, message, scan)
      settled += 1
    } catch (error) {
      // The scanner is down, not the mail: it waits for the next run like the rest of the mailbox.
      if (error instanceof WaitsForScanner) throw error
      failed += 1
      platform.log.warn({ err: error, mailbox: box.id, uid: mail.uid }, 'a mail could not be settled')
      await actAs(platform, system, (act) => keepFailure(act, mail, message.source, error))
    }
  }
  return { settled, failed }
}

/**
 * Rule IN-7: a mail that fails again and again is named, stays unread in the mailbox, and holds up no other. The row is
 * asked first: where only the answer of the commit was lost, the mail is settled and nothing has failed.
 */
async function keepFailure(act: Act, seen: mails.Mail, source: Buffer, error: unknown): Promise<void> {
  const mail = await mails.lockOpen(act.tx, seen.institutionId, seen.id)
  if (mail === null) return
  const attempts = mail.attempts + 1
  const isLast = attempts >= mostAttempts
  const { letter } = await parseMail(source)
  await mails.saveMail(act.tx, mail, { state: isLast ? 'failed' : 'noticed', attempts, last_error: keptFault(error), sealed: sealLetter(act.vault, letter, null), ...(isLast ? { settled_at: act.now.toISOString() } : {}) })
  if (isLast) await act.record({ institutionId: mail.institutionId, regionCode: mail.regionCode, kind: 'channel.mail_failed', subjectId: mail.id, detail: { attempts } })
}

/** Only what is committed is marked; marking twice changes nothing. */
async function markAll(platform: Platform, key: mailboxes.MailboxKey, inbox: OpenInbox): Promise<void> {
  const settled = await look(platform, system, ({ read }) => mails.listUnmarked(read, key, inbox.uidValidity, 1000))
  if (settled.length === 0) return
  await inbox.markSeen(settled.map((each) => each.uid))
  await actAs(platform, system, (act) => mails.saveMarked(act.tx, key.institutionId, settled.map((each) => each.id)))
}
