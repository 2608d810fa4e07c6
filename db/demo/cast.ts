import { systemActor, type Actor, type StaffRole } from '../../kernel/actor.ts'
import { actIn, type Act, type Platform } from '../../server/platform/act.ts'
import { fixedClock } from '../../server/platform/clock.ts'
import type { Tx } from '../../server/platform/database.ts'
import { demoCounty } from './bodies.ts'
import type { DemoPeople, DemoStaff } from './people.ts'

/** The demonstration's persons as actors, and a stage on which they act at a time that has passed. */
export type Cast = { readonly people: DemoPeople; actor(body: string, role: StaffRole, nth?: number): Actor; actorOf(person: DemoStaff): Actor }

export function castOf(people: DemoPeople, accounts: ReadonlyMap<string, string>): Cast {
  const actorOf = (person: DemoStaff): Actor => ({
    kind: 'staff',
    id: accounts.get(person.staffId) ?? person.staffId,
    name: person.name,
    institutionId: person.institutionId,
    regionPrefix: person.body === 'commission' ? demoCounty : null,
    roles: [person.role],
    posts: [{ postId: person.staffId, role: person.role, title: '', departmentId: person.departmentId }],
  })
  return {
    people,
    actorOf,
    actor(body, role, nth = 0) {
      const person = people.staff.filter((each) => each.body === body && each.role === role)[nth]
      if (person === undefined) throw new Error(`the demonstration has no ${role} ${nth} at ${body}`)
      return actorOf(person)
    },
  }
}

/** Bodies act beside each other as they do in life: while the database works for one, the next is already asking. */
export const bodiesAtOnce = 3

/** Several commands of several persons at their own times in one transaction, through the same commands a request uses. */
export async function stage(platform: Platform, play: (at: (instant: string, actor: Actor) => Promise<Act>) => Promise<void>): Promise<void> {
  await platform.database.write(systemActor('demo'), async (tx: Tx) => {
    await play((instant, actor) => actIn({ ...platform, clock: fixedClock(instant) }, actor, tx))
  })
}

/** An instant of a day in Shanghai time: at('2026-07-01', 9.5) is half past nine. */
export const at = (day: string, hour: number): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000).toISOString()
