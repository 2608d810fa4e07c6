import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { startOfDay } from '../../../kernel/instant.ts'
import { kinds } from '../kinds.ts'
import type { Kind } from '../rules/kind.ts'
import type { ListAsk } from '../store/list.ts'

export const everyKind = (): Kind[] => [...kinds().values()]

const none: ListAsk = { institutionId: undefined, kind: undefined, kinds: undefined, state: undefined, phase: 'all', whose: 'body', overdueAt: undefined, channel: undefined, departmentId: undefined, planId: undefined, toCallBack: false, fromAt: undefined, toAt: undefined, sort: 'received' }

type Given = { [Key in 'institutionId' | 'kind' | 'state' | 'channel' | 'departmentId' | 'planId']?: string | undefined } & { from?: IsoDate | undefined; to?: IsoDate | undefined; phase?: ListAsk['phase'] | undefined; whose?: ListAsk['whose'] | undefined; overdue?: '1' | undefined; callBack?: '1' | undefined; sort?: ListAsk['sort'] | undefined }

/** A question as the store takes it. Without a body, staff of an institution ask about their own, a commission about its region. */
export function askOf(given: Given, asker: { readonly actor: { readonly institutionId: string | null; readonly regionPrefix: string | null }; readonly now: Date }): ListAsk {
  const { actor } = asker
  return {
    ...none, institutionId: given.institutionId ?? (actor.regionPrefix === null ? (actor.institutionId ?? undefined) : undefined), kind: given.kind, state: given.state, phase: given.phase ?? 'all', whose: given.whose ?? 'body', channel: given.channel, departmentId: given.departmentId, planId: given.planId, toCallBack: given.callBack === '1',
    overdueAt: given.overdue === '1' ? asker.now.toISOString() : undefined, fromAt: given.from === undefined ? undefined : startOfDay(given.from), toAt: given.to === undefined ? undefined : startOfDay(addDays(given.to, 1)),
    // What is over has no order by date due.
    sort: (given.phase ?? 'all') === 'open' ? (given.sort ?? 'due') : 'received',
  }
}
