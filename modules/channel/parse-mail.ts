import { createHash } from 'node:crypto'
import { convert } from 'html-to-text'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import type { Upload } from '../../server/platform/uploads.ts'
import { clean, type Letter } from './rules/mail.ts'

export type ParsedMail = { readonly letter: Letter; readonly attachments: readonly Upload[]; /** The same message again, from whichever folder or alias, has the same. */ readonly messageKey: string }

/** Text of an HTML mail: no links' addresses in brackets, no pictures, no wrapping. */
const toText = (html: string): string =>
  convert(html, { wordwrap: false, limits: { maxInputLength: 2_000_000, maxDepth: 60, maxChildNodes: 5_000 }, selectors: [{ selector: 'img', format: 'skip' }, { selector: 'a', options: { ignoreHref: true } }, ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })), { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } }] })

/** Never throws: a mail that is no mail is one without a sender. */
export async function parseMail(source: Uint8Array): Promise<ParsedMail> {
  const email = await PostalMime.parse(Buffer.from(source), { attachmentEncoding: 'arraybuffer', maxNestingDepth: 40, maxHeadersSize: 512 * 1024 }).catch((): Partial<Email> => ({}))
  const letter: Letter = {
    messageId: idOf(email.messageId),
    inReplyTo: [email.inReplyTo ?? '', ...(email.references ?? '').split(/\s+/)].map(idOf).filter((each) => each !== ''),
    from: senderOf(email),
    subject: clean(email.subject ?? '').slice(0, 500),
    text: textOf(email),
    headers: headersOf(email),
  }
  const content = createHash('sha256').update([letter.from.address, letter.subject, email.date ?? '', letter.text].join('\u0000')).digest('hex')
  return { letter, attachments: (email.attachments ?? []).flatMap(uploadOf), messageKey: `${letter.messageId.slice(0, 300)} ${content.slice(0, 32)}` }
}

const idOf = (text: string | undefined): string => (/<([^<>\s]{1,400})>/.exec(text ?? '')?.[1] ?? '')

function senderOf(email: Partial<Email>): Letter['from'] {
  const from = email.from
  const first = from?.address === undefined ? from?.group?.[0] : from
  const address = (first?.address ?? '').trim().toLowerCase()
  return { name: clean(first?.name ?? '').trim().slice(0, 60), address: /^[^\s@<>"]{1,120}@[^\s@<>"]{1,120}$/.test(address) ? address : '' }
}

/** Plain text where it says something, else the HTML as text. */
function textOf(email: Partial<Email>): string {
  const plain = clean(email.text ?? '').trim()
  if (plain !== '' || email.html === undefined) return plain
  return clean(toText(email.html)).trim()
}

function headersOf(email: Partial<Email>): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const { key, value } of email.headers ?? []) if (!headers.has(key)) headers.set(key, value)
  return headers
}

/** Pictures inside the text are signatures and logos mostly; they are kept like others only where they are sent as attachments. */
function uploadOf(attachment: Attachment): Upload[] {
  if (attachment.related === true && attachment.disposition !== 'attachment') return []
  const { content } = attachment
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content)
  const name = clean(attachment.filename ?? '').replaceAll(/[\\/]/g, ' ').trim().slice(-150)
  return [{ field: 'file', name: name === '' ? 'attachment' : name, bytes }]
}
