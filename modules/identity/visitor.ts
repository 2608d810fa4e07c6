import type { Visitor } from './commands/sessions.ts'

type Incoming = { readonly ip: string; readonly headers: Readonly<Record<string, string | string[] | undefined>> }

/** Where a request came from; behind a proxy on this machine, what that proxy says. */
export const visitorOf = (request: Incoming): Visitor => ({ address: request.ip, agent: String(request.headers['user-agent'] ?? '') })
