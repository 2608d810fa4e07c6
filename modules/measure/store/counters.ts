import { sql } from 'kysely'
import { send, sendFew, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRows } from '../../../server/platform/insert-row.ts'
import { readAmount, writeAmount, type Amount } from '../rules/amount.ts'
import type { CounterRow, LeaveRow, Settled, StateRow, UnitRow } from '../rules/tally.ts'

/** A statement takes 65,535 values; rows have about ten. */
const atOnce = 3000
async function inChunks<Row>(tx: Tx, rows: readonly Row[], write: (chunk: readonly Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += atOnce) await sendFew(tx, rows.length, write(rows.slice(at, at + atOnce)))
}

/** Waits for whoever counts or derives for these institutions, in a fixed order; held until the transaction ends. What is sent after it runs once it is had. */
export const takeTurn = (tx: Tx, bodies: readonly { institutionId: string; regionCode: string }[], at: string): Promise<void> =>
  sendFew(
    tx,
    bodies.length,
    insertRows(
      tx,
      'measure_turn',
      [...bodies].sort((a, b) => (a.institutionId < b.institutionId ? -1 : 1)).map((each) => ({ institution_id: each.institutionId, region_code: each.regionCode, counted_at: at })),
      'on conflict (institution_id) do update set counted_at = excluded.counted_at',
    ),
  )

const placed = (row: { institutionId: string; regionCode: string; key: string; version: number; on: string }, at: string) => ({ institution_id: row.institutionId, region_code: row.regionCode, measure_key: row.key, version: row.version, on_date: row.on, counted_at: at })

const addCounters = (tx: Tx, rows: readonly CounterRow[], at: string) =>
  inChunks(tx, rows, (chunk) =>
    insertRows(
      tx,
      'measure_counter',
      chunk.map((row) => ({ ...placed(row, at), department_id: row.departmentId, numerator: writeAmount(row.numerator), denominator: writeAmount(row.denominator), facts: row.facts })),
      `on conflict (institution_id, measure_key, version, on_date, department_id) do update set
        numerator = measure_counter.numerator + excluded.numerator, denominator = measure_counter.denominator + excluded.denominator, facts = measure_counter.facts + excluded.facts, counted_at = excluded.counted_at`,
    ),
  )

const addUnits = (tx: Tx, rows: readonly UnitRow[], at: string) =>
  inChunks(tx, rows, (chunk) =>
    insertRows(
      tx,
      'measure_unit',
      chunk.map((row) => ({ ...placed(row, at), unit_id: row.unitId, facts: row.facts, amount: writeAmount(row.amount) })),
      `on conflict (institution_id, measure_key, version, on_date, unit_id) do update set
        facts = measure_unit.facts + excluded.facts, amount = measure_unit.amount + excluded.amount, counted_at = excluded.counted_at`,
    ),
  )

const putStates = (tx: Tx, rows: readonly StateRow[], at: string) =>
  inChunks(tx, rows, (chunk) =>
    insertRows(
      tx,
      'measure_state',
      chunk.map((row) => ({ ...placed(row, at), fact_id: row.factId, value: writeAmount(row.value), out_of: row.outOf === null ? null : writeAmount(row.outOf) })),
      'on conflict (institution_id, measure_key, version, on_date, fact_id) do update set value = excluded.value, out_of = excluded.out_of, counted_at = excluded.counted_at',
    ),
  )

const insertLeaves = (tx: Tx, rows: readonly LeaveRow[]) =>
  inChunks(tx, rows, (chunk) => insertRows(tx, 'measure_leave', chunk.map((row) => ({ institution_id: row.institutionId, region_code: row.regionCode, kind: row.kind, fact_id: row.factId, staff_id: row.staffId, from_on: row.from, to_on: row.to }))))

/** A row without facts says nothing, and deriving anew would not make it. */
async function sweep(tx: Tx, table: 'measure_counter' | 'measure_unit', rows: readonly { institutionId: string; key: string; on: string; facts: number }[]): Promise<void> {
  const gone = rows.filter((row) => row.facts <= 0)
  if (gone.length === 0) return
  const every = (pick: (row: (typeof gone)[number]) => string) => [...new Set(gone.map(pick))]
  const swept = tx
    .deleteFrom(table)
    .where('institution_id', '=', sql<string>`any(${every((row) => row.institutionId)}::uuid[])`)
    .where('measure_key', '=', sql<string>`any(${every((row) => row.key)}::text[])`)
    .where('on_date', '=', sql<string>`any(${every((row) => row.on)}::date[])`)
    .where('facts', '=', 0)
    .execute()
  await sendFew(tx, gone.length, swept)
}

/** Writes the differences that changes of facts made: each counter table in one statement. */
export async function addDifferences(tx: Tx, settled: Settled, at: string): Promise<void> {
  await addCounters(tx, settled.counters, at)
  await sweep(tx, 'measure_counter', settled.counters)
  await addUnits(tx, settled.units, at)
  await sweep(tx, 'measure_unit', settled.units)
  for (const { before, after } of settled.states) {
    if (before === null || after !== null) continue
    send(tx, tx.deleteFrom('measure_state').where('institution_id', '=', before.institutionId).where('measure_key', '=', before.key).where('version', '=', before.version).where('on_date', '=', before.on).where('fact_id', '=', before.factId).execute())
  }
  await putStates(tx, settled.states.flatMap((said) => said.after ?? []), at)
  for (const { of, before, after } of settled.leaves) {
    const [row] = before ?? after ?? []
    if (row !== undefined) send(tx, tx.deleteFrom('measure_leave').where('institution_id', '=', of.institutionId).where('kind', '=', row.kind).where('fact_id', '=', row.factId).execute())
  }
  await insertLeaves(tx, settled.leaves.flatMap((said) => said.after ?? []))
}

type Which = { readonly institutionId: string; readonly key: string; readonly version: number; readonly leave: string | null }

/** Everything that is kept of one version at one institution, in a fixed order, to be compared with what its facts give. */
export async function loadKept(read: ReadTx, which: Which): Promise<{ counters: string[]; units: string[]; states: string[]; leaves: string[] }> {
  const of = { institution_id: which.institutionId, measure_key: which.key, version: which.version }
  const counters = await read.selectFrom('measure_counter').select(['on_date', 'department_id', 'numerator', 'denominator', 'facts']).where((eb) => eb.and(of)).execute()
  const units = await read.selectFrom('measure_unit').select(['on_date', 'unit_id', 'facts', 'amount']).where((eb) => eb.and(of)).execute()
  const states = await read.selectFrom('measure_state').select(['on_date', 'fact_id', 'value', 'out_of']).where((eb) => eb.and(of)).execute()
  const leaves = which.leave === null ? [] : await read.selectFrom('measure_leave').select(['fact_id', 'staff_id', 'from_on', 'to_on']).where('institution_id', '=', which.institutionId).where('kind', '=', which.leave).execute()
  return {
    counters: counters.map((row) => line(row.on_date, row.department_id, readAmount(row.numerator), readAmount(row.denominator), row.facts)).sort(),
    units: units.map((row) => line(row.on_date, row.unit_id, row.facts, readAmount(row.amount))).sort(),
    states: states.map((row) => line(row.on_date, row.fact_id, readAmount(row.value), row.out_of === null ? null : readAmount(row.out_of))).sort(),
    leaves: leaves.map((row) => line(row.fact_id, row.staff_id, row.from_on, row.to_on)).sort(),
  }
}

/** The same lines, of what facts give. */
export function linesOf(settled: Settled): Awaited<ReturnType<typeof loadKept>> {
  return {
    counters: settled.counters.map((row) => line(row.on, row.departmentId, row.numerator, row.denominator, row.facts)).sort(),
    units: settled.units.map((row) => line(row.on, row.unitId, row.facts, row.amount)).sort(),
    states: settled.states.flatMap(({ after }) => (after === null ? [] : [line(after.on, after.factId, after.value, after.outOf)])).sort(),
    leaves: settled.leaves.flatMap(({ after }) => (after ?? []).map((row) => line(row.factId, row.staffId, row.from, row.to))).sort(),
  }
}
const line = (...parts: readonly (string | number | Amount | null)[]): string => parts.map((part) => (typeof part === 'bigint' ? writeAmount(part) : String(part))).join(' ')

export async function replaceKept(tx: Tx, which: Which, settled: Settled, at: string): Promise<void> {
  const of = { institution_id: which.institutionId, measure_key: which.key, version: which.version }
  await tx.deleteFrom('measure_counter').where((eb) => eb.and(of)).execute()
  await tx.deleteFrom('measure_unit').where((eb) => eb.and(of)).execute()
  await tx.deleteFrom('measure_state').where((eb) => eb.and(of)).execute()
  if (which.leave !== null) await tx.deleteFrom('measure_leave').where('institution_id', '=', which.institutionId).where('kind', '=', which.leave).execute()
  await addCounters(tx, settled.counters, at)
  await addUnits(tx, settled.units, at)
  await putStates(tx, settled.states.flatMap((said) => said.after ?? []), at)
  await insertLeaves(tx, settled.leaves.flatMap((said) => said.after ?? []))
}

