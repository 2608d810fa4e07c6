import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Act } from '../../../server/platform/act.ts'
import { otherPools, type PoolShares } from '../rules/pools.ts'
import { slotsOfDay, type PlannedSlot } from '../rules/schedule.ts'
import { listExceptions, listRules } from '../store/clinics.ts'
import { sharesNow, type GridSlot, type Standing } from '../store/slots.ts'

type Week = { readonly institutionId: string; readonly clinicIds: readonly string[]; readonly from: IsoDate; readonly to: IsoDate }
type Timed = Pick<Standing, 'clinicId' | 'onDate' | 'startsAt' | 'endsAt'>

/** What rules and exceptions order for a slot that stands; each day of a clinic is planned once. */
export async function plansOf(act: Act, week: Week): Promise<(slot: Timed) => PlannedSlot | undefined> {
  const [rules, exceptions] = await Promise.all([listRules(act.tx, week), listExceptions(act.tx, week)])
  const days = new Map<string, readonly PlannedSlot[]>()
  return (slot) => {
    const key = `${slot.clinicId} ${slot.onDate}`
    const ofClinic = (each: { readonly clinicId: string }) => each.clinicId === slot.clinicId
    const day = days.get(key) ?? slotsOfDay({ on: slot.onDate, rules: rules.filter(ofClinic), exceptions: exceptions.filter(ofClinic), calendar: act.calendar, now: act.now.toISOString() })
    days.set(key, day)
    return day.find((each) => each.startsAt === slot.startsAt && each.endsAt === slot.endsAt)
  }
}

/**
 * Rule SC-16: what each slot keeps for whom, as it was planned: the shares themselves roll over a day before, so rules and
 * exceptions are asked; a slot that another system pushed, or a rule that was changed since, says what it keeps now.
 */
export async function sharesOfSlots(act: Act, week: Week, slots: readonly GridSlot[]): Promise<ReadonlyMap<string, PoolShares>> {
  const [planOf, now] = await Promise.all([plansOf(act, week), sharesNow(act.tx, week.institutionId, slots.map((each) => each.id))])
  return new Map(
    slots.map((slot) => {
      const planned = planOf(slot)
      const whole = planned?.places.reduce((sum, place) => sum + place.capacity, 0)
      return [slot.id, planned !== undefined && whole === slot.capacity ? sharesIn(planned.places) : (now.get(slot.id) ?? {})]
    }),
  )
}

const sharesIn = (places: readonly { readonly pool: string; readonly capacity: number }[]): PoolShares =>
  Object.fromEntries(otherPools.flatMap((pool) => places.filter((place) => place.pool === pool && place.capacity > 0).map((place) => [pool, place.capacity] as const)))
