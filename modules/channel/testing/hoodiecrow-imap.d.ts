declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'

  type Message = { raw: string; uid?: number; flags?: string[] }
  type Folder = { messages?: Message[]; uidvalidity?: number; uidnext?: number }
  export type Hoodiecrow = {
    server: Server
    getMailbox(name: string): { messages: { uid: number; flags: string[]; raw: string }[]; uidvalidity: number; uidnext: number }
    appendMessage(folder: string, flags: string[], internaldate: string | false, raw: string): void
    listen(port: number, host: string, done: () => void): void
    close(done: () => void): void
  }
  export default function hoodiecrow(options: { plugins?: string[]; users?: Record<string, { password: string }>; storage?: Record<string, Folder>; secureConnection?: boolean }): Hoodiecrow
}
