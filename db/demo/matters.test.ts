import { afterAll, beforeAll, expect, test } from 'vitest'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { loadAccounts } from './accounts.ts'
import { dropOldNews } from './clear.ts'
import { castOf } from './cast.ts'
import { loadMatters } from './matters.ts'
import { loadPeople } from './people.ts'

// The demonstration's matters are made by the same commands as anybody's: what they are to show must really be there.
let world: World
const said: string[] = []
let ms = 0
beforeAll(async () => {
  world = await newWorld('2026-03-04T02:00:00.000Z')
  await prepareCatalogues(world.platform)
  const today = shanghaiToday(world.platform.clock.now())
  const cast = await arrange(world, async (act) => {
    const people = await loadPeople(act, today)
    await loadAccounts(act, people, async () => '')
    const accounts = await act.tx.selectFrom('account').select(['account_id', 'staff_id']).where('kind', '=', 'staff').execute()
    return castOf(people, new Map(accounts.flatMap((row) => (row.staff_id === null ? [] : [[row.staff_id, row.account_id] as const]))))
  })
  const started = performance.now()
  await loadMatters(world.platform, cast, today, (line) => said.push(line))
  ms = performance.now() - started
}, 240_000)
afterAll(() => world.close())

test('eight weeks of matters: every kind people bring, one overdue, chased, reopened, joined, merged, published, a ledger with a re-check', async () => {
  const rows = await arrange(world, (act) => act.tx.selectFrom('matter').selectAll().execute())
  const now = world.clock.now().toISOString()
  const count = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length
  const kinds = Object.fromEntries([...Map.groupBy(rows, (row) => row.kind)].map(([kind, own]) => [kind, own.length]))
  process.stdout.write(`${rows.length} matters in ${Math.round(ms)} ms: ${JSON.stringify(kinds)}\n`)
  expect(rows.length).toBeGreaterThanOrEqual(110)
  for (const kind of ['complaint', 'tip', 'suggestion', 'praise', 'enquiry', 'help-request', 'public-opinion', 'problem', 'finding']) expect(kinds[kind], kind).toBeGreaterThanOrEqual(1)
  expect(rows.filter((row) => row.received_at > now)).toEqual([])
  const least: Record<string, [number, number]> = {
    overdue: [count((row) => row.kind === 'complaint' && row.phase === 'open' && row.due_at !== null && row.due_at < now), 1], chased: [count((row) => row.chase_due_at !== null && row.chase_answered_at === null), 1],
    reopened: [count((row) => row.reopened > 0 && row.phase === 'open'), 1], joined: [count((row) => row.joined > 0 && row.deadline_code === 'complaint.several-departments'), 1], merged: [count((row) => row.state === 'merged'), 1],
    published: [count((row) => row.published_at !== null), 4], signedOff: [count((row) => row.signed_off_at !== null), 8], rechecked: [count((row) => row.recheck_held === true), 1], answered: [count((row) => row.answered_at !== null), 50],
  }
  for (const [what, [found, wanted]] of Object.entries(least)) expect(found, what).toBeGreaterThanOrEqual(wanted)
})

test('what was told weeks ago is not told again when the server starts', async () => {
  const since = new Date(world.clock.now().getTime() - 2 * 86_400_000).toISOString()
  const steps = await arrange(world, (act) => act.tx.selectFrom('matter_event').select('at').execute())
  const all = steps.length
  const late = steps.filter((each) => each.at >= since).length
  expect(all).toBeGreaterThan(late)
  const dropped = await dropOldNews(world.platform, world.ownerUrl)
  // Most steps tell somebody; of the old ones none is left.
  expect(dropped).toBeGreaterThan((all - late) / 2)
  expect(await dropOldNews(world.platform, world.ownerUrl)).toBe(0)
})
