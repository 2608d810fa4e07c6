import type { FastifyRequest } from 'fastify'
import { anonymous, type Actor, type HeldPost, type Role } from '../../kernel/actor.ts'
import { shanghaiToday } from './clock.ts'
import { tokenHash } from './crypto.ts'
import type { Platform } from './act.ts'

export const sessionCookie = 'huiyin_session'

export type Session = {
  readonly sessionId: string | null
  /** A password was right, the second factor is still owed; such a session acts as nobody. */
  readonly pendingSecondFactor: boolean
  readonly mustChangePassword: boolean
  readonly accountId: string | null
  readonly actor: Actor
}

const nobody: Session = { sessionId: null, pendingSecondFactor: false, mustChangePassword: false, accountId: null, actor: anonymous }

type Found = {
  sessionId: string
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
  const known = { sessionId: found.sessionId, pendingSecondFactor: found.pendingSecondFactor, mustChangePassword: found.mustChangePassword, accountId: found.id }
  if (found.pendingSecondFactor) return { ...known, actor: anonymous }
  return { ...known, actor: actorOf(found) }
}

function actorOf(found: Found): Actor {
  const roles: Role[] = found.kind === 'citizen' ? ['citizen'] : [...new Set(found.posts.map((post) => post.role))]
  return {
    kind: found.kind,
    id: found.id,
    name: found.name,
    institutionId: found.institutionId,
    // Somebody who holds no commission post any more sees no region.
    regionPrefix: roles.length === 0 ? null : found.regionPrefix,
    roles,
    posts: found.posts,
  }
}
