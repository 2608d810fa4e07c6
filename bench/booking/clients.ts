// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import process from 'node:process'
import { parentPort } from 'node:worker_threads'
import { lineTo } from './line.ts'
import { personOf } from './people.ts'

/**
 * So many clients, each with one attempt after another for so long or until all attempts are made. `slots` are tried in turn;
 * every attempt is by another person, counted from `person`.
 */
export type Round = {
  readonly port: number
  readonly clients: number
  readonly seconds: number | null
  readonly attempts: number | null
  readonly institutionId: string
  readonly slots: readonly string[]
  readonly tokens: readonly string[]
  readonly person: number
  readonly key: string
}
export type Outcome = { readonly done: number; readonly booked: number; readonly refused: Readonly<Record<string, number>>; readonly seconds: number; readonly taken: readonly number[]; readonly cpuMs: number; readonly bookings: readonly { readonly id: string; readonly slotId: string }[]; readonly fault: string | null }

async function run(round: Round): Promise<Outcome> {
  const cpu = process.threadCpuUsage()
  const begin = performance.now()
  const until = round.seconds === null ? Number.POSITIVE_INFINITY : begin + round.seconds * 1000
  const most = round.attempts ?? Number.POSITIVE_INFINITY
  const taken: number[] = []
  const bookings: { id: string; slotId: string }[] = []
  const refused: Record<string, number> = {}
  let [made, fault] = [0, null as string | null]
  await Promise.all(
    Array.from({ length: round.clients }, async (_, who) => {
      const line = await lineTo(round.port)
      const token = round.tokens[who % round.tokens.length] ?? ''
      while (performance.now() < until && made < most && fault === null) {
        const n = made
        made += 1
        const slotId = round.slots[n % round.slots.length] ?? ''
        const body = JSON.stringify({ institutionId: round.institutionId, slotId, person: personOf(round.person + n) })
        const from = performance.now()
        const answer = await line.ask(body, `cookie: huiyin_session=${token}\r\nidempotency-key: ${round.key}-${n}\r\n`)
        taken.push(performance.now() - from)
        if (answer.status === 200) bookings.push({ id: String(JSON.parse(answer.text).bookingId), slotId })
        else if (answer.status === 409 || answer.status === 403) {
          const code = String(JSON.parse(answer.text).error)
          refused[code] = (refused[code] ?? 0) + 1
        } else fault = `a booking was answered ${answer.status}: ${answer.text.slice(0, 300)}`
      }
      line.end()
    }),
  )
  const used = process.threadCpuUsage(cpu)
  return { done: taken.length, booked: bookings.length, refused, seconds: (performance.now() - begin) / 1000, taken, cpuMs: (used.user + used.system) / 1000, bookings, fault }
}

parentPort?.on('message', (round: Round | null) => {
  if (round === null) {
    parentPort?.close()
    return
  }
  run(round).then(
    (outcome) => parentPort?.postMessage(outcome),
    (error: unknown) => parentPort?.postMessage({ done: 0, booked: 0, refused: {}, seconds: 0, taken: [], cpuMs: 0, bookings: [], fault: String(error) } satisfies Outcome),
  )
})
