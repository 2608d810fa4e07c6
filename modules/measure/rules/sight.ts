import { hasRole, mayActFor, type Actor } from '../../../kernel/actor.ts'

type Body = { readonly institutionId: string; readonly regionCode: string }

/**
 * Rule ME-15: facts behind a value are seen whole by the commission of the region, and by head, clerk and those without a
 * department of the institution itself; who works in departments sees those of these departments and those of none.
 * Nobody else sees any.
 */
export function factsSeenBy(actor: Actor, body: Body): 'none' | 'all' | { readonly departmentIds: readonly string[] } {
  if (actor.kind !== 'staff' && actor.kind !== 'system') return 'none'
  if (!mayActFor(actor, body)) return 'none'
  if (actor.institutionId !== body.institutionId || hasRole(actor, 'institution_head', 'institution_clerk')) return 'all'
  const departments = actor.posts.map((post) => post.departmentId)
  return departments.includes(null) || departments.length === 0 ? 'all' : { departmentIds: departments.filter((each) => each !== null) }
}
