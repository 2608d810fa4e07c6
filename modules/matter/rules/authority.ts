import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { ActorWord } from './definition.ts'
import type { Kind } from './kind.ts'
import type { Body, Matter, Part } from './matter.ts'

/** Who asks: the actor, the member of staff behind it, and whether the receipt was shown. */
export type Mover = { readonly actor: Actor; readonly staffId: string | null; readonly author: boolean }

type Seen = Body & Pick<Matter, 'handlerStaffId' | 'firstStaffId' | 'holderDepartmentId' | 'offeredDepartmentId' | 'subjectStaffIds' | 'takenUp'>
type Joined = readonly Pick<Part, 'departmentId'>[]
type Powers = Pick<Kind, 'officers' | 'heads' | 'superiors' | 'confidentiality' | 'sees' | 'author'>

/** Departments that somebody heads. */
export const headedBy = (actor: Actor): string[] => [...new Set(actor.posts.flatMap((post) => (post.role === 'department_head' && post.departmentId !== null ? [post.departmentId] : [])))]

/** Rule MT-3: who is complained about has nothing to do with the matter, whatever their posts. */
const isSubject = (matter: Seen, mover: Mover): boolean => mover.staffId !== null && matter.subjectStaffIds.includes(mover.staffId)

/** Commission staff over a body; a commission's own matters are supervised by its head. */
function isSuperior(kind: Powers, matter: Body, actor: Actor): boolean {
  if (actor.regionPrefix === null || !hasRole(actor, ...kind.superiors)) return false
  return actor.institutionId === matter.institutionId ? hasRole(actor, 'commission_head') : matter.regionCode.startsWith(actor.regionPrefix)
}

/** Rules MT-3, MT-36: everything somebody is to a matter: roles at the body that owns it, and relations to its work; the commission also what it has taken up. */
export function wordsFor(kind: Powers, matter: Seen, mover: Mover, parts: Joined): ReadonlySet<ActorWord> {
  const words = new Set<ActorWord>()
  const { actor, staffId } = mover
  if (actor.kind === 'system' && !mover.author) return words.add('system')
  if (mover.author) return words.add('author')
  if (isSubject(matter, mover)) return words
  if (isSuperior(kind, matter, actor)) for (const word of ['superior', ...matter.takenUp] as const) words.add(word)
  if (actor.institutionId !== matter.institutionId) return words
  for (const role of actor.roles) if (role !== 'citizen') words.add(role)
  if (hasRole(actor, ...kind.officers)) words.add('officer')
  if (hasRole(actor, ...kind.heads)) words.add('head')
  if (staffId !== null && staffId === matter.handlerStaffId) words.add('handler')
  if (staffId !== null && staffId === matter.firstStaffId) words.add('first')
  const headed = headedBy(actor)
  if (matter.holderDepartmentId !== null && headed.includes(matter.holderDepartmentId)) words.add('holder')
  if (matter.offeredDepartmentId !== null && headed.includes(matter.offeredDepartmentId)) words.add('target')
  if (parts.some((part) => headed.includes(part.departmentId))) words.add('joined')
  return words
}

const alwaysSee: readonly ActorWord[] = ['system', 'author', 'officer', 'head', 'handler', 'superior']
const workSees: readonly ActorWord[] = ['holder', 'target', 'joined', 'first']

/**
 * Rule MT-4: seen by who runs it, who works on it, and the commission above where the kind says so; the head of a secret
 * one's body is no exception to that list, and departments have no part in a secret one.
 */
export function maySee(kind: Powers, matter: Seen, mover: Mover, parts: Joined): boolean {
  const words = wordsFor(kind, matter, mover, parts)
  const secret = kind.confidentiality === 'secret'
  if (alwaysSee.some((word) => words.has(word) && !(secret && word === 'head'))) return true
  if (!secret && workSees.some((word) => words.has(word))) return true
  return kind.sees.some((role) => words.has(role))
}

/** Rule MT-5: the author is read only by those the kind names; the reading is recorded. */
export function mayReadAuthor(kind: Powers, matter: Seen & Pick<Matter, 'hasAuthor'>, mover: Mover, parts: Joined): Refusal | null {
  if (!maySee(kind, matter, mover, parts)) return refuse('not_found')
  if (!matter.hasAuthor) return refuse('matter.no_author')
  const words = wordsFor(kind, matter, mover, parts)
  return kind.author.some((word) => words.has(word)) ? null : refuse('matter.author_not_yours')
}

/** Rule MT-17: the preview tells by what it takes out who the author is, so only whoever may publish is shown it. */
export function mayPreview(kind: Powers & Pick<Kind, 'moves'>, matter: Seen, mover: Mover, parts: Joined): Refusal | null {
  if (!maySee(kind, matter, mover, parts)) return refuse('not_found')
  const words = wordsFor(kind, matter, mover, parts)
  const publishing = kind.moves.filter((move) => move.effect === 'publish')
  if (publishing.length === 0) return refuse('matter.not_publishable')
  return publishing.some((move) => move.by.some((word) => words.has(word))) ? null : refuse('matter.not_yours_to_move')
}

/** Rule MT-6: entered at the own body by the roles of the kind, or by a commission for a body of its region. */
export function mayEnter(kind: Pick<Kind, 'enters'>, body: Body, actor: Actor): Refusal | null {
  if (actor.kind === 'system') return null
  const own = actor.institutionId === body.institutionId
  const above = actor.regionPrefix !== null && body.regionCode.startsWith(actor.regionPrefix)
  return (own || above) && hasRole(actor, ...kind.enters) ? null : refuse('matter.not_yours_to_enter')
}

/** What somebody sees, as lists ask for it; the one rule of maySee, turned into a condition for the store. */
export type Visibility = {
  readonly institutionId: string | null
  readonly staffId: string | null
  /** Kinds of which all matters of the own body are seen. */
  readonly all: readonly string[]
  /** Kinds whose departments and first contacts see theirs. */
  readonly working: readonly string[]
  readonly departmentIds: readonly string[]
  /** Kinds seen at the bodies below. */
  readonly below: readonly string[]
  /** Kinds of the own commission that its head supervises. */
  readonly everything: boolean
}

export function visibility(kinds: readonly Kind[], mover: Mover): Visibility {
  const { actor, staffId } = mover
  const keys = (test: (kind: Kind) => boolean) => kinds.filter(test).map((kind) => kind.key)
  const secret = (kind: Kind) => kind.confidentiality === 'secret'
  return {
    institutionId: actor.institutionId, staffId, everything: actor.kind === 'system', departmentIds: headedBy(actor),
    all: keys((kind) => hasRole(actor, ...kind.officers, ...kind.sees) || (!secret(kind) && hasRole(actor, ...kind.heads)) || (hasRole(actor, 'commission_head') && kind.superiors.includes('commission_head'))),
    working: keys((kind) => !secret(kind)),
    below: actor.regionPrefix === null ? [] : keys((kind) => hasRole(actor, ...kind.superiors)),
  }
}

/** Rule MT-4: whether a list of these kinds can hold anything of another body than the own. */
export const seesBelow = (seen: Visibility, ask: { readonly kind: string | undefined; readonly kinds: readonly string[] | undefined }): boolean =>
  seen.everything || seen.below.some((kind) => (ask.kind === undefined || kind === ask.kind) && (ask.kinds === undefined || ask.kinds.includes(kind)))
