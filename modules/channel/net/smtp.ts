import { createTransport } from 'nodemailer'
import type { ImapPlace } from './imap.ts'

type MailOut = { readonly from: { readonly name: string; readonly address: string }; readonly to: string; readonly subject: string; readonly text: string; readonly messageId: string; readonly inReplyTo: string; readonly references: readonly string[] }
export type SendMail = (place: ImapPlace, mail: MailOut) => Promise<void>

/** Hands one message to the mail server; returns when the server has taken it. It says of itself that a machine wrote it (RFC 3834). */
export const sendMail: SendMail = async (place, mail) => {
  const transport = createTransport({
    host: place.host, port: place.port, secure: place.security === 'tls', requireTLS: place.security === 'starttls', ignoreTLS: place.security === 'none',
    auth: { user: place.userName, pass: place.password }, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000, disableFileAccess: true, disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from: mail.from, to: mail.to, subject: mail.subject, text: mail.text, messageId: `<${mail.messageId}>`,
      ...(mail.inReplyTo === '' ? {} : { inReplyTo: `<${mail.inReplyTo}>`, references: [...mail.references, mail.inReplyTo].map((each) => `<${each}>`) }),
      headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
    })
  } finally {
    transport.close()
  }
}
