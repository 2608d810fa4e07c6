// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/** Sixteen people who enter one thing after another; a thread of its own, so that the server does not pay for them. */
export type Client = { readonly cookie: string; readonly entries: readonly { readonly path: string; readonly body: string }[]; readonly rows: readonly string[] }
export type Round = { readonly kind: 'entry' | 'bare'; readonly port: number; readonly seconds: number }
export type Outcome = { readonly done: number; readonly seconds: number; readonly taken: readonly number[]; readonly fault: string | null }

const clients = workerData as readonly Client[]
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

function post(port: number, path: string, headers: Record<string, string>, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: answer.statusCode === 200 ? '' : Buffer.concat(parts).toString('utf8') }))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const boundary = 'huiyin-bench-boundary'
const multipart = (body: string) => `--${boundary}\r\ncontent-disposition: form-data; name="body"\r\n\r\n${body}\r\n--${boundary}--\r\n`

async function run({ kind, port, seconds }: Round): Promise<Outcome> {
  const taken: number[] = []
  let fault: string | null = null
  const begin = performance.now()
  const until = begin + seconds * 1000
  await Promise.all(
    clients.map(async (client, who) => {
      for (let n = who; performance.now() < until && fault === null; n += 1) {
        const from = performance.now()
        const entry = client.entries[n % client.entries.length]
        const row = client.rows[n % client.rows.length]
        if (entry === undefined || row === undefined) return
        const answer =
          kind === 'entry'
            ? await post(port, entry.path, { cookie: client.cookie, 'idempotency-key': randomUUID(), 'content-type': `multipart/form-data; boundary=${boundary}` }, multipart(entry.body))
            : await post(port, '/bare', { 'content-type': 'application/json' }, row)
        if (answer.status === 200) taken.push(performance.now() - from)
        else fault = `${entry.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`
      }
    }),
  )
  return { done: taken.length, seconds: (performance.now() - begin) / 1000, taken, fault }
}

parentPort?.on('message', (round: Round | null) => {
  if (round === null) {
    agent.destroy()
    parentPort?.close()
    return
  }
  void run(round).then((outcome) => parentPort?.postMessage(outcome))
})
