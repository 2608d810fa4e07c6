import type { FastifyReply, FastifyRequest } from 'fastify'
import { anonymous, commissionRoles, type Actor, type HeldPost, type Role } from '../../kernel/actor.ts'
import { shanghaiToday } from './clock.ts'
import { tokenHash } from './crypto.ts'
import { grouped } from './grouped.ts'
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

type LookUp = { readonly hash: string; readonly at: string; readonly today: string }
const lookUps = new WeakMap<Platform, (ask: LookUp) => Promise<Found | null>>()

/** Requests of one moment are looked up in one statement; a lone one as fast as by itself (ADR 0017). */
function lookUpOf(platform: Platform): (ask: LookUp) => Promise<Found | null> {
  const known = lookUps.get(platform)
  if (known !== undefined) return known
  const made = grouped<LookUp, Found | null>({ most: 200, inFlight: 4 }, async (asks) => {
    const [first] = asks
    const { rows } = await platform.database.pool.query<{ hash: string; found: Found & { isSeen: boolean } }>({
      name: 'session_actors',
      text: 'select hash, found from session_actors($1, $2, $3)',
      values: [[...new Set(asks.map((ask) => ask.hash))], first?.at, first?.today],
    })
    const unseen = rows.filter((row) => !row.found.isSeen).map((row) => row.hash)
    if (unseen.length > 0) await platform.database.pool.query('select session_seen($1, $2)', [unseen, first?.at])
    const found = new Map(rows.map((row) => [row.hash, row.found]))
    return asks.map((ask) => found.get(ask.hash) ?? null)
  })
  lookUps.set(platform, made)
  return made
}

/** Who stands behind a request: one round trip. Roles are those of the posts held today. */
export async function sessionOf(platform: Platform, request: FastifyRequest): Promise<Session> {
  const token = request.cookies[sessionCookie]
  if (token === undefined || token.length > 100) return nobody
  const now = platform.clock.now()
  const found = await lookUpOf(platform)({ hash: tokenHash(token), at: now.toISOString(), today: shanghaiToday(now) })
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
