import { randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'
import { uuidv7 } from '../../kernel/ids.ts'
import { withSuper } from '../registers/load.ts'

type BareRow = { readonly institutionId: string; readonly regionCode: string; readonly title: string; readonly body: string; readonly place: string; readonly byId: string; readonly byName: string; readonly at: string }

const matter = `insert into bench_matter (institution_id, id, region_code, kind, kind_version, number, title, body, channel, place, state, state_at, phase, revision, work_at, entered_by, entered_name, received_at, has_author, changed_at)
  values ($1, $2, $3, 'complaint', 1, $10, $4, $5, 'counter', $6, 'received', $7, 'open', 1, $7, $8, $9, $7, true, $7)`
const event = `insert into bench_event (institution_id, matter_id, seq, region_code, at, move, to_state, by_kind, by_id, by_name) values ($1, $2, 1, $3, $4, 'received', 'received', 'staff', $5, $6)`
const both = `with m as (${matter}) insert into bench_event (institution_id, matter_id, seq, region_code, at, move, to_state, by_kind, by_id, by_name) values ($1, $2, 1, $3, $7, 'received', 'received', 'staff', $8, $9)`

/** The measure of what is possible: two rows of the same shape, durably, and nothing else; as one would write it, and as one statement. */
export async function bareServer(ask: { readonly appUrl: string; readonly superUrl: string }): Promise<{ port: number; close(): Promise<void> }> {
  await withSuper(ask.superUrl, async (client) => {
    await client.query('drop table if exists bench_matter, bench_event')
    await client.query('create table bench_matter (like matter including defaults, primary key (institution_id, id))')
    await client.query('create table bench_event (like matter_event including defaults, primary key (institution_id, matter_id, seq))')
    await client.query('grant insert on bench_matter, bench_event to huiyin_app')
  })
  const pool = new pg.Pool({ connectionString: ask.appUrl, max: 20 })
  const http = Fastify()
  const idOf = (row: BareRow) => uuidv7(Date.parse(row.at), randomBytes(10))
  const matterValues = (row: BareRow, id: string) => [row.institutionId, id, row.regionCode, row.title, row.body, row.place, row.at, row.byId, row.byName, id]
  http.route<{ Body: BareRow }>({
    method: 'POST', url: '/bare',
    handler: async ({ body: row }) => {
      const id = idOf(row)
      const client = await pool.connect()
      try {
        await client.query('begin')
        await client.query({ name: 'matter', text: matter, values: matterValues(row, id) })
        await client.query({ name: 'event', text: event, values: [row.institutionId, id, row.regionCode, row.at, row.byId, row.byName] })
        await client.query('commit')
      } finally {
        client.release()
      }
      return { id }
    },
  })
  http.route<{ Body: BareRow }>({
    method: 'POST', url: '/bare-one',
    handler: async ({ body: row }) => {
      const id = idOf(row)
      await pool.query({ name: 'both', text: both, values: matterValues(row, id) })
      return { id }
    },
  })
  await http.listen({ host: '127.0.0.1', port: 0 })
  const address = http.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      await http.close()
      await pool.end()
      await withSuper(ask.superUrl, (client) => client.query('drop table bench_matter, bench_event'))
    },
  }
}
