import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { addMailbox, askForPoll, changeMailbox, resendReply, retakeMail } from '../commands/mailboxes.ts'
import { channelContract as contract } from '../contract.ts'
import { mayWatch } from '../rules/authority.ts'
import { loadMailbox, type MailboxKey } from '../store/mailboxes.ts'
import { listMails, loadMailForUpdate } from '../store/mails.ts'
import { listReplies, loadReplyForUpdate } from '../store/replies.ts'
import { viewMail, viewMailbox, viewReply } from '../views.ts'
import type { Actor } from '../../../kernel/actor.ts'

function watched(actor: Actor, key: MailboxKey): void {
  const no = mayWatch(actor, key)
  if (no !== null) throw new RefusedError(no.refused)
}

export function mailboxRoutes(app: App): void {
  app.command(contract.addMailbox, async ({ body, ...act }) => viewMailbox(act.tx, await loadMailbox(act.tx, await addMailbox(act, body))))
  app.command(contract.changeMailbox, async ({ params, body, ...act }) => {
    await changeMailbox(act, { ...params, ...body })
    return viewMailbox(act.tx, await loadMailbox(act.tx, params))
  })
  app.command(contract.pollMailbox, async ({ params, ...act }) => {
    await askForPoll(act, params)
    return viewMailbox(act.tx, await loadMailbox(act.tx, params))
  })
  app.query(contract.listMails, async ({ read, actor, params, query, platform }) => {
    watched(actor, params)
    const page = pageBy(await listMails(read, params, { state: query.state, after: placeOf(query.after), limit: query.limit + 1 }), query.limit, (mail) => ({ at: mail.noticedAt, id: mail.id }))
    const box = await loadMailbox(read, params)
    return { rows: page.rows.map((mail) => viewMail(platform.vault, mail, box)), next: page.next }
  })
  app.command(contract.retakeMail, async ({ params, ...act }) => {
    await retakeMail(act, params)
    return viewMail(act.vault, await loadMailForUpdate(act.tx, params.institutionId, params.mailboxId, params.mailId), await loadMailbox(act.tx, params))
  })
  app.query(contract.listReplies, async ({ read, actor, params, query, platform }) => {
    watched(actor, params)
    const page = pageBy(await listReplies(read, params, { state: query.state, after: placeOf(query.after), limit: query.limit + 1 }), query.limit, (reply) => ({ at: reply.createdAt, id: reply.id }))
    return { rows: page.rows.map((reply) => viewReply(platform.vault, reply)), next: page.next }
  })
  app.command(contract.resendReply, async ({ params, ...act }) => {
    await resendReply(act, params)
    return viewReply(act.vault, { ...(await loadReplyForUpdate(act.tx, params, params.replyId)), matterNumber: null })
  })
}
