import { citizenCheckCharacter } from '../../../../kernel/identifiers.ts'
import { newToken, tokenHash } from '../../../../server/platform/crypto.ts'
import { arrange, newInstitution, type Person, type World } from '../../../../server/testing/api.ts'
import type { PersonGiven } from '../../rules/booking.ts'
import type { Pool } from '../../rules/pools.ts'

/** Somebody with a document that fits its check; the same `n` is the same person. */
export function somebody(n: number): PersonGiven {
  const body = `990121${1950 + (n % 50)}0${1 + (n % 9)}1${n % 10}${String(n % 1000).padStart(3, '0')}`
  return { name: `张小${n}`, phone: `139${String(10_000_000 + n)}`, idNumber: `${body}${citizenCheckCharacter(body)}`, bornOn: null }
}

type SlotGiven = { readonly capacity?: number; readonly pool?: Pool; readonly onDate?: string; readonly hour?: number; readonly opensAt?: string; readonly state?: string; readonly feeCents?: number; readonly department?: string }

/** A hospital with a department and a clinic, and slots put there as they are wanted. */
export async function newClinicHouse(world: World, given: { readonly regionCode?: string; readonly feeCents?: number } = {}) {
  const body = await newInstitution(world, given.regionCode === undefined ? {} : { regionCode: given.regionCode })
  const key = { institution_id: body.institutionId, region_code: body.regionCode }
  const clinicIn = (name: string, feeCents = 0) =>
    arrange(world, async (act) => {
      const [departmentId, clinicId] = [act.newId(), act.newId()]
      await act.tx.insertInto('department').values({ ...key, id: departmentId, name, kind: 'clinical' }).execute()
      await act.tx.insertInto('clinic').values({ ...key, id: clinicId, department_id: departmentId, name: `${name}门诊`, service: 'visit', fee_cents: feeCents }).execute()
      return { departmentId, clinicId }
    })
  const clinic = await clinicIn('内科', given.feeCents ?? 0)
  /** Another clinic of the same department, with a fee of its own. */
  const clinicBeside = (feeCents: number) =>
    arrange(world, async (act) => {
      const clinicId = act.newId()
      await act.tx.insertInto('clinic').values({ ...key, id: clinicId, department_id: clinic.departmentId, name: `${feeCents}分门诊`, service: 'visit', fee_cents: feeCents }).execute()
      return { departmentId: clinic.departmentId, clinicId }
    })
  let minute = 0
  const slot = (over: SlotGiven & { readonly clinic?: { departmentId: string; clinicId: string } } = {}): Promise<string> =>
    arrange(world, async (act) => {
      const id = act.newId()
      minute += 1
      const onDate = over.onDate ?? '2026-03-03'
      const starts = Date.parse(`${onDate}T01:00:00.000Z`) + ((over.hour ?? 0) * 60 + minute) * 60_000
      const at = clinic
      await act.tx
        .insertInto('slot')
        .values({ ...key, id, clinic_id: (over.clinic ?? at).clinicId, department_id: (over.clinic ?? at).departmentId, service: 'visit', on_date: onDate, starts_at: new Date(starts).toISOString(), ends_at: new Date(starts + 30 * 60_000).toISOString(), state: over.state ?? 'open', rolls_over_at: `${onDate}T00:00:00.000Z` })
        .execute()
      await act.tx.insertInto('slot_place').values({ ...key, slot_id: id, pool: over.pool ?? 'public', capacity: over.capacity ?? 1, opens_at: over.opensAt ?? '2026-01-01T00:00:00.000Z' }).execute()
      return id
    })
  return { ...body, ...clinic, clinicIn, clinicBeside, slot }
}
export type ClinicHouse = Awaited<ReturnType<typeof newClinicHouse>>

/** A citizen who is signed in. */
export async function citizenAt(world: World): Promise<Person> {
  return arrange(world, async (act) => {
    const accountId = act.newId()
    const token = newToken()
    const at = act.now.toISOString()
    await act.tx.insertInto('account').values({ account_id: accountId, kind: 'citizen', display_name: '', created_at: at }).execute()
    await act.tx.insertInto('session').values({ token_hash: tokenHash(token), id: act.newId(), account_id: accountId, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z', method: 'code' }).execute()
    return { accountId, staffId: '', institutionId: '', role: 'nurse', token }
  })
}

export type Counted = { readonly pool: string; readonly capacity: number; readonly taken: number; readonly live: number; readonly due: number }
/** Rule BK-5's account of a body's places: taken is what lives and what is on its way back. */
export const placesOf = (world: World, institutionId: string): Promise<Counted[]> =>
  arrange(world, async (act) => {
    const places = await act.tx.selectFrom('slot_place').select(['slot_id', 'pool', 'capacity', 'taken']).where('institution_id', '=', institutionId).execute()
    const bookings = await act.tx.selectFrom('booking').select(['slot_id', 'pool', 'state']).where('institution_id', '=', institutionId).execute()
    const returns = await act.tx.selectFrom('place_return').select(['slot_id', 'pool']).where('institution_id', '=', institutionId).where('done_at', 'is', null).execute()
    const here = (place: { slot_id: string; pool: string }) => (each: { slot_id: string; pool: string }) => each.slot_id === place.slot_id && each.pool === place.pool
    return places.map((place) => ({ pool: place.pool, capacity: place.capacity, taken: place.taken, live: bookings.filter((each) => here(place)(each) && ['held', 'booked', 'arrived', 'seen'].includes(each.state)).length, due: returns.filter(here(place)).length }))
  })

