import type { AddressInfo, Server, Socket } from 'node:net'
import hoodiecrow, { type Hoodiecrow } from 'hoodiecrow-imap'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

// Real servers speaking the real protocols on loopback: hoodiecrow-imap and smtp-server, both plain JavaScript, so they run wherever the tests do.

export const mailboxUser = { userName: 'tousu', password: '授权码-1' }
const plugins = ['ID', 'SASL-IR', 'AUTH-PLAIN', 'NAMESPACE', 'IDLE', 'ENABLE', 'LITERALPLUS', 'UNSELECT', 'UIDPLUS']

export type ImapServer = { readonly port: number; readonly server: Hoodiecrow; put(raw: string, flags?: string[]): void; flags(): string[][]; close(): Promise<void> }

const quiet = async (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

export async function imapServer(options: { uidvalidity?: number; port?: number; secureConnection?: boolean; messages?: { raw: string; flags?: string[] }[] } = {}): Promise<ImapServer> {
  const server = hoodiecrow({
    plugins, users: { [mailboxUser.userName]: { password: mailboxUser.password } }, secureConnection: options.secureConnection ?? false,
    storage: { INBOX: { messages: options.messages ?? [], uidvalidity: options.uidvalidity ?? 7 }, '': {} },
  })
  const open = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    server,
    put: (raw, flags = []) => server.appendMessage('INBOX', flags, false, raw),
    flags: () => server.getMailbox('INBOX').messages.map((each) => each.flags),
    async close() {
      for (const socket of open) socket.destroy()
      await quiet(server.server)
    },
  }
}

export type SmtpServer = { readonly port: number; readonly sent: { raw: string; email: Email; to: string[] }[]; close(): Promise<void> }

export async function smtpServer(port = 0, refuse: () => string | null = () => null): Promise<SmtpServer> {
  const sent: SmtpServer['sent'] = []
  const server = new SMTPServer({
    authOptional: false, hideSTARTTLS: true, allowInsecureAuth: true, logger: false,
    onAuth: (auth, _session, done) => done(auth.username === mailboxUser.userName && auth.password === mailboxUser.password ? null : new Error('wrong'), { user: auth.username }),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const no = refuse()
        if (no !== null) return done(new Error(no))
        const raw = Buffer.concat(chunks).toString('utf8')
        void PostalMime.parse(raw).then((email) => {
          sent.push({ raw, email, to: session.envelope.rcptTo.map((each) => each.address) })
          done()
        })
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { port: (server.server.address() as AddressInfo).port, sent, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** A letter as a mail program writes it. */
export const letterOf = (given: { from?: string; subject?: string; id?: string; text?: string; headers?: string[] } = {}): string =>
  [
    `From: ${given.from ?? 'Wang <wang@mail.example>'}`, 'To: tousu@hospital.example', `Subject: =?utf-8?B?${Buffer.from(given.subject ?? '反映取药排队').toString('base64')}?=`, `Message-ID: <${given.id ?? 'm1'}@mail.example>`, 'Date: Mon, 2 Mar 2026 08:00:00 +0800',
    ...(given.headers ?? []), ...(given.headers?.some((each) => /^content-type/i.test(each)) === true ? [] : ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(given.text ?? '昨天在二楼取药排了两个小时。').toString('base64')]),
  ].join('\r\n')
