import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { gather } from '../../modules/queue/gather.ts'
import { look } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { loadAccounts } from './accounts.ts'
import { castOf } from './cast.ts'
import { loadPeople } from './people.ts'
import { loadQueue } from './queue.ts'

let world: World
let ms = 0
let hospital = ''
const now = '2026-03-04T02:00:00.000Z'
beforeAll(async () => {
  world = await newWorld(now)
  await prepareCatalogues(world.platform)
  const today = shanghaiToday(world.platform.clock.now())
  const cast = await arrange(world, async (act) => {
    const people = await loadPeople(act, today)
    await loadAccounts(act, people, async () => '')
    const accounts = await act.tx.selectFrom('account').select(['account_id', 'staff_id']).where('kind', '=', 'staff').execute()
    return castOf(people, new Map(accounts.flatMap((row) => (row.staff_id === null ? [] : [[row.staff_id, row.account_id] as const]))))
  })
  hospital = cast.people.institutions.get('renmin')?.id ?? ''
  const started = performance.now()
  await loadQueue(world.platform, cast, today, () => undefined)
  ms = performance.now() - started
}, 240_000)
afterAll(() => world.close())

test('three lines of the county hospital: a morning that is over, with how far off its estimates were, and people who wait now', async () => {
  const stands = await look(world.platform, systemActor('test'), ({ read, today }) => gather(read, { institutionId: hospital, today, now }))
  process.stdout.write(`lines of the demonstration in ${Math.round(ms)} ms: ${stands.map((each) => `${each.queue.name} ${each.line.length}`).join(', ')}\n`)
  expect(stands.map((each) => each.queue.kind).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['consultation', 'consultation', 'pharmacy'])
  for (const each of stands) {
    expect(each.line.length, each.queue.name).toBeGreaterThan(0)
    expect(each.openWindows, each.queue.name).toBe(2)
    expect(each.past.called, each.queue.name).toBeGreaterThan(5)
  }
  const left = await arrange(world, (act) => act.tx.selectFrom('ticket').select('number').where('on_date', '<', '2026-03-04').where('state', 'in', ['called', 'serving']).execute())
  expect(left).toEqual([])
})
