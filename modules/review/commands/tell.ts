import { systemActor } from '../../../kernel/actor.ts'
import { diffDays } from '../../../kernel/calendar.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify, type Note } from '../../../server/platform/notify.ts'
import { accountsOfStaff } from '../../directory/public.ts'
import type { Cycle, CycleKey } from '../rules/cycle.ts'
import { isUnreasonable, type Item } from '../rules/item.ts'
import { listToRemind } from '../store/after.ts'
import { loadCycle } from '../store/cycles.ts'
import { listItems } from '../store/items.ts'
import { expertsOf } from '../store/opinions.ts'

const system = systemActor('review')
type What = 'readers' | 'findings' | 'experts' | 'objection'

const counts = (ids: readonly (string | null)[]): [string, number][] => [...Map.groupBy(ids.filter((each) => each !== null), (each) => each)].map(([staffId, own]) => [staffId, own.length])
const topics = { readers: 'review.to_read', findings: 'review.finding', experts: 'review.to_decide', objection: 'review.objection' } as const
const links = { readers: '/review/desk', findings: '/review/mine', experts: '/review/experts', objection: '/review/experts' } as const

async function whom({ tx }: Act, cycle: Cycle, items: readonly Item[], what: What): Promise<[string, number][]> {
  if (what === 'readers') return counts(items.flatMap((item) => [item.readerId, item.secondReaderId]))
  if (what === 'findings') return counts(items.filter(isUnreasonable).map((item) => item.prescriberId))
  const waiting = items.filter((item) => item.state === (what === 'experts' ? 'split' : 'replied')).length
  return (await expertsOf(tx, cycle.institutionId)).map(({ staffId }) => [staffId, waiting])
}

/** Rule RV-11: who prescribed, who reads and who decides is told in person, once for each step. */
export async function tellPeople(platform: Platform, given: CycleKey & { readonly what: What }): Promise<void> {
  await actAs(platform, system, async (act) => {
    const [cycle, items] = [await loadCycle(act.tx, given), await listItems(act.tx, given)]
    const people = (await whom(act, cycle, items, given.what)).filter(([, count]) => count > 0)
    const accounts = await accountsOfStaff(act.tx, cycle.institutionId, people.map(([staffId]) => staffId))
    await notify(act, ...people.flatMap(([staffId, count]): Note[] => {
      const accountId = accounts.get(staffId)
      if (accountId === undefined) return []
      return [{ institutionId: cycle.institutionId, regionCode: cycle.regionCode, accountId, topic: topics[given.what], params: { month: cycle.month.slice(0, 7), count, dueOn: cycle.replyDueOn ?? '' }, link: links[given.what], onceKey: `${topics[given.what]}:${cycle.id}:${staffId}${given.what === 'objection' ? `:${cycle.revision}` : ''}` }]
    }))
  })
}

/** Rule RV-15: reminds of talks that are late and of those to be followed up, once a week each. */
export async function remindTalks(platform: Platform): Promise<{ reminded: number }> {
  const talks = await look(platform, system, ({ read, today }) => listToRemind(read, today, 5000))
  for (const talk of talks) {
    await actAs(platform, system, async (act) => {
      const week = Math.floor(act.now.getTime() / (7 * 86_400_000))
      const base = { institutionId: talk.institutionId, regionCode: talk.regionCode, role: 'institution_head' as const, link: '/review/talks' }
      if (talk.state === 'due') await notify(act, { ...base, topic: 'review.talk_late', params: { dueOn: talk.dueOn }, onceKey: `review.talk_late:${talk.id}:${week}` })
      else await notify(act, { ...base, topic: 'review.follow_due', params: { heldOn: talk.heldOn ?? '', days: talk.heldOn === null || talk.followOn === null ? 30 : diffDays(talk.heldOn, talk.followOn) }, onceKey: `review.follow_due:${talk.id}:${week}` })
    })
  }
  return { reminded: talks.length }
}

