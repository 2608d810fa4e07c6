import type pg from 'pg'
import { addDays } from '../../kernel/calendar.ts'
import { systemActor } from '../../kernel/actor.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { seeded } from '../../kernel/random.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { tokenHash } from '../../server/platform/crypto.ts'

export type Hall = { readonly institutionId: string; readonly slots: readonly string[]; readonly tokens: readonly string[] }

const system = systemActor('bench')

/** One hospital with so many slots of so many places on one day, and so many citizens who are signed in. Done again it adds another hospital. */
export async function arrangeHall(platform: Platform, given: { readonly slots: number; readonly capacity: number; readonly citizens: number; readonly seed: string }): Promise<Hall> {
  const draw = seeded(`booking: ${given.seed}`)
  const nowMs = platform.clock.now().getTime()
  const day = addDays(shanghaiToday(platform.clock.now()), 7)
  const minute = (n: number): string => `${day}T${String(1 + Math.floor(n / 6)).padStart(2, '0')}:${String((n % 6) * 10).padStart(2, '0')}:00Z`
  const newId = () => uuidv7(nowMs, Uint8Array.from({ length: 10 }, () => draw.int(0, 255)))
  const [institutionId, departmentId] = [newId(), newId()]
  const key = { institution_id: institutionId, region_code: '990121' }
  const [slots, tokens] = [Array.from({ length: given.slots }, newId), Array.from({ length: given.citizens }, () => `bench-${newId()}`)]
  const clinics = Array.from({ length: Math.ceil(given.slots / 40) }, newId)
  await act(platform, system, async ({ tx, now }) => {
    const at = now.toISOString()
    for (const [code, level, parent_code] of [['990000', 'province', null], ['990100', 'city', '990000'], ['990121', 'county', '990100']] as const) await tx.insertInto('region').values({ code, name: code, level, parent_code }).onConflict((conflict) => conflict.doNothing()).execute()
    await tx.insertInto('institution').values({ id: institutionId, region_code: '990121', region_prefix: null, name: `医院 ${given.seed}`, short_name: given.seed, kind: 'general', level: 'two', ownership: 'public', credit_code: `B${institutionId.slice(-16)}`, created_at: at }).execute()
    await tx.insertInto('department').values({ ...key, id: departmentId, name: '内科', kind: 'clinical' }).execute()
    await tx.insertInto('clinic').values(clinics.map((id, n) => ({ ...key, id, department_id: departmentId, name: `内科门诊 ${n}`, service: 'visit' }))).execute()
    for (let from = 0; from < slots.length; from += 1000) {
      const some = slots.slice(from, from + 1000)
      await tx.insertInto('slot').values(some.map((id, n) => ({ ...key, id, clinic_id: clinics[Math.floor((from + n) / 40)] ?? '', department_id: departmentId, service: 'visit', on_date: day, starts_at: minute(n % 40), ends_at: minute((n % 40) + 10), rolls_over_at: `${day}T00:00:00Z` }))).execute()
      await tx.insertInto('slot_place').values(some.map((id) => ({ ...key, slot_id: id, pool: 'public', capacity: given.capacity, opens_at: '2026-01-01T00:00:00Z' }))).execute()
    }
    for (const token of tokens) {
      const accountId = newId()
      await tx.insertInto('account').values({ account_id: accountId, kind: 'citizen', display_name: '', created_at: at }).execute()
      await tx.insertInto('session').values({ token_hash: tokenHash(token), id: newId(), account_id: accountId, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00Z', method: 'code' }).execute()
    }
  })
  return { institutionId, slots, tokens }
}

/** The smallest booking there is: one conditional update and one insert in one statement. */
export const bareStatement = (place: string, person: string): string =>
  `with p as (update bench_place set taken = taken + 1 where id = ${place} and taken < capacity returning id) insert into bench_booking (place, person) select id, ${person} from p`

export async function arrangeBare(client: pg.Client, places: number): Promise<void> {
  await client.query('drop table if exists bench_booking, bench_place')
  await client.query('create table bench_place (id int primary key, taken int not null default 0, capacity int not null) with (fillfactor = 70)')
  await client.query('create table bench_booking (place int not null references bench_place, person bigint not null, at timestamptz not null default now(), primary key (place, person))')
  await client.query('insert into bench_place (id, capacity) select n, 1000000 from generate_series(1, $1) n', [places])
  await client.query('grant select, insert, update on bench_place, bench_booking to huiyin_app')
  await client.query('vacuum analyze bench_place')
}

/** Past bookings of a hospital, so that the database knows its tables as those of a house that has been at work; then it looks at them. */
export async function stockBookings(client: pg.Client, hall: Hall, bookings: number): Promise<void> {
  await client.query(
    `insert into booking (institution_id, id, region_code, slot_id, pool, clinic_id, department_id, service, on_date, starts_at, ends_at, state, person_index, sealed, way, made_by, made_name, made_at, made_key, request_hash, code_index, changed_at, account_id)
     select s.institution_id, gen_random_uuid(), s.region_code, s.id, 'public', s.clinic_id, s.department_id, s.service, s.on_date - 30 - n % 300, s.starts_at, s.ends_at, 'seen', md5('p' || n), '\\x00', 'portal', gen_random_uuid(), '', now(), 'stock ' || n, md5('h' || n), md5('c' || n), now(), gen_random_uuid()
     from generate_series(1, $2::int) n join (select *, row_number() over () as at from slot where institution_id = $1) s on s.at = 1 + n % $3`,
    [hall.institutionId, bookings, hall.slots.length],
  )
  await client.query('vacuum analyze')
}
