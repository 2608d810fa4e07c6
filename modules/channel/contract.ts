import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { CandidateView, candidateStates, FeedView, ImportRow, ImportView, MailboxView, mailStates, MailView, OrderView, ReplyView, replyStates, securities, sourceChannels, SourceView } from './contract/views.ts'
import { keepers, watchers } from './rules/authority.ts'

export * from './contract/views.ts'

const text = (most: number) => z.string().trim().max(most)
const kindKey = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)
const words = z.object({ zh: z.string(), en: z.string() })
const refusal = z.string().nullable()
const host = z.string().trim().toLowerCase().regex(/^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$|^[0-9a-f:.]{2,45}$/)
const port = z.number().int().min(1).max(65_535)

const mailboxKey = z.object({ institutionId: id, mailboxId: id })
const sourceKey = z.object({ institutionId: id, sourceId: id })
const importKey = z.object({ institutionId: id, importId: id })
const feedKey = z.object({ institutionId: id, feedId: id })

const mailboxSettings = z.object({
  address: z.string().trim().toLowerCase().max(200).pipe(z.email()), kind: kindKey,
  imapHost: host, imapPort: port.default(993), imapSecurity: z.enum(securities).default('tls'), smtpHost: host, smtpPort: port.default(465), smtpSecurity: z.enum(securities).default('tls'),
  userName: text(200).min(1), active: z.boolean().default(true),
  /** Left empty when nothing of it changes; it is never shown again. */
  password: z.string().max(500).default(''),
})
const feedSettings = z.object({ name: text(80).min(2), url: text(1000).min(8), keywords: z.array(text(30)).max(100), active: z.boolean().default(true) })

/** What a hotline or petition office sends; the same number again gives the first answer. */
const OrderAsk = z.object({
  number: z.string().trim().regex(/^[^\p{C}\s][^\p{C}]{0,59}$/u), kind: kindKey.default('complaint'), title: text(120).default(''), text: z.string().trim().min(2).max(10_000),
  /** Unified social credit code or full name of the institution concerned; left out, it stays with who receives it. */
  institution: text(120).default(''), place: text(120).default(''), name: text(60).default(''), phone: text(30).default(''),
  /** The source's own limit: the last day in time, or the exact instant. */
  dueOn: isoDate.nullable().default(null), dueAt: isoInstant.nullable().default(null), receivedAt: isoInstant.nullable().default(null),
})
const orderNumber = z.object({ sourceNumber: z.string().min(1).max(60) })

export const channelContract = {
  loadChannels: endpoint({
    method: 'GET', path: '/channels', access: watchers, summary: 'The mailboxes, sources of orders and feeds of my body, with how they fare',
    reply: z.object({ institutionId: id, institutionName: z.string(), mailboxes: z.array(MailboxView), sources: z.array(SourceView), feeds: z.array(FeedView), /** What a mail can become. */ mailKinds: z.array(z.object({ key: z.string(), name: words })), /** Where a source sends its orders. */ hotlineUrl: z.string(), blocked: z.object({ keep: refusal }) }),
  }),

  addMailbox: endpoint({ method: 'POST', path: '/channels/mailboxes', access: keepers, summary: 'Enters a mailbox whose mail becomes matters', body: mailboxSettings, reply: MailboxView }),
  changeMailbox: endpoint({ method: 'PUT', path: '/channels/mailboxes/:institutionId/:mailboxId', access: keepers, summary: 'Changes a mailbox, or switches it off', params: mailboxKey, body: mailboxSettings.extend({ revision: z.number().int() }), reply: MailboxView }),
  pollMailbox: endpoint({ method: 'POST', path: '/channels/mailboxes/:institutionId/:mailboxId/poll', access: watchers, summary: 'Has a mailbox read now', params: mailboxKey, reply: MailboxView }),
  listMails: endpoint({ method: 'GET', path: '/channels/mailboxes/:institutionId/:mailboxId/mails', access: watchers, summary: 'What became of each mail, newest first', params: mailboxKey, query: z.object({ state: z.enum(mailStates).optional(), ...pageQuery }), reply: pageOf(MailView) }),
  retakeMail: endpoint({ method: 'POST', path: '/channels/mailboxes/:institutionId/:mailboxId/mails/:mailId/retake', access: watchers, summary: 'A mail that was passed over or failed is a letter after all', params: mailboxKey.extend({ mailId: id }), reply: MailView }),
  listReplies: endpoint({ method: 'GET', path: '/channels/mailboxes/:institutionId/:mailboxId/replies', access: watchers, summary: 'Answers by mail: sent, waiting, failed', params: mailboxKey, query: z.object({ state: z.enum(replyStates).optional(), ...pageQuery }), reply: pageOf(ReplyView) }),
  resendReply: endpoint({ method: 'POST', path: '/channels/mailboxes/:institutionId/:mailboxId/replies/:replyId/resend', access: watchers, summary: 'Sends an answer again that failed for good', params: mailboxKey.extend({ replyId: id }), reply: ReplyView }),

  addSource: endpoint({ method: 'POST', path: '/channels/sources', access: keepers, summary: 'Enters a hotline or petition office that hands orders on', body: z.object({ name: text(80).min(2), channel: z.enum(sourceChannels) }), reply: SourceView }),
  changeSource: endpoint({ method: 'PUT', path: '/channels/sources/:institutionId/:sourceId', access: keepers, summary: 'Switches a source on or off', params: sourceKey, body: z.object({ active: z.boolean() }), reply: SourceView }),
  makeToken: endpoint({ method: 'POST', path: '/channels/sources/:institutionId/:sourceId/token', access: keepers, summary: 'A new token; shown this once, the old one ends', params: sourceKey, reply: z.object({ token: z.string(), source: SourceView }) }),
  revokeToken: endpoint({ method: 'DELETE', path: '/channels/sources/:institutionId/:sourceId/token', access: keepers, summary: 'Ends the token of a source', params: sourceKey, reply: SourceView }),
  listOrders: endpoint({ method: 'GET', path: '/channels/sources/:institutionId/:sourceId/orders', access: watchers, summary: 'The newest orders of a source', params: sourceKey, reply: z.object({ rows: z.array(OrderView) }) }),

  orderTemplate: endpoint({ method: 'GET', path: '/channels/order-template.xlsx', access: watchers, summary: 'The sheet for orders of a hotline or petition office', download: true }),
  previewImport: endpoint({ method: 'POST', path: '/channels/sources/:institutionId/:sourceId/imports', access: watchers, summary: 'Reads a sheet of orders and says what it would file', params: sourceKey, upload: true, reply: ImportView }),
  listImports: endpoint({ method: 'GET', path: '/channels/sources/:institutionId/:sourceId/imports', access: watchers, summary: 'Sheets of a source, newest first', params: sourceKey, query: z.object(pageQuery), reply: pageOf(ImportRow) }),
  loadImport: endpoint({ method: 'GET', path: '/channels/imports/:institutionId/:importId', access: watchers, summary: 'What a sheet would file and what is wrong with it', params: importKey, reply: ImportView }),
  takeImport: endpoint({ method: 'POST', path: '/channels/imports/:institutionId/:importId/take', access: watchers, summary: 'Files all rows, or the good ones', params: importKey, body: z.object({ rows: z.enum(['all', 'good']) }), reply: ImportView }),
  discardImport: endpoint({ method: 'POST', path: '/channels/imports/:institutionId/:importId/discard', access: watchers, summary: 'Throws a preview away', params: importKey, reply: ImportView }),
  exportFaults: endpoint({ method: 'GET', path: '/channels/imports/:institutionId/:importId/faults.xlsx', access: watchers, summary: 'Every fault of a sheet, one a line', params: importKey, download: true }),

  addFeed: endpoint({ method: 'POST', path: '/channels/feeds', access: keepers, summary: 'Enters a feed to be watched for keywords', body: feedSettings, reply: FeedView }),
  changeFeed: endpoint({ method: 'PUT', path: '/channels/feeds/:institutionId/:feedId', access: keepers, summary: 'Changes a feed or its keywords, or switches it off', params: feedKey, body: feedSettings.extend({ revision: z.number().int() }), reply: FeedView }),
  pollFeed: endpoint({ method: 'POST', path: '/channels/feeds/:institutionId/:feedId/poll', access: watchers, summary: 'Has a feed read now', params: feedKey, reply: FeedView }),
  listCandidates: endpoint({ method: 'GET', path: '/channels/candidates', access: watchers, summary: 'What the feeds brought, newest first', query: z.object({ state: z.enum(candidateStates).default('waiting'), ...pageQuery }), reply: pageOf(CandidateView) }),
  takeCandidate: endpoint({ method: 'POST', path: '/channels/candidates/:institutionId/:candidateId/take', access: watchers, summary: 'Takes it up as a matter of public opinion', params: z.object({ institutionId: id, candidateId: id }), body: z.object({ title: text(120).min(2), text: text(4000).default(''), harm: z.boolean().default(false) }), reply: CandidateView }),
  dismissCandidate: endpoint({ method: 'POST', path: '/channels/candidates/:institutionId/:candidateId/dismiss', access: watchers, summary: 'It needs no answer; the reason stays', params: z.object({ institutionId: id, candidateId: id }), body: z.object({ reason: text(500).min(2) }), reply: CandidateView }),

  fileOrder: endpoint({
    method: 'POST', path: '/intake/hotline', access: 'anyone', summary: 'A hotline or petition office hands an order on; with its bearer token. The same number again gives the same answer', body: OrderAsk,
    reply: z.object({ number: z.string(), receipt: z.string().nullable(), institution: z.string(), dueAt: isoInstant.nullable(), repeated: z.boolean() }),
  }),
  followOrder: endpoint({
    method: 'GET', path: '/intake/hotline/:sourceNumber', access: 'anyone', summary: 'Where an order stands and what was answered, by its own number; with the bearer token', params: orderNumber,
    reply: z.object({ sourceNumber: z.string(), number: z.string(), institution: z.string(), state: words, phase: z.enum(['open', 'settled', 'closed']), receivedAt: isoInstant, dueAt: isoInstant.nullable(), answer: z.string().nullable(), answeredAt: isoInstant.nullable(), solved: z.boolean().nullable(), satisfied: z.boolean().nullable() }),
  }),
}
