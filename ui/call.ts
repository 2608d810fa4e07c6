import type { z } from 'zod'
import type { Endpoint } from '../kernel/contract.ts'
import { newKey } from './device-store.ts'

/** What the server said no to, in the words it gave. */
export class CallError extends Error {
  readonly status: number
  readonly code: string
  readonly issues: readonly { path: string; message: string }[]
  constructor(status: number, body: { error?: string; message?: string; issues?: { path: string; message: string }[] }) {
    super(body.message ?? `HTTP ${status}`)
    this.name = 'CallError'
    this.status = status
    this.code = body.error ?? 'fault'
    this.issues = body.issues ?? []
  }
}

export type Ask<E extends Endpoint> = {
  params?: z.input<E['params']>
  query?: z.input<E['query']>
  body?: z.input<E['body']>
  files?: readonly File[]
  /** Give the same key again to repeat a command that may or may not have arrived. */
  key?: string
  /** Gives up waiting for an answer; whether the command arrived is then unknown. */
  signal?: AbortSignal
}

const locale = () => document.documentElement.lang || 'zh-CN'

export function urlOf(endpoint: Endpoint, ask: { params?: unknown; query?: unknown }): string {
  const params = Object.entries((ask.params ?? {}) as Record<string, unknown>)
  const path = params.reduce((text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(String(value))), endpoint.path)
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((ask.query ?? {}) as Record<string, string | number | boolean | null | undefined>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `/api${path}${text === '' ? '' : `?${text}`}`
}

/** Calls an endpoint by its contract: types come from it, commands carry a key of their own. */
export async function call<E extends Endpoint>(endpoint: E, ask: Ask<E> = {}): Promise<z.output<E['reply']>> {
  const headers: Record<string, string> = { 'accept-language': locale() }
  const request: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin', ...(ask.signal === undefined ? {} : { signal: ask.signal }) }
  if (endpoint.method !== 'GET') {
    headers['idempotency-key'] = ask.key ?? newKey()
    if (endpoint.upload) {
      const form = new FormData()
      form.set('body', JSON.stringify(ask.body ?? {}))
      for (const file of ask.files ?? []) form.append('file', file, file.name)
      request.body = form
    } else {
      headers['content-type'] = 'application/json'
      request.body = JSON.stringify(ask.body ?? {})
    }
  }
  const answer = await fetch(urlOf(endpoint, ask), request).catch(() => {
    throw new CallError(0, { error: 'offline', message: locale().startsWith('en') ? 'The server cannot be reached; what you typed is still here. Try again.' : '连不上服务器，填写的内容还在；请稍后重试。' })
  })
  const body: unknown = answer.headers.get('content-type')?.includes('json') === true ? await answer.json() : {}
  if (!answer.ok) throw new CallError(answer.status, body as ConstructorParameters<typeof CallError>[1])
  return body as z.output<E['reply']>
}
