import { readCaseNumber } from '../../matter/rules/number.ts'

/** A message as the rules see it: parsed, nothing of it believed. */
export type Letter = {
  readonly messageId: string
  readonly inReplyTo: readonly string[]
  readonly from: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  /** Lower-case names; the first value of each. */
  readonly headers: ReadonlyMap<string, string>
}

const ignoredReasons = ['own', 'automatic', 'list', 'no_sender', 'empty', 'duplicate'] as const
export type IgnoredReason = (typeof ignoredReasons)[number]

const machineSenders = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+._-].*)?@/

/**
 * Rule IN-3: what a machine wrote is no voice: our own mail, answers of machines, bounces, lists. It is kept in the
 * mailbox and in the list with its reason, and nobody is answered; so two machines cannot write to each other for ever.
 */
export function ignoredBecause(letter: Letter, ownAddresses: readonly string[]): IgnoredReason | null {
  const { from, headers } = letter
  if (from.address === '') return 'no_sender'
  if (ownAddresses.includes(from.address)) return 'own'
  const submitted = headers.get('auto-submitted')?.toLowerCase().split(/[;\s]/)[0]
  if (submitted !== undefined && submitted !== 'no') return 'automatic'
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.get('return-path')?.trim() === '<>') return 'automatic'
  if (/^multipart\/report\b/i.test(headers.get('content-type') ?? '') || machineSenders.test(from.address)) return 'automatic'
  if (headers.has('list-id') || headers.has('list-unsubscribe') || /^(bulk|list|junk|auto_reply)$/i.test(headers.get('precedence')?.trim() ?? '')) return 'list'
  return null
}

/** Rule IN-4: numbers of matters in a subject, however they were typed, as the engine writes them. */
export const numbersIn = (subject: string): string[] => [...new Set((subject.normalize('NFKC').match(/(?<![A-Za-z0-9])[A-Za-z]{2}[-\s]?20\d{2}[-\s]?\d{1,9}(?!\d)/g) ?? []).flatMap((typed) => readCaseNumber(typed) ?? []))]

const replyMarks = /^\s*(?:(?:re|fw|fwd|答复|回复|转发|自动回复)\s*(?:\[\d+\])?\s*[:：]\s*)+/i

/** The title of the matter: the subject without reply marks, else the first words. */
export function titleOf(letter: Pick<Letter, 'subject' | 'text'>, most = 120): string {
  const subject = clean(letter.subject).replaceAll(/\s+/g, ' ').replace(replyMarks, '').trim()
  const words = subject === '' ? (clean(letter.text).split('\n').find((line) => line.trim() !== '') ?? '').trim() : subject
  return cut(words, most)
}

/** Quoted mail below an answer says nothing new: from the line that introduces it on it is left out. */
export function freshText(text: string): string {
  const lines = clean(text).split('\n')
  const quoted = lines.findIndex((line, at) => /^-{2,}\s*(?:original message|原始邮件|原邮件|转发邮件信息)\s*-{2,}/i.test(line.trim()) || (line.startsWith('>') && lines.slice(at).every((rest) => /^>|^\s*$/.test(rest))) || /^(?:on .{5,200} wrote|在.{5,200}写道)[:：]\s*$/i.test(line.trim()))
  const fresh = (quoted === -1 ? lines : lines.slice(0, quoted)).join('\n').trim()
  return fresh === '' ? lines.join('\n').trim() : fresh
}

/** Rule IN-5: text as it was meant: no control characters, no marks that turn the direction of what follows, lines at most so long together. */
export const clean = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replaceAll(/\n{4,}/g, '\n\n\n')

/** Cuts between characters, never inside a rare one. */
export const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`)

/** w***@example.org: enough to know one's own correspondent again, too little to write to. */
export function maskAddress(address: string): string {
  if (address === '') return ''
  const at = address.lastIndexOf('@')
  return at < 1 ? '***' : `${Array.from(address)[0] ?? ''}***${address.slice(at)}`
}

/** So many receipts a day to one address: whatever the guards let through stops here. */
export const mostReceipts = 5
/** So much news a day to one address. */
export const mostNews = 10
/** A message is tried so often, then it is named as failed and waits for a person. */
export const mostAttempts = 5
