import { systemActor } from '../../kernel/actor.ts'
import { seeded } from '../../kernel/random.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import type { Platform } from '../../server/platform/act.ts'
import { sql } from '../../server/platform/database.ts'
import { sessionCookie } from '../../server/platform/session.ts'
import { tokenOf } from '../registers/arrange.ts'
import type { BenchBody } from '../registers/bodies.ts'
import { quantile, type Figure } from '../registers/lists.ts'
import { bareServer } from './bare.ts'
import type { Given, Hall } from './lists.ts'
import { inTurn, median, ratio, takenBy, type Played, type Sent } from './play.ts'
import { letterOf } from './texts.ts'

const system = systemActor('bench')
const boundary = 'huiyin-bench-boundary'
const categories = ['attitude', 'quality', 'waiting', 'charges', 'process', 'environment'] as const

/** Complaints as the desk takes them down, each with its author's name and telephone. */
function entriesOf(as: BenchBody): Sent[] {
  const draw = seeded(`matters: entries ${as.id}`)
  return Array.from({ length: 60 }, (_, n): Sent => {
    const ask = { kind: 'complaint', channel: 'counter', ...letterOf(draw), category: draw.pick(categories), author: { name: '周晓芸', phone: `139${draw.int(10_000_000, 99_999_999)}` }, departmentId: n % 2 === 0 ? (as.departments[n % as.departments.length]?.id ?? null) : null, submissionKey: '{uuid}' }
    return {
      method: 'POST', path: '/api/matters', headers: { cookie: `${sessionCookie}=${tokenOf(as)}`, 'idempotency-key': '{uuid}', 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `--${boundary}\r\ncontent-disposition: form-data; name="body"\r\n\r\n${JSON.stringify(ask)}\r\n--${boundary}--\r\n`, least: 100,
    }
  })
}

function rowsOf(as: BenchBody, path: string, today: string): Sent[] {
  const draw = seeded(`matters: entries ${as.id}`)
  return Array.from({ length: 60 }, (): Sent => ({
    method: 'POST', path, headers: { 'content-type': 'application/json' }, least: 10,
    body: JSON.stringify({ ...letterOf(draw), institutionId: as.id, regionCode: as.regionCode, byId: as.clerk.accountId, byName: as.clerk.name, at: `${today}T01:00:00.000Z` }),
  }))
}

type Counted = { readonly matters: number; readonly events: number; readonly receipts: number; readonly words: number }
const counted = (platform: Platform, ids: readonly string[]): Promise<Counted> =>
  platform.database.read(system, async (read) => {
    const { rows } = await sql<Counted>`
      select (select count(*) from matter where institution_id = any (${ids}::uuid[])) as matters, (select count(*) from matter_event where institution_id = any (${ids}::uuid[]) and seq = 1) as events,
             (select count(*) from matter_receipt where institution_id = any (${ids}::uuid[])) as receipts, (select count(*) from matter_gram where institution_id = any (${ids}::uuid[])) as words`.execute(read)
    const [row] = rows
    if (row === undefined) throw new Error('nothing was counted')
    return row
  })

/** What was acknowledged is there, once, with its first event, receipt and words; the chains are whole. */
async function prove(platform: Platform, bodies: readonly BenchBody[], before: Counted, written: number): Promise<void> {
  const ids = bodies.map((body) => body.id)
  const after = await counted(platform, ids)
  for (const each of ['matters', 'events', 'receipts', 'words'] as const) if (after[each] - before[each] !== written) throw new Error(`${written} matters were acknowledged, ${after[each] - before[each]} ${each} are there`)
  const { fault } = await verifyChains(platform.database, system, platform.vault, ids)
  if (fault !== null) throw new Error(`a chain is broken: ${JSON.stringify(fault)}`)
}

/** Eight desks that take down one complaint after another, and eight who write two bare rows, in turn. */
export async function measureCreates(hall: Hall & { readonly platform: Platform; readonly appUrl: string; readonly superUrl: string }, today: string, given: Given): Promise<Figure[]> {
  const desks = given.officers.slice(0, 8)
  const before = await counted(hall.platform, desks.map((body) => body.id))
  const bare = await bareServer(hall)
  let written = 0
  const { port } = hall
  try {
    const played = await inTurn(
      {
        bare: { port: bare.port, clients: desks.map((as) => rowsOf(as, '/bare', today)) },
        one: { port: bare.port, clients: desks.map((as) => rowsOf(as, '/bare-one', today)) },
        create: { port, clients: desks.map(entriesOf) },
        house: { port, clients: desks.slice(0, 1).flatMap((as) => Array.from({ length: 8 }, () => entriesOf(as))) },
      },
      { ...given, counted: (name, done) => (written += name === 'create' || name === 'house' ? done : 0) },
    )
    await prove(hall.platform, desks, before, written)
    const rate = (each: Played) => each.rate
    return [
      ['create_vs_bare', ratio(played.create, played.bare, rate), 'ratio'], ['create_vs_bare_one_statement', ratio(played.create, played.one, rate), 'ratio'], ['create_one_house_vs_bare', ratio(played.house, played.bare, rate), 'ratio'],
      ['creates_per_second', median(played.create.map(rate)), 'per s'], ['creates_one_house_per_second', median(played.house.map(rate)), 'per s'], ['bare_per_second', median(played.bare.map(rate)), 'per s'], ['bare_one_statement_per_second', median(played.one.map(rate)), 'per s'],
      ['create_median_ms', quantile(takenBy(played.create), 0.5), 'ms'], ['create_p95_ms', quantile(takenBy(played.create), 0.95), 'ms'], ['create_node_cpu_ms', median(played.create.map((each) => each.cpuMs)), 'ms'], ['bare_node_cpu_ms', median(played.bare.map((each) => each.cpuMs)), 'ms'], ['matters_written', written, 'matters'],
    ]
  } finally {
    await bare.close()
  }
}
