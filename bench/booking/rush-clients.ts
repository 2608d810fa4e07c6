// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { createWriteStream } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { lineTo, type Line } from './line.ts'
import { personOf } from './people.ts'

export type Rush = { readonly port: number; readonly clients: number; readonly attempts: number; readonly institutionId: string; readonly slots: readonly string[]; readonly tokens: readonly string[]; readonly log: string }
/** One line of the clients' own log. */
export type Logged = { readonly key: string; readonly who: number; readonly person: number; readonly slotId: string; readonly status: number; readonly bookingId: string | null; readonly error: string | null }
export type Progress = { readonly answered: number; readonly broken: number; readonly over: boolean; readonly taken: readonly number[] }

/** What a client may take for an answer; everything else is asked again with the same key, as a person would press again. */
const isAnswer = (status: number): boolean => status === 200 || status === 409 || status === 403

async function run(rush: Rush): Promise<void> {
  const log = createWriteStream(rush.log)
  const taken: number[] = []
  let [made, answered, broken] = [0, 0, 0]
  const report = (over: boolean) => parentPort?.postMessage({ answered, broken, over, taken: over ? taken : [] } satisfies Progress)
  const timer = setInterval(() => report(false), 200)
  await Promise.all(
    Array.from({ length: rush.clients }, async (_, who) => {
      let line: Line | null = null
      const token = rush.tokens[who % rush.tokens.length] ?? ''
      while (made < rush.attempts) {
        const n = made
        made += 1
        // People come in pairs, and slots in turn: some of them want the same twice.
        const [person, slotId, key] = [Math.floor(n / 1.05), rush.slots[(n * 7) % rush.slots.length] ?? '', `rush-${n}`]
        const body = JSON.stringify({ institutionId: rush.institutionId, slotId, person: personOf(person) })
        // One in twenty asks once more for what was answered, to hear the same.
        for (let asks = n % 20 === 0 ? 2 : 1; asks > 0; ) {
          const from = performance.now()
          try {
            line ??= await lineTo(rush.port)
            const answer = await line.ask(body, `cookie: huiyin_session=${token}\r\nidempotency-key: ${key}\r\n`)
            const said = isAnswer(answer.status) ? (JSON.parse(answer.text) as { bookingId?: string; error?: string }) : {}
            log.write(`${JSON.stringify({ key, who, person, slotId, status: answer.status, bookingId: said.bookingId ?? null, error: said.error ?? null } satisfies Logged)}\n`)
            if (isAnswer(answer.status)) {
              taken.push(performance.now() - from)
              asks -= 1
              continue
            }
          } catch {
            line?.end()
            line = null
          }
          broken += 1
          await wait(300)
        }
        answered += 1
      }
      line?.end()
    }),
  )
  clearInterval(timer)
  await new Promise<void>((resolve) => log.end(() => resolve()))
  report(true)
}

parentPort?.once('message', (rush: Rush) => void run(rush))
