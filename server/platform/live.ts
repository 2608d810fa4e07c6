import type { ServerResponse } from 'node:http'
import type { FastifyRequest } from 'fastify'
import pg from 'pg'
import type { App } from './app.ts'
import { send, sql, type Tx } from './database.ts'

/** Tells every process, once the transaction is committed, that something with this name changed. */
export const tellLive = (tx: Tx, channel: string, payload: string): void => send(tx, sql`select pg_notify(${channel}, ${payload})`.execute(tx))

export type LiveGiven = {
  /** The channel of `tellLive`. */
  readonly channel: string
  /** The topics that change with what was told. */
  topicsOf(payload: string): readonly string[]
  /** A topic as it stands now, as JSON; null where there is none. It is asked once for all who watch it. */
  load(topic: string): Promise<string | null>
}
export type Live = {
  /** A stream of server-sent events; each begins with its topics as they stand, so that a cut of the network leaves no gap. Null is a 404. */
  stream(path: string, open: (request: FastifyRequest) => Promise<readonly string[] | null>): void
}

type Topic = { text: string | null; at: number; loading: Promise<void> | null; again: boolean; readonly watchers: Set<ServerResponse> }

const most = 5000
const beatMs = 15_000
const pollMs = 2000
const tooFarBehind = 1024 * 1024

/**
 * One hub per process. Changes come by NOTIFY, which the database sends when they are committed, whichever process made
 * them; while that line is down the topics that are watched are asked every two seconds, and all of them once it is back.
 */
export function liveOf(app: App, given: LiveGiven): Live {
  const topics = new Map<string, Topic>()
  let listener: pg.Client | null = null
  let isHeard = false
  let timer: NodeJS.Timeout | null = null
  let seq = 0
  let beats = 0
  const log = app.platform.log.child({ from: 'live', channel: given.channel })

  const frame = (text: string) => `id: ${(seq += 1)}\ndata: ${text}\n\n`
  const write = (to: ServerResponse, text: string) => {
    // Whoever cannot keep up is let go; its browser comes back and begins with what stands then.
    if (to.writableLength > tooFarBehind) to.destroy()
    else to.write(text)
  }
  async function loadAgain(name: string, topic: Topic): Promise<void> {
    do {
      topic.again = false
      const text = await given.load(name)
      topic.at = performance.now()
      if (text === topic.text) continue
      topic.text = text
      if (text !== null) {
        const framed = frame(text)
        for (const watcher of topic.watchers) write(watcher, framed)
      }
    } while (topic.again)
  }
  const refresh = (name: string): Promise<void> => {
    const topic = topics.get(name)
    if (topic === undefined) return Promise.resolve()
    if (topic.loading !== null) {
      topic.again = true
      return topic.loading
    }
    topic.loading = loadAgain(name, topic)
      .catch((error: unknown) => log.warn({ err: error, topic: name }, 'a watched topic could not be read; it is asked again'))
      .finally(() => {
        topic.loading = null
      })
    return topic.loading
  }
  const refreshAll = () => {
    for (const name of topics.keys()) void refresh(name)
  }

  async function listen(): Promise<void> {
    const client = new pg.Client(app.platform.database.pool.options)
    listener = client
    const lost = () => {
      if (listener !== client) return
      isHeard = false
      listener = null
      client.end().catch(() => undefined)
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ payload }) => {
      for (const name of given.topicsOf(payload ?? '')) void refresh(name)
    })
    try {
      await client.connect()
      await client.query(`listen ${given.channel}`)
      isHeard = true
      // What was told before we listened is not heard.
      refreshAll()
    } catch (error) {
      log.warn({ err: error }, 'no line to the database; asking every two seconds')
      lost()
    }
  }
  const beat = () => {
    if (listener === null) void listen()
    if (!isHeard) return refreshAll()
    beats += 1
    if (beats % Math.round(beatMs / pollMs) !== 0) return
    for (const { watchers } of topics.values()) for (const watcher of watchers) write(watcher, ': \n\n')
    refreshAll()
  }
  const start = () => {
    if (timer !== null) return
    void listen()
    timer = setInterval(beat, pollMs)
    timer.unref()
  }
  const leave = (names: readonly string[], watcher: ServerResponse) => {
    for (const name of names) {
      const topic = topics.get(name)
      topic?.watchers.delete(watcher)
      if (topic?.watchers.size === 0) topics.delete(name)
    }
    watchers.delete(watcher)
  }
  const watchers = new Set<ServerResponse>()
  async function join(names: readonly string[], watcher: ServerResponse): Promise<void> {
    start()
    for (const name of names) {
      const known = topics.get(name)
      const topic: Topic = known ?? { text: null, at: 0, loading: null, again: false, watchers: new Set() }
      topics.set(name, topic)
      // A topic somebody watches is kept as it stands; the first one asks for it, and is written to by that.
      if (topic.text !== null) write(watcher, frame(topic.text))
      topic.watchers.add(watcher)
      if (known === undefined || topic.text === null) await refresh(name)
    }
  }
  app.http.addHook('preClose', async () => {
    if (timer !== null) clearInterval(timer)
    for (const watcher of watchers) watcher.end()
    const last = listener
    listener = null
    await last?.end().catch(() => undefined)
  })
  return {
    stream(path, open) {
      app.http.get(path, async (request, reply) => {
        const names = watchers.size >= most ? null : await open(request)
        if (names === null) return reply.status(watchers.size >= most ? 503 : 404).send()
        reply.hijack()
        const watcher = reply.raw
        watcher.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff' })
        watcher.write('retry: 1500\n\n')
        watchers.add(watcher)
        watcher.on('close', () => leave(names, watcher))
        watcher.on('error', () => leave(names, watcher))
        await join(names, watcher)
        return reply
      })
    },
  }
}
