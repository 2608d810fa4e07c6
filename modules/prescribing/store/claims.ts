import type pg from 'pg'
import { sql, type Tx } from '../../../server/platform/database.ts'
import { lineColumns } from '../ingest/judge-sql.ts'

// A line lies in charge_line under the file that said it last; what other files that are in say of it lies in charge_claim.

const keyed = new Set(['on_date', 'doc_no', 'line_key'])
const said = lineColumns.filter((column) => !keyed.has(column))
const names = lineColumns.join(', ')
const all = `institution_id, region_code, file_id, ${names}`
const sameKey = (one: string, other: string): string => `${one}.on_date = ${other}.on_date and ${one}.doc_no = ${other}.doc_no and ${one}.line_key = ${other}.line_key`

/** Lots with nothing but new lines are written beside each other; whoever looks at what others brought does so alone. */
const key = (institutionId: string): string => `charge lines ${institutionId}`
export const lockLines = async (client: pg.Client, institutionId: string, how: 'alone' | 'beside'): Promise<void> => void (await client.query(`select pg_advisory_xact_lock${how === 'beside' ? '_shared' : ''}(hashtextextended($1, 0))`, [key(institutionId)]))
export const lockLinesAlone = async (tx: Tx, institutionId: string): Promise<void> => void (await sql`select pg_advisory_xact_lock(hashtextextended(${key(institutionId)}, 0))`.execute(tx))

export type Again = { readonly claimed: number; readonly corrected: number; /** Line numbers as the judge gave them. */ readonly twice: readonly number[] }

/**
 * Rule PR-9: of a staged lot what was there already: the same line, which the file says as well; a correction of what another
 * file said, which is kept; or one number used twice in this file, which is turned away.
 */
export async function writeAgain(on: pg.Client, file: { readonly institutionId: string; readonly id: string }): Promise<Again> {
  const given = [file.institutionId, file.id]
  const fits = `l.institution_id = $1 and ${sameKey('l', 's')}`
  const own = `select 1 from charge_claim c where c.institution_id = $1 and ${sameKey('c', 's')} and c.file_id = $2`
  const twice = await on.query<{ line_no: number }>(
    `select s.line_no from lot_line s where exists (select 1 from charge_line l where ${fits} and l.file_id = $2 and l.content <> s.content) or exists (${own} and c.content <> s.content) order by 1`,
    given,
  )
  const claimed = await on.query(`insert into charge_claim (${all}) select $1, l.region_code, $2, ${lineColumns.map((column) => `s.${column}`).join(', ')} from lot_line s join charge_line l on ${fits} and l.file_id <> $2 and l.content = s.content on conflict do nothing`, given)
  const isCorrection = `${fits} and l.file_id <> $2 and l.content <> s.content and not exists (${own})`
  await on.query(`insert into charge_claim (${all}) select l.institution_id, l.region_code, l.file_id, ${lineColumns.map((column) => `l.${column}`).join(', ')} from charge_line l join lot_line s on ${isCorrection}`, given)
  const corrected = await on.query(`update charge_line l set file_id = $2, ${said.map((column) => `${column} = s.${column}`).join(', ')} from lot_line s where ${isCorrection}`, given)
  return { claimed: claimed.rowCount ?? 0, corrected: corrected.rowCount ?? 0, twice: twice.rows.map((each) => each.line_no) }
}

type File = { readonly institutionId: string; readonly fileId: string; readonly fromOn: string; readonly toOn: string }

/** Rule PR-16: takes a file's lines away; what another file holds as well goes to the one of them that was read last. Answers the months it had lines in, and how many stayed. */
export async function takeBack(tx: Tx, { institutionId, fileId, fromOn, toOn }: File): Promise<{ months: string[]; handed: number }> {
  const within = (table: string) => sql`${sql.raw(table)}.institution_id = ${institutionId} and ${sql.raw(table)}.on_date between ${fromOn}::date and ${toOn}::date`
  const { rows } = await sql<{ month: string }>`select distinct date_trunc('month', l.on_date)::date as month from charge_line l where ${within('l')} and l.file_id = ${fileId} order by 1`.execute(tx)
  await sql`delete from charge_claim c where ${within('c')} and c.file_id = ${fileId}`.execute(tx)
  const { numAffectedRows } = await sql`
    update charge_line l set file_id = n.file_id, ${sql.raw(said.map((column) => `${column} = n.${column}`).join(', '))}
      from (select distinct on (c.on_date, c.doc_no, c.line_key) c.* from charge_claim c join charge_file f on f.institution_id = c.institution_id and f.id = c.file_id
             where ${within('c')} order by c.on_date, c.doc_no, c.line_key, f.begun_at desc nulls last, f.id desc) n
     where ${within('l')} and l.file_id = ${fileId} and ${sql.raw(sameKey('l', 'n'))}`.execute(tx)
  const handed = Number(numAffectedRows ?? 0)
  if (handed > 0) await sql`delete from charge_claim c using charge_line l where ${within('c')} and ${within('l')} and ${sql.raw(sameKey('c', 'l'))} and c.file_id = l.file_id`.execute(tx)
  await sql`delete from charge_line l where ${within('l')} and l.file_id = ${fileId}`.execute(tx)
  return { months: rows.map((row) => row.month), handed }
}
