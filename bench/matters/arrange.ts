import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { systemActor } from '../../kernel/actor.ts'
import { receiptCode } from '../../kernel/ids.ts'
import { codeIndexFor, phoneIndexFor, tailIndexFor } from '../../modules/matter/commands/author.ts'
import { gramNumbers } from '../../modules/matter/gram-key.ts'
import { insertAuthor } from '../../modules/matter/store/authors.ts'
import { insertGrams } from '../../modules/matter/store/grams.ts'
import { insertMatter } from '../../modules/matter/store/matters.ts'
import { insertReceipt } from '../../modules/matter/store/receipts.ts'
import { insertEvent } from '../../modules/matter/store/timeline.ts'
import { act, type Act, type Platform } from '../../server/platform/act.ts'
import type { BenchBodies } from '../registers/bodies.ts'
import { stockOf, type Stocked } from './stock.ts'

const system = systemActor('bench')
const lot = 250

/** A receipt that somebody holds: for the follow page. */
export type HeldReceipt = { readonly code: string; readonly tail: string }

function write(at: Act, { matter, events, phone, kind }: Stocked): Promise<boolean> {
  const code = codeOf(at, matter.id)
  const secret = kind.confidentiality === 'secret'
  insertMatter(at.tx, matter)
  if (phone !== null) insertAuthor(at.tx, matter, { sealed: at.vault.seal(JSON.stringify({ name: '周晓芸', phone, idNumber: '', address: '' })), phoneIndex: secret ? null : phoneIndexFor(at.vault, phone) })
  for (const event of events) insertEvent(at.tx, matter, event)
  insertGrams(at.tx, matter, gramNumbers(at.vault, matter.regionCode, matter.title, matter.body, matter.place))
  return insertReceipt(at.tx, {
    institutionId: matter.institutionId, regionCode: matter.regionCode, matterId: matter.id, codeIndex: codeIndexFor(at.vault, code), tailIndex: phone === null ? null : tailIndexFor(at.vault, code, phone.slice(-4)),
    phoneIndex: phone === null || secret ? null : phoneIndexFor(at.vault, phone), accountId: null, sentIndex: randomBytes(32).toString('base64url'), at: matter.receivedAt,
  })
}

/** The code of a stocked matter follows from its id, so that an arrangement that was kept can be followed again. */
const codeOf = ({ vault }: Pick<Act, 'vault'>, matterId: string): string => receiptCode(Buffer.from(vault.blindIndex('code', `bench ${matterId}`), 'base64url'))
export const receiptOf = ({ vault }: Pick<Platform, 'vault'>, { matter, phone }: Stocked): HeldReceipt => ({ code: codeOf({ vault }, matter.id), tail: phone === null ? '' : phone.slice(-4) })

/** Every stocked matter through the stores, as its commands would have left it. */
export async function saveStock(platform: Platform, bodies: BenchBodies, count: number, todayIso: string): Promise<void> {
  const calendar = await act(platform, system, async (at) => at.calendar)
  const stock = stockOf(bodies.institutions, count, calendar, todayIso)
  for (let from = 0; from < stock.length; from += lot) {
    await act(platform, system, async (at) => {
      for (const each of stock.slice(from, from + lot)) await write(at, each)
    })
  }
}

const tables = ['matter', 'matter_event', 'matter_author', 'matter_receipt', 'matter_gram'] as const

/** Whether a column holds an instant that moves along with a copy, its id, or something that is only there once. */
function copied(column: string, type: string, table: string): string {
  if (column === (table === 'matter' ? 'id' : 'matter_id')) return 'copy_id(t.matter_key, c.n)'
  if (table === 'matter' && column === 'number') return `t.number || lpad(c.n::text, 3, '0')`
  if (table === 'matter_receipt' && (column === 'code_index' || column === 'sent_index')) return `md5(t.${column} || c.n)`
  // Nothing may become due that nobody's clock ever said: 'never' stays never.
  if (type === 'timestamp with time zone') return `case when t.${column} > '9000-01-01' then t.${column} else t.${column} - c.n * t.apart end`
  return `t.${column}`
}

/**
 * So many copies of every stocked matter, each a little older than the one before, with the timeline, author, receipt and words
 * that belong to it. Their explained deadlines still name the first one's dates; no list shows those.
 */
export async function multiply(client: pg.Client, times: number, say: (line: string) => void): Promise<void> {
  if (times <= 1) return
  await client.query(`create or replace function copy_id(id uuid, n int) returns uuid language sql immutable as $$ select (substr(id::text, 1, 24) || substr(md5(id::text || n), 1, 12))::uuid $$`)
  await client.query(`set session_replication_role = replica`)
  await client.query(`set work_mem = '256MB'`)
  await client.query(`create temporary table stocked as select institution_id, id as matter_key, case when phase = 'open' then interval '11 minutes' else interval '5 hours' end as apart from matter`)
  await client.query('analyze stocked')
  for (const table of tables) {
    const { rows } = await client.query<{ name: string; type: string }>(`select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`, [table])
    const key = table === 'matter' ? 'id' : 'matter_id'
    const done = await client.query(`insert into ${table} (${rows.map((row) => row.name).join(', ')})
      select ${rows.map((row) => copied(row.name, row.type, table)).join(', ')} from (select t.*, s.matter_key, s.apart from ${table} t join stocked s on s.institution_id = t.institution_id and s.matter_key = t.${key}) t cross join generate_series(1, ${times - 1}) as c(n)`)
    say(`${done.rowCount} rows of ${table} copied`)
  }
  await client.query(`set session_replication_role = origin`)
  await client.query('drop function copy_id(uuid, int)')
}
