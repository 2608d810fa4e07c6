import type { Actor } from '../../kernel/actor.ts'
import { startOfDay } from '../../kernel/instant.ts'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'

/** Rule CH-2: a period of days in Shanghai as instants; the last day counts whole. */
export const periodOf = (from: IsoDate | undefined, to: IsoDate | undefined): { since: string | undefined; before: string | undefined } => ({
  since: from === undefined ? undefined : startOfDay(from),
  before: to === undefined ? undefined : startOfDay(addDays(to, 1)),
})

/** Rule CH-3: chains in scope are those of the own body and, for a commission, of every body in its region. */
export const isInScope = (actor: Actor, body: { id: string; regionCode: string }): boolean => body.id === actor.institutionId || (actor.regionPrefix !== null && body.regionCode.startsWith(actor.regionPrefix))
