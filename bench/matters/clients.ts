// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { parentPort } from 'node:worker_threads'

/** One request; `{uuid}` in its headers and body becomes a new one each time it is sent. */
export type Sent = { readonly method: 'GET' | 'POST'; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly least: number }
/** So many people at once, each with requests of their own, one after another. */
export type Round = { readonly port: number; readonly seconds: number; readonly clients: readonly (readonly Sent[])[] }
export type Outcome = { readonly done: number; readonly seconds: number; readonly taken: readonly number[]; readonly bytes: number; readonly fault: string | null }

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const fresh = (text: string): string => (text.includes('{uuid}') ? text.replaceAll('{uuid}', randomUUID()) : text)

type Answer = { readonly status: number; readonly bytes: number; readonly text: () => string }
function ask(port: number, sent: Sent): Promise<Answer> {
  const body = fresh(sent.body)
  const headers = Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name, fresh(value)]))
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port, path: sent.path, method: sent.method, agent, headers: { ...headers, ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }) } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes: parts.reduce((sum, part) => sum + part.length, 0), text: () => Buffer.concat(parts).toString('utf8') }))
      answer.on('error', reject)
    })
    out.on('error', reject)
    out.end(body)
  })
}

async function run({ port, seconds, clients }: Round): Promise<Outcome> {
  const taken: number[] = []
  let [bytes, fault] = [0, null as string | null]
  const begin = performance.now()
  const until = begin + seconds * 1000
  await Promise.all(
    clients.map(async (own, who) => {
      for (let n = who; performance.now() < until && fault === null; n += 1) {
        const sent = own[n % own.length]
        if (sent === undefined) return
        const from = performance.now()
        const answer = await ask(port, sent)
        taken.push(performance.now() - from)
        bytes += answer.bytes
        if (answer.status !== 200 || answer.bytes < sent.least) fault = `${sent.path} answered ${answer.status} with ${answer.bytes} bytes: ${answer.text().slice(0, 300)}`
      }
    }),
  )
  return { done: taken.length, seconds: (performance.now() - begin) / 1000, taken, bytes, fault }
}

parentPort?.on('message', (round: Round | null) => {
  if (round === null) {
    agent.destroy()
    parentPort?.close()
    return
  }
  run(round).then(
    (outcome) => parentPort?.postMessage(outcome),
    (error: unknown) => parentPort?.postMessage({ done: 0, seconds: 0, taken: [], bytes: 0, fault: String(error) } satisfies Outcome),
  )
})
