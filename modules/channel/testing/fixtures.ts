import { expect, onTestFinished } from 'vitest'
import type { Platform } from '../../../server/platform/act.ts'
import { api, arrange, newInstitution, type Person, type World } from '../../../server/testing/api.ts'
import { readMailbox } from '../commands/read-mailbox.ts'
import { sendReply } from '../commands/replies.ts'
import { inInbox, type InInbox } from '../net/imap.ts'
import { imapServer, mailboxUser } from './mail-servers.ts'

export type Box = Awaited<ReturnType<typeof newBox>>

/** A hospital with a mailbox on servers of its own, and what a test asks of them. */
export async function newBox(world: World, smtpPort: number, options: Parameters<typeof imapServer>[0] = {}, kind = 'complaint') {
  const imap = await imapServer(options)
  onTestFinished(() => imap.close())
  const hospital = await newInstitution(world)
  const clerk = await hospital.person('institution_clerk')
  const officer = await hospital.person('complaint_officer')
  const settings = { address: 'tousu@hospital.example', kind, imapHost: '127.0.0.1', imapPort: imap.port, imapSecurity: 'none', smtpHost: '127.0.0.1', smtpPort: smtpPort, smtpSecurity: 'none', ...mailboxUser }
  const added = await api(world, clerk).post('/channels/mailboxes', settings)
  expect(added.status).toBe(200)
  const key = { institutionId: hospital.institutionId, mailboxId: String(added.body.id) }
  const at = `/channels/mailboxes/${key.institutionId}/${key.mailboxId}`
  return {
    imap, hospital, clerk, officer, settings, key, at,
    read: (platform: Platform = world.platform, by: InInbox = inInbox) => readMailbox(platform, key, null, by),
    send: (replyId: string | undefined) => sendReply(world.platform, { institutionId: key.institutionId, replyId: replyId ?? '' }),
    mails: async (who: Person = officer) => (await api(world, who).get(`${at}/mails`)).body.rows as { id: string; state: string; reason: string | null; matterId: string | null; matterNumber: string | null; subject: string; sender: string; attempts: number; fault: unknown }[],
    replies: async () => (await api(world, officer).get(`${at}/replies`)).body.rows as { id: string; state: string; to: string; attempts: number; fault: { code: string } | null }[],
    matters: () => arrange(world, (act) => act.tx.selectFrom('matter').select(['id', 'number', 'title', 'body', 'channel', 'kind']).where('institution_id', '=', hospital.institutionId).orderBy('received_at').orderBy('id').execute()),
    /** What the engine keeps of one matter, as its author brought it. */
    matter: (id: string) =>
      arrange(world, async ({ tx, vault }) => ({
        files: await tx.selectFrom('matter_file').select(['role', 'name', 'open']).where('matter_id', '=', id).orderBy('name').execute(),
        events: await tx.selectFrom('matter_event').select(['move', 'by_kind as byKind', 'words', 'public_words as publicWords']).where('matter_id', '=', id).orderBy('seq').execute(),
        author: (await tx.selectFrom('matter_author').select('sealed').where('matter_id', '=', id).execute()).map((row) => JSON.parse(vault.open(row.sealed)) as { name: string; address: string })[0],
      })),
  }
}
