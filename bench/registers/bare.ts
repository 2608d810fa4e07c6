import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import { uuidv7 } from '../../kernel/ids.ts'
import { withSuper } from './load.ts'

/** What a client sends for one row; as much as an entry holds. */
export type BareRow = { institutionId: string; regionCode: string; key: string; on: string; departmentId: string | null; values: object; staffIds: string[]; title: string; byId: string; byName: string; at: string }

const text = `insert into bench_row (institution_id, id, region_code, register_key, version, on_date, department_id, state, revision, content, staff_ids, title, personal_keys, files, entered_by, entered_name, entered_at, changed_by, changed_name, changed_at, counted_at)
  values ($1, $2, $3, $4, 1, $5, $6, 'entered', 1, $7, $8, $9, '{}', 0, $10, $11, $12, $10, $11, $12, $12)`

/** The measure of what is possible: a route that writes one row of the same size, durably, and does nothing else. */
export async function bareServer(ask: { appUrl: string; superUrl: string }): Promise<{ port: number; close(): Promise<void> }> {
  await withSuper(ask.superUrl, async (client) => {
    await client.query('drop table if exists bench_row')
    await client.query('create table bench_row (like register_entry including defaults, primary key (institution_id, id))')
    await client.query('grant insert on bench_row to huiyin_app')
  })
  const pool = new pg.Pool({ connectionString: ask.appUrl, max: 20 })
  const http: FastifyInstance = Fastify()
  const insert = async (row: BareRow) => {
    const id = uuidv7(Date.parse(row.at), randomBytes(10))
    await pool.query({ name: 'bare', text, values: [row.institutionId, id, row.regionCode, row.key, row.on, row.departmentId, JSON.stringify(row.values), row.staffIds, row.title, row.byId, row.byName, row.at] })
    return { id }
  }
  http.route<{ Body: BareRow }>({ method: 'POST', url: '/bare', handler: (request) => insert(request.body) })
  await http.listen({ host: '127.0.0.1', port: 0 })
  const address = http.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      await http.close()
      await pool.end()
      await withSuper(ask.superUrl, (client) => client.query('drop table bench_row'))
    },
  }
}
