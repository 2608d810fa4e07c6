// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { get, type ClientRequest } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/** Five hundred displays in a thread of their own, each with a stream over a connection of its own. */
export type Displays = { readonly port: number; readonly paths: readonly string[] }
/** By call, when each display had it; in milliseconds since 1970. */
export type Seen = { readonly ready: true } | { readonly calls: readonly (readonly [id: string, at: readonly number[]])[] }

const { port, paths } = workerData as Displays
const seen = new Map<string, number[]>()
const requests: ClientRequest[] = []
let begun = 0

type State = { readonly queue: string; readonly calls: readonly { readonly id: string }[] }

function watch(path: string): void {
  const known = new Set<string>()
  let rest = ''
  let isFirst = true
  const request = get({ host: '127.0.0.1', port, path, agent: false }, (answer) => {
    answer.setEncoding('utf8')
    answer.on('data', (text: string) => {
      const at = performance.timeOrigin + performance.now()
      rest += text
      const parts = rest.split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (data === undefined) continue
        // Read as a display would, then looked at for what it had not shown yet.
        for (const { id } of (JSON.parse(data) as State).calls) {
          if (known.has(id)) continue
          known.add(id)
          const times = seen.get(id)
          if (times === undefined) seen.set(id, [at])
          else times.push(at)
        }
        if (isFirst) {
          isFirst = false
          begun += 1
          if (begun === paths.length) parentPort?.postMessage({ ready: true } satisfies Seen)
        }
      }
    })
  })
  request.on('error', () => undefined)
  requests.push(request)
}

for (const path of paths) watch(path)
parentPort?.on('message', (ask: 'seen' | 'end') => {
  if (ask === 'seen') parentPort?.postMessage({ calls: [...seen] } satisfies Seen)
  else {
    for (const request of requests) request.destroy()
    parentPort?.close()
  }
})
