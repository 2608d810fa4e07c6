import type { StaffRole } from '../../../../kernel/actor.ts'
import type { IsoDate } from '../../../../kernel/calendar.ts'

/** A post that is not abolished. `holderIds` hold it today or later; `freeFrom` null means it is held without an end. */
export type KnownPost = {
  readonly institutionId: string
  readonly id: string
  readonly role: StaffRole
  readonly title: string
  readonly departmentId: string | null
  readonly holderIds: readonly string[]
  readonly freeFrom: IsoDate | null
}
type Wanted = { readonly institutionId: string; readonly role: StaffRole; readonly title: string; readonly departmentId: string | null; readonly fromOn: IsoDate }
/** Where an imported person goes: into a vacant post (`postId`) or a new one (null). */
export type PostPlace = Omit<Wanted, 'institutionId'> & { readonly postId: string | null }

const keyOf = (post: Omit<Wanted, 'fromOn'>) => `${post.institutionId}|${post.role}|${post.title}|${post.departmentId ?? ''}`

export type PostPool = { readonly held: ReadonlyMap<string, ReadonlySet<string>>; readonly vacant: ReadonlyMap<string, KnownPost[]> }

export function postPool(posts: readonly KnownPost[]): PostPool {
  const held = new Map<string, Set<string>>()
  const vacant = new Map<string, KnownPost[]>()
  for (const post of posts) {
    const key = keyOf(post)
    const holders = held.get(key) ?? new Set()
    for (const holder of post.holderIds) holders.add(holder)
    held.set(key, holders)
    if (post.freeFrom === null) continue
    const free = vacant.get(key)
    if (free === undefined) vacant.set(key, [post])
    else free.push(post)
  }
  return { held, vacant }
}

/**
 * Rule DIR-26: a person who already holds such a post stays; else the first such post that is vacant from that day is
 * filled, once for each row; else a new post is set up. Null where nothing is to be done.
 */
export function placeInPost(pool: PostPool, wanted: Wanted, staffId: string | null): PostPlace | null {
  const key = keyOf(wanted)
  if (staffId !== null && pool.held.get(key)?.has(staffId) === true) return null
  const vacant = pool.vacant.get(key) ?? []
  const at = vacant.findIndex((post) => post.freeFrom !== null && post.freeFrom <= wanted.fromOn)
  const [post] = at < 0 ? [] : vacant.splice(at, 1)
  return { postId: post?.id ?? null, role: wanted.role, title: wanted.title, departmentId: wanted.departmentId, fromOn: wanted.fromOn }
}
