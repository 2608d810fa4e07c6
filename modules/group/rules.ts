import { hasRole, mayActFor, type Actor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import { refuse, type Refusal } from '../../kernel/refusal.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string }

export type Member = {
  readonly id: string
  readonly ordinal: number
  readonly role: string
  readonly name: string
  readonly postTitle: string
  readonly staffInstitutionId: string | null
  readonly staffId: string | null
  readonly fromOn: IsoDate
  readonly toOn: IsoDate | null
}

export type Consult = Body & {
  readonly id: string
  readonly groupId: string
  readonly planId: string | null
  readonly state: 'asked' | 'convened' | 'decided' | 'declined'
  readonly askedOn: IsoDate
  readonly meetingOn: IsoDate | null
  readonly version: number
}

/** Rule GR-1: a group is changed, and its consultations are handled, by the head or clerk of the body it belongs to. */
export function mayRunOffice(actor: Actor, group: Body): Refusal | null {
  const own = actor.institutionId === group.institutionId && hasRole(actor, 'commission_head', 'commission_clerk', 'institution_head', 'institution_clerk')
  return own && mayActFor(actor, group) ? null : refuse('group.not_the_office')
}

/** Rule GR-2: any member asks; so may the head or clerk of a body that takes part, who speak for their body. */
export function mayAsk(actor: Actor, staffId: string | null, members: readonly Member[]): Refusal | null {
  const seated = members.some((member) => member.staffId !== null && member.staffId === staffId && member.toOn === null)
  return seated || hasRole(actor, 'commission_head', 'commission_clerk', 'institution_head', 'institution_clerk') ? null : refuse('group.not_a_member')
}

/** Rule GR-3: a seat belongs to the post: the successor takes role and place in the list from the day after, no new document is needed. */
export function replaceMember(
  member: Member,
  successor: { name: string; postTitle: string; staffInstitutionId: string | null; staffId: string | null } | null,
  today: IsoDate,
  newId: string,
): { left: Member; joined: Member | null } | Refusal {
  if (member.toOn !== null) return refuse('group.member_left', member.name)
  const left: Member = { ...member, toOn: today }
  if (successor === null) return { left, joined: null }
  return {
    left,
    joined: { ...member, ...successor, postTitle: successor.postTitle === '' ? member.postTitle : successor.postTitle, id: newId, fromOn: today, toOn: null },
  }
}

/** Rule CON-1: the office convenes while the question is open; a meeting cannot lie before the question. */
export function convene(consult: Consult, actor: Actor, meetingOn: IsoDate): Consult | Refusal {
  const no = mayRunOffice(actor, consult)
  if (no !== null) return no
  if (consult.state !== 'asked' && consult.state !== 'convened') return refuse('consult.not_open')
  if (meetingOn < consult.askedOn) return refuse('consult.meeting_before_question')
  return { ...consult, state: 'convened', meetingOn }
}

/** Rule CON-2: a decision needs a meeting that has taken place; duties need a campaign to belong to. */
export function decide(consult: Consult, actor: Actor, today: IsoDate, duties: number): Consult | Refusal {
  const no = mayRunOffice(actor, consult)
  if (no !== null) return no
  if (consult.state === 'asked') return refuse('consult.not_convened')
  if (consult.state !== 'convened') return refuse('consult.not_open')
  if (consult.meetingOn !== null && consult.meetingOn > today) return refuse('consult.meeting_in_future')
  if (duties > 0 && consult.planId === null) return refuse('consult.duty_without_plan')
  return { ...consult, state: 'decided' }
}

/** Rule CON-3: an open question may be declined, with a reason the asker reads. */
export function decline(consult: Consult, actor: Actor): Consult | Refusal {
  const no = mayRunOffice(actor, consult)
  if (no !== null) return no
  if (consult.state === 'decided' || consult.state === 'declined') return refuse('consult.not_open')
  return { ...consult, state: 'declined' }
}

type Asked = { readonly dueAt: Instant }

/** Rule CON-4: a consultation is beyond its limit when it was still open at the due time of the period and its own limit had passed by then. */
export function settleFacts(put: readonly { readonly askedAt: Instant; readonly settledAt: Instant | null; readonly limitAt: Instant }[], period: Asked): { kind: 'settle'; overdueOpen: number; nextOverdueAt: null } {
  const beyond = put.filter((each) => each.askedAt < period.dueAt && (each.settledAt === null || each.settledAt >= period.dueAt) && each.limitAt <= period.dueAt)
  return { kind: 'settle', overdueOpen: beyond.length, nextOverdueAt: null }
}
