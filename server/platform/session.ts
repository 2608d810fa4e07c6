import type { FastifyReply, FastifyRequest } from 'fastify'
import { anonymous, commissionRoles, type Actor, type HeldPost, type Role } from '../../kernel/actor.ts'
import { shanghaiToday } from './clock.ts'
import { tokenHash } from './crypto.ts'
import type { Platform } from './act.ts'

export const sessionCookie = 'huiyin_session'

export type Session = {
  readonly sessionId: string | null
  /** A password was right, the second factor is still owed; such a session acts as nobody (Rule AU-5). */
  readonly pendingSecondFactor: boolean
  /** The password is new from others, or too old: such a session acts as nobody until it is changed (Rule AU-5). */
  readonly mustChangePassword: boolean
  readonly accountId: string | null
  readonly method: SignInMethod | null
  /** Who acts. */
  readonly actor: Actor
  /** Who it is, also while the session acts as nobody. */
  readonly person: Actor
}

export type SignInMethod = 'password' | 'openid' | 'code'

const nobody: Session = { sessionId: null, pendingSecondFactor: false, mustChangePassword: false, accountId: null, method: null, actor: anonymous, person: anonymous }

type Found = {
  sessionId: string
  method: SignInMethod
  pendingSecondFactor: boolean
  mustChangePassword: boolean
  kind: 'staff' | 'citizen'
  id: string
  name: string
  institutionId: string | null
  regionPrefix: string | null
  posts: HeldPost[]
}

/** Who stands behind a request: one round trip. Roles are those of the posts held today. */
export async function sessionOf(platform: Platform, request: FastifyRequest): Promise<Session> {
  const token = request.cookies[sessionCookie]
  if (token === undefined || token.length > 100) return nobody
  const now = platform.clock.now()
  const answer = await platform.database.pool.query<{ found: Found | null }>({
    name: 'session_actor',
    text: 'select session_actor($1, $2, $3) as found',
    values: [tokenHash(token), now.toISOString(), shanghaiToday(now)],
  })
  const found = answer.rows[0]?.found ?? null
  if (found === null) return nobody
  const person = actorOf(found)
  const { sessionId, pendingSecondFactor, mustChangePassword, method } = found
  const isHeld = pendingSecondFactor || mustChangePassword
  return { sessionId, pendingSecondFactor, mustChangePassword, method, accountId: found.id, actor: isHeld ? anonymous : person, person: pendingSecondFactor ? anonymous : person }
}

const isOfCommission = (role: Role): boolean => commissionRoles.some((each) => each === role)

/**
 * Rule AC-3: a commission's post counts in a commission only, so that nobody makes himself one in a hospital's list;
 * who holds no post any more sees neither region nor body.
 */
function actorOf(found: Found): Actor {
  const posts = found.regionPrefix === null ? found.posts.filter((post) => !isOfCommission(post.role)) : found.posts
  const roles: Role[] = found.kind === 'citizen' ? ['citizen'] : [...new Set(posts.map((post) => post.role))]
  return {
    kind: found.kind,
    id: found.id,
    name: found.name,
    institutionId: roles.length === 0 ? null : found.institutionId,
    regionPrefix: roles.some(isOfCommission) ? found.regionPrefix : null,
    roles,
    posts,
  }
}

/** Hands the browser its session: not readable by scripts, not sent along from other sites. */
export function giveSession(platform: Platform, reply: FastifyReply, token: string, expiresAt: string): void {
  void reply.setCookie(sessionCookie, token, { ...cookieScope(platform), expires: new Date(expiresAt) })
}

export function takeSession(platform: Platform, reply: FastifyReply): void {
  void reply.clearCookie(sessionCookie, cookieScope(platform))
}

const cookieScope = (platform: Platform) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: platform.publicUrl.startsWith('https:') }) as const
