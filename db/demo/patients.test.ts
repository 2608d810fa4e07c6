import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { loadAccounts, loadCitizens } from './accounts.ts'
import { loadBeds } from './beds.ts'
import { loadBooking } from './booking.ts'
import { castOf } from './cast.ts'
import { loadExaminations } from './examinations.ts'
import { loadPatients } from './patients.ts'
import { loadPeople } from './people.ts'

let world: World
let hospital = ''
const said: string[] = []
beforeAll(async () => {
  // A Wednesday, half past ten in the morning.
  world = await newWorld('2026-03-04T02:30:00.000Z')
  await prepareCatalogues(world.platform)
  const today = shanghaiToday(world.platform.clock.now())
  const cast = await arrange(world, async (act) => {
    const people = await loadPeople(act, today)
    await loadAccounts(act, people, async () => '')
    await loadCitizens(act, 500)
    const accounts = await act.tx.selectFrom('account').select(['account_id', 'staff_id']).where('kind', '=', 'staff').execute()
    return castOf(people, new Map(accounts.flatMap((row) => (row.staff_id === null ? [] : [[row.staff_id, row.account_id] as const]))))
  })
  hospital = cast.people.institutions.get('renmin')?.id ?? ''
  const started = performance.now()
  const log = (line: string) => void said.push(`${line} (${Math.round(performance.now() - started)} ms)`)
  await loadBooking(world.platform, cast.people, today, log)
  await loadPatients(world.platform, cast, today, log)
  await loadExaminations(world.platform, cast, today, log)
  await loadBeds(world.platform, cast, today, log)
  process.stdout.write(`${said.join('\n')}\n`)
}, 240_000)
afterAll(() => world.close())

const statesOf = async (): Promise<Record<string, number>> => {
  const rows = await arrange(world, (act) => act.tx.selectFrom('booking').select('state').where('institution_id', '=', hospital).execute())
  return Object.fromEntries([...Map.groupBy(rows, (row) => row.state)].map(([state, all]) => [state, all.length]))
}

test('a hospital has bookings of today that came and were seen, of the days ahead, cancelled ones, and people who wait', async () => {
  const states = await statesOf()
  expect(states['booked']).toBeGreaterThan(25)
  expect((states['seen'] ?? 0) + (states['arrived'] ?? 0)).toBeGreaterThan(1)
  expect(states['cancelled']).toBeGreaterThan(1)
  const waits = await arrange(world, (act) => act.tx.selectFrom('wait_entry').select('id').where('institution_id', '=', hospital).execute())
  expect(waits).toHaveLength(2)
  const stopped = await arrange(world, (act) => act.tx.selectFrom('slot').select('id').where('institution_id', '=', hospital).where('state', '=', 'stopped').execute())
  expect(stopped.length).toBeGreaterThan(0)
})

test('examinations are ordered and planned, beds are taken, kept and waited for', async () => {
  const orders = await arrange(world, (act) => act.tx.selectFrom('exam_order').select('state').where('institution_id', '=', hospital).execute())
  expect(orders.map((each) => each.state).toSorted()).toEqual(['open', 'planned', 'planned'])
  const slips = await arrange(world, (act) => act.tx.selectFrom('admission_slip').select('state').where('institution_id', '=', hospital).execute())
  const count = (state: string) => slips.filter((each) => each.state === state).length
  expect(count('admitted')).toBeGreaterThan(30)
  expect([count('offered'), count('waiting')]).toEqual([4, 12])
})

test('its chain is whole', async () => {
  expect(await verifyChains(world.platform.database, systemActor('test'), world.platform.vault, [hospital])).toMatchObject({ fault: null })
})
