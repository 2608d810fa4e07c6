import { randomUUID } from 'node:crypto'
import { isUuid } from '../../kernel/ids.ts'
import type { Platform } from './act.ts'
import type { PageLook } from './pages.ts'

const cookie = 'huiyin_device'

/** The device the form was opened on, by a random name of its own; a new one gets its name now. */
export function nameDevice({ request, reply }: Pick<PageLook, 'request' | 'reply'>, platform: Platform): void {
  if (deviceOf({ request }) !== null) return
  void reply.setCookie(cookie, randomUUID(), { path: '/', httpOnly: true, sameSite: 'lax', secure: platform.publicUrl.startsWith('https:'), maxAge: 31_536_000 })
}

export function deviceOf({ request }: Pick<PageLook, 'request'>): string | null {
  const named = request.cookies[cookie] ?? ''
  return isUuid(named) ? named : null
}

/** One subscriber: a whole IPv4 address, the first half of an IPv6 address. */
export const addressOf = (ip: string): string => (ip.includes(':') && !ip.includes('.') ? expand(ip).slice(0, 4).join(':') : ip.replace(/^::ffff:/, ''))

function expand(ip: string): string[] {
  const [head = '', rest] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = rest === undefined || rest === '' ? [] : rest.split(':')
  return [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
}
