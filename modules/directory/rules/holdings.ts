import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { StaffRole } from '../../../kernel/actor.ts'
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts'

export type Post = { readonly id: string; readonly role: StaffRole; readonly title: string; readonly departmentId: string | null; readonly abolishedOn: IsoDate | null }
export type Person = { readonly id: string; readonly joinedOn: IsoDate; readonly leftOn: IsoDate | null }
/** Both days belong to it; `toOn` null means until further notice. */
export type Holding = { readonly id: string; readonly postId: string; readonly staffId: string; readonly fromOn: IsoDate; readonly toOn: IsoDate | null }

const lasts = (holding: Pick<Holding, 'toOn'>, on: IsoDate) => holding.toOn === null || holding.toOn >= on

/** Who holds the post on a day; a post has at most one holder a day (Rule DIR-6). */
export const holdingOn = (holdings: readonly Holding[], on: IsoDate): Holding | null => holdings.find((each) => each.fromOn <= on && lasts(each, on)) ?? null

export type Appointment = {
  /** The present holder's last day, where the appointment ends it. */
  readonly ends: { readonly holdingId: string; readonly toOn: IsoDate } | null
  /** From whom the post's open items pass on (Rule DIR-8); null at a post never held before. */
  readonly predecessorId: string | null
}

/**
 * Rule DIR-5: a holding lies within the person's employment and the post's existence, and does not end before it begins.
 * Rule DIR-6: never two holders at once. With `succeed` the one holder of before ends the day before; otherwise refused.
 */
export function appoint(post: Post, person: Person, holdings: readonly Holding[], ask: { fromOn: IsoDate; toOn: IsoDate | null; succeed: boolean }): Appointment | Refusal {
  const { fromOn, toOn } = ask
  if (toOn !== null && toOn < fromOn) return refuse('directory.dates_inverted')
  if (fromOn < person.joinedOn) return refuse('directory.before_joining', person.joinedOn)
  if (person.leftOn !== null && (toOn === null || toOn > person.leftOn)) return refuse('directory.already_left', person.leftOn)
  if (post.abolishedOn !== null && (toOn === null || toOn >= post.abolishedOn)) return refuse('directory.post_abolished', post.abolishedOn)
  const ofPost = holdings.filter((each) => each.postId === post.id)
  const clash = ofPost.filter((each) => lasts(each, fromOn) && (toOn === null || each.fromOn <= toOn))
  const earlier = ofPost.filter((each) => each.fromOn < fromOn).sort((a, b) => (a.fromOn < b.fromOn ? 1 : -1))[0] ?? null
  const predecessorId = earlier === null || earlier.staffId === person.id ? null : earlier.staffId
  if (clash.length === 0) return { ends: null, predecessorId }
  const [held] = clash
  if (!ask.succeed || clash.length > 1 || held === undefined || held.fromOn >= fromOn || held.staffId === person.id) return refuse('directory.post_taken', held?.fromOn ?? fromOn)
  return { ends: { holdingId: held.id, toOn: addDays(fromOn, -1) }, predecessorId: held.staffId }
}

/** Rule DIR-7: a holding is shortened, never lengthened: `on` is the last day, no earlier than the first and no later than the end already fixed. */
export function endHolding(holding: Holding, on: IsoDate): Holding | Refusal {
  if (on < holding.fromOn) return refuse('directory.dates_inverted', holding.fromOn)
  if (holding.toOn !== null && holding.toOn < on) return refuse('directory.holding_over', holding.toOn)
  return { ...holding, toOn: on }
}

/** A person goes from one post to another: the last day here is the day before the first one there. */
export function move(holding: Holding, to: Post, person: Person, ofTarget: readonly Holding[], on: IsoDate): { ended: Holding; appointment: Appointment } | Refusal {
  const ended = endHolding(holding, addDays(on, -1))
  if (isRefusal(ended)) return ended
  const appointment = appoint(to, person, ofTarget, { fromOn: on, toOn: person.leftOn, succeed: false })
  return isRefusal(appointment) ? appointment : { ended, appointment }
}

export type Leaving = { readonly leftOn: IsoDate; readonly ended: readonly Holding[]; readonly dropped: readonly Holding[] }

/** Rule DIR-9: with the last day of a person every holding ends, and those that would begin later are dropped. */
export function leave(person: Person, holdings: readonly Holding[], on: IsoDate): Leaving | Refusal {
  if (on < person.joinedOn) return refuse('directory.before_joining', person.joinedOn)
  if (person.leftOn !== null && person.leftOn < on) return refuse('directory.already_left', person.leftOn)
  const own = holdings.filter((each) => each.staffId === person.id)
  return {
    leftOn: on,
    dropped: own.filter((each) => each.fromOn > on),
    ended: own.filter((each) => each.fromOn <= on && (each.toOn === null || each.toOn > on)).map((each) => ({ ...each, toOn: on })),
  }
}

/** A post is abolished from a day on which, and after which, nobody holds it. */
export function abolish(post: Post, holdings: readonly Holding[], on: IsoDate): Post | Refusal {
  if (post.abolishedOn !== null) return refuse('directory.post_abolished', post.abolishedOn)
  return holdings.some((each) => each.postId === post.id && lasts(each, on)) ? refuse('directory.post_held') : { ...post, abolishedOn: on }
}
