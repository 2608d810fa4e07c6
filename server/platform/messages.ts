import { systemActor } from '../../kernel/actor.ts'
import type { Platform } from './act.ts'
import { sql } from './database.ts'
import { worker, type Worker } from './jobs.ts'
import { sendMessage } from './notify.ts'

/** How the operator's SMS gateway is asked: POST to `url`, JSON headers, a JSON body with {to} and {text} in it. */
export type SmsGateway = { readonly url: string; readonly headers: string; readonly body: string }

const system = systemActor('messages')
const timeoutMs = 15_000

/** Puts the values into the template as JSON text, so that no message can break out of its quotes. */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : JSON.stringify(values[name]).slice(1, -1)))

/** Sends one message; an answer other than 2xx is an error with the status and the first words. */
export async function sendSms(gateway: SmsGateway, message: { to: string; text: string }): Promise<void> {
  const headers = JSON.parse(gateway.headers) as Record<string, string>
  const answer = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: fillTemplate(gateway.body, message),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const said = (await answer.text()).slice(0, 200)
  if (!answer.ok) throw new Error(`HTTP ${answer.status} ${said}`)
}

const lastAttempt = 12

/**
 * The relay. Without a gateway a message stays in the outbox, where the demonstration shows it. The network is asked
 * outside any transaction; a thrown error makes the job come back later, up to twelve times.
 */
export function messageWorker(platform: Platform, gateway: SmsGateway | null): Worker {
  return worker(sendMessage, async ({ id }) => {
    if (gateway === null) return
    const { database, vault, clock } = platform
    const row = await database.read(system, (read) => read.selectFrom('outbox').select(['recipient', 'body', 'state', 'attempts']).where('id', '=', id).executeTakeFirst())
    if (row === undefined || row.state !== 'waiting') return
    const keep = (set: { state?: 'sent' | 'failed'; last_error?: string | null; sent_at?: string }) =>
      database.write(system, async (tx) => {
        await tx.updateTable('outbox').set({ ...set, attempts: sql<number>`attempts + 1` }).where('id', '=', id).execute()
      })
    try {
      await sendSms(gateway, { to: vault.open(row.recipient), text: vault.open(row.body) })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const isLast = row.attempts + 1 >= lastAttempt
      await keep({ last_error: reason.slice(0, 300), ...(isLast ? { state: 'failed' } : {}) })
      if (isLast) return
      throw error
    }
    await keep({ state: 'sent', last_error: null, sent_at: clock.now().toISOString() })
  })
}
