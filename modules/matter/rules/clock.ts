import type { Calendar } from '../../../kernel/calendar.ts'
import { computeDeadline, isPaused, redate, type Deadline } from '../../../kernel/deadline.ts'
import { ruleInForce, type CatalogDeadlineRule } from '../../../kernel/deadline-catalog.ts'
import { endOfDay, shanghaiDate, type Instant } from '../../../kernel/instant.ts'
import type { Circumstance } from './definition.ts'
import { stateOf, type Kind } from './kind.ts'
import type { Matter } from './matter.ts'

export type Time = { readonly now: Instant; readonly calendar: Calendar; readonly rules: readonly CatalogDeadlineRule[] }

/** What a list sorts by where no clock runs. */
export const someday: Instant = '9999-12-31T00:00:00.000Z'

/** Rule MT-8: two departments are at work: the one that has it and one that was joined, or two that were joined. */
export const isJoined = (matter: Pick<Matter, 'joined' | 'holderDepartmentId'>): boolean => matter.joined + (matter.holderDepartmentId === null ? 0 : 1) >= 2

function holds(when: Circumstance, matter: Matter): boolean {
  switch (when) {
    case 'always': return true
    case 'urgent': return matter.urgent
    case 'joined': return matter.joined > 0 && isJoined(matter)
    case 'hotline': return matter.channel === 'hotline'
    case 'petition': return matter.channel === 'petition'
    case 'limit': return matter.limitOn !== null
    case 'drawn': return matter.recheckAt !== null && matter.recheckedAt === null
  }
}

/** From when a clock counts: what its rule names, or now where the matter was taken up again. */
function startOf(rule: CatalogDeadlineRule, matter: Matter, now: Instant, afresh: boolean): Instant {
  if (afresh) return now
  if (matter.deadline?.rule.from === rule.from && matter.deadline.start.at !== null) return matter.deadline.start.at
  if (rule.from === 'received' || rule.from === 'discovered' || rule.from === 'filed') return matter.receivedAt
  return rule.from === 'accepted' ? (matter.acceptedAt ?? now) : now
}

type Clocked = Pick<Matter, 'deadline' | 'deadlineCode'>

/** Rule MT-7: the clock of the state a matter is in; the same rule goes on as it is, pauses and extension with it. */
function clockOf(kind: Kind, matter: Matter, time: Time, afresh: boolean): Clocked {
  const none = { deadline: null, deadlineCode: null }
  const clock = stateOf(kind, matter.state)?.clocks.find((each) => holds(each.when, matter))
  if (clock === undefined) return none
  if (clock.rule === undefined) return { deadline: null, deadlineCode: 'limit' }
  if (!afresh && matter.deadlineCode === clock.rule && matter.deadline !== null) return { deadline: matter.deadline, deadlineCode: clock.rule }
  const rule = ruleInForce(time.rules, clock.rule, shanghaiDate(time.now))
  if (rule === null) return none
  return { deadline: computeDeadline(rule, startOf(rule, matter, time.now, afresh), time.calendar), deadlineCode: clock.rule }
}

/** When the clock runs out; null while it stands still or there is none. */
const legalDue = (matter: Pick<Matter, 'deadline' | 'deadlineCode' | 'limitOn'>): Instant | null => {
  if (matter.deadlineCode === 'limit') return matter.limitOn === null ? null : endOfDay(matter.limitOn)
  return matter.deadline === null || isPaused(matter.deadline) ? null : matter.deadline.dueAt
}

/** Rule MT-9: due is what comes first, the clock or the date of a chase that has no answer yet. */
export function dated(matter: Matter): Matter {
  const legal = legalDue(matter)
  const chased = matter.chase !== null && matter.chase.answeredAt === null ? matter.chase.dueAt : null
  const dueAt = legal === null || (chased !== null && chased < legal) ? chased : legal
  return { ...matter, dueAt, settleDueAt: matter.phase === 'open' ? legal : matter.settleDueAt }
}

/** Rules MT-7, MT-43: while it waits for its author the date is the author's, and the body owes nothing by it. */
export function setClock(kind: Kind, matter: Matter, time: Time, afresh: boolean): Matter {
  const set = dated({ ...matter, ...clockOf(kind, matter, time, afresh) })
  return set.phase === 'open' && stateOf(kind, set.state)?.waits === 'author' ? { ...set, settleDueAt: null } : set
}

/** Rule MT-10: a changed calendar dates an open clock again; null where it makes no difference. */
export function redateMatter(matter: Matter, calendar: Calendar): { readonly after: Matter; readonly log: { readonly zh: string; readonly en: string }; readonly from: Deadline; readonly moved: boolean } | null {
  if (matter.deadline === null) return null
  const { deadline, log, moved } = redate(matter.deadline, calendar)
  return log === null ? null : { after: dated({ ...matter, deadline }), log, from: matter.deadline, moved }
}

/** In time is before the clock runs out; nothing is late while it stands still. */
export const isInTime = (matter: Pick<Matter, 'deadline' | 'deadlineCode' | 'limitOn'>, now: Instant): boolean => {
  const due = legalDue(matter)
  return due === null || now < due
}
