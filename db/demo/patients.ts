import { systemActor, type Actor } from '../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { inventCitizenId, inventMobile } from '../../kernel/invented.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { book, cancelBooking, findFree, markArrived, markSeen, waitForPlace, type Booked, type BookingWay, type Free, type PersonGiven } from '../../modules/booking/public.ts'
import { stopClinic } from '../../modules/booking/commands/stop.ts'
import { act, look, type Platform } from '../../server/platform/act.ts'
import { fixedClock } from '../../server/platform/clock.ts'
import { at, type Cast } from './cast.ts'
import { inventName } from './names.ts'

const system = systemActor('demo')
/** So many bookings of each of the coming days at a hospital; today's hour decides who of today has been there. */
const perDay = 12
const days = 5

/** Somebody who is nobody: the same `n` is the same person everywhere in the demonstration. */
export const inventPerson = (random: Seeded, n: number): PersonGiven => ({ name: inventName(random), phone: inventMobile(2_000_000 + n), idNumber: inventCitizenId(2_000_000 + n), bornOn: null })

type Reach = { readonly way: BookingWay; readonly by: Actor; readonly accountId: string | null }

/** Bookings of today and the next days at three hospitals, by every way in; some came, some cancelled, two wait; one clinic stops. */
export async function loadPatients(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const accounts = await platform.database.read(system, (read) => read.selectFrom('account').select('account_id').where('kind', '=', 'citizen').orderBy('account_id').limit(400).execute())
  let made = 0
  for (const [nth, body] of ['renmin', 'zhongyi', 'fuyou'].entries()) made += await loadHouse(platform, cast, { body, today, accounts: accounts.slice(nth * 130, (nth + 1) * 130).map((each) => each.account_id), seed: nth * 10_000 })
  log(`预约挂号 ${made} 人次`)
}

async function loadHouse(platform: Platform, cast: Cast, given: { body: string; today: IsoDate; accounts: readonly string[]; seed: number }): Promise<number> {
  const institutionId = cast.people.institutions.get(given.body)?.id ?? ''
  const random = seeded(`demonstration of bookings: ${given.body}`)
  const desk = cast.actor(given.body, 'desk_clerk')
  // Whoever is booked today asked yesterday, before the day's places were over.
  const before = { ...platform, clock: fixedClock(at(addDays(given.today, -1), 16)) }
  const dates = Array.from({ length: days }, (_, day) => addDays(given.today, day))
  const free = await look(before, system, ({ read, now }) => findFree(read, { institutionId, service: 'visit', from: given.today, to: dates.at(-1) ?? given.today, pool: 'public', at: now.toISOString(), limit: 5000 }))
  const asks = dates.flatMap((day) => random.shuffle(free.filter((each) => each.onDate === day)).slice(0, perDay))
  const reach = (n: number): Reach => {
    const account = given.accounts[n]
    if (account !== undefined && n % 10 < 6) return { way: 'portal', by: { kind: 'citizen', id: account, name: '', institutionId: null, regionPrefix: null, roles: ['citizen'], posts: [] }, accountId: account }
    return { way: n % 10 < 8 ? 'desk' : 'phone', by: desk, accountId: null }
  }
  const answers = await Promise.all(
    asks.map(async (slot, n) => {
      const { way, by, accountId } = reach(n)
      return { slot, answer: await book(before, { by, way, institutionId, slotId: slot.slotId, pool: 'public', person: inventPerson(random, given.seed + n), accountId, key: `demo-${given.body}-${n}` }) }
    }),
  )
  const booked = answers.flatMap(({ slot, answer }) => (isRefusal(answer) ? [] : [{ slot, booked: answer }]))
  await playDay(platform, desk, given.today, booked)
  await standInLine(before, random, free, given)
  await stopOne(platform, cast.actor(given.body, 'institution_clerk'), booked, dates)
  return booked.length
}

/** Who of today has come and been seen by now; every ninth of the later ones cancelled. */
async function playDay(platform: Platform, desk: Actor, today: IsoDate, booked: readonly { readonly slot: Free; readonly booked: Booked }[]): Promise<void> {
  const now = platform.clock.now().toISOString()
  for (const [n, { slot, booked: one }] of booked.entries()) {
    if (slot.onDate === today && slot.startsAt <= now && n % 7 !== 3) {
      const there = { ...platform, clock: fixedClock(slot.startsAt) }
      await act(there, desk, (step) => markArrived(step, one))
      if (slot.endsAt <= now) await act({ ...platform, clock: fixedClock(slot.endsAt) }, desk, (step) => markSeen(step, one))
    } else if (slot.onDate > today && n % 9 === 4) await act(platform, desk, (step) => cancelBooking(step, one, '患者来电取消'))
  }
}

/** Two people wait for a place of a doctor's clinic whose next day is full. */
async function standInLine(before: Platform, random: Seeded, free: readonly Free[], given: { body: string; seed: number; accounts: readonly string[] }): Promise<void> {
  const doctors = free.filter((each) => each.staffId !== null)
  const first = doctors[0]
  if (first === undefined) return
  const rest = doctors.filter((each) => each.clinicId === first.clinicId && each.onDate === first.onDate)
  let n = 5000
  for (const slot of rest) {
    for (let left = slot.free; left > 0; left -= 1) await book(before, { by: system, way: 'system', institutionId: slot.institutionId, slotId: slot.slotId, pool: 'public', person: inventPerson(random, given.seed + (n += 1)), accountId: null, key: `demo-full-${given.body}-${n}` })
  }
  for (const account of given.accounts.slice(-2)) {
    const person = inventPerson(random, given.seed + (n += 1))
    await act(before, system, (step) => waitForPlace(step, { institutionId: first.institutionId, clinicId: first.clinicId, onDate: first.onDate, person, accountId: account })).catch((error: unknown) => {
      if (!isRefusalError(error)) throw error
    })
  }
}

const isRefusalError = (error: unknown): boolean => error instanceof Error && 'refusal' in error

/** One doctor's clinic of the days after tomorrow does not take place; those who booked are told by the job. */
async function stopOne(platform: Platform, clerk: Actor, booked: readonly { readonly slot: Free }[], dates: readonly IsoDate[]): Promise<void> {
  const later = dates.slice(2)
  const slot = booked.find((each) => each.slot.staffId !== null && later.includes(each.slot.onDate))?.slot
  if (slot === undefined) return
  await act(platform, clerk, (step) => stopClinic(step, { institutionId: slot.institutionId, clinicId: slot.clinicId, onDate: slot.onDate, fromMinute: 0, toMinute: 24 * 60, reason: '医师外出参加上级医院会诊', substituteClinicId: null }))
}
