import type { Actor, Role } from '../../kernel/actor.ts'

/** Rule NT-2: mine is what is addressed to me, or to a post that I hold in the body it was sent to. */
export type Mine = { readonly accountId: string; readonly institutionId: string | null; readonly roles: readonly Role[] }

export const mineOf = (actor: Actor): Mine => ({ accountId: actor.id, institutionId: actor.institutionId, roles: actor.institutionId === null ? [] : actor.roles })

export const isMine = (notice: { institutionId: string; accountId: string | null; role: string | null }, mine: Mine): boolean =>
  notice.accountId === mine.accountId || (notice.institutionId === mine.institutionId && mine.roles.some((role) => role === notice.role))
