import { randomUUID } from 'node:crypto'
import type { World } from './api.ts'

export type PageReply = { readonly status: number; readonly text: string; readonly location: string | undefined; readonly raw: Buffer; readonly type: string }
export type SentFile = { readonly name: string; readonly bytes: Uint8Array | string }

/** A browser without scripts: keeps its cookies, follows its redirects when told, posts forms as browsers do. */
export function newVisitor(world: World, given: { cookies?: Record<string, string>; address?: string } = {}) {
  const cookies: Record<string, string> = { ...given.cookies }
  const send = async (method: 'GET' | 'POST', url: string, payload?: Buffer | string, headers: Record<string, string> = {}): Promise<PageReply> => {
    const answer = await world.app.http.inject({ method, url, cookies, headers, remoteAddress: given.address ?? '198.51.100.7', ...(payload === undefined ? {} : { payload }) })
    for (const each of answer.cookies) {
      if (each.value === '' || (each.expires !== undefined && each.expires.getTime() === 0)) delete cookies[each.name]
      else cookies[each.name] = each.value
    }
    return { status: answer.statusCode, text: answer.body, location: answer.headers.location, raw: answer.rawPayload, type: answer.headers['content-type'] ?? '' }
  }
  return {
    cookies,
    get: (url: string) => send('GET', url),
    post: (url: string, form: Record<string, string>) => send('POST', url, new URLSearchParams(form).toString(), { 'content-type': 'application/x-www-form-urlencoded' }),
    upload: (url: string, form: Record<string, string>, files: readonly SentFile[] = []) => {
      const boundary = `----visitor${randomUUID()}`
      const parts: Buffer[] = Object.entries(form).map(([name, value]) => Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
      for (const file of files.length === 0 ? [{ name: '', bytes: '' }] : files) {
        parts.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`), Buffer.from(file.bytes), Buffer.from('\r\n'))
      }
      return send('POST', url, Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), { 'content-type': `multipart/form-data; boundary=${boundary}` })
    },
  }
}
export type Visitor = ReturnType<typeof newVisitor>

/** What stands in a field of a page, as a form would send it. */
export const hiddenIn = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
