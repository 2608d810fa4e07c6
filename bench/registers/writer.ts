// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import type { FactKind } from '../../kernel/fact.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { seeded } from '../../kernel/random.ts'
import { readMeasures } from '../../modules/measure/catalog.ts'
import { kindsOf, readCounting, type Measure } from '../../modules/measure/rules/counting.ts'
import { newTally, settle, tellLeave, tellMeasure } from '../../modules/measure/rules/tally.ts'
import { noDepartment, type Figure } from '../../modules/register/rules/counters.ts'
import { needsConfirmation, type Entry } from '../../modules/register/rules/entry.ts'
import { factOf } from '../../modules/register/rules/fact.ts'
import { benchBodies } from './bodies.ts'
import { copyInto, escaped } from './copy.ts'
import { benchRegisters, departmentMark, samplesOf, staffMarks, type BenchSample } from './definitions.ts'
import { saveFigures, saveSettled } from './counters.ts'
import { drawing, pairsOf, type Month, type Pair } from './spread.ts'

/** Writes the entries of whole months, in the order in which they would have come, with the counters that follow from them. */
export type WriterGiven = { readonly url: string; readonly institutions: number; readonly registers: number; readonly today: string; readonly kinds: readonly FactKind[] }

const given = workerData as WriterGiven
const registers = benchRegisters(given.registers)
const pairs = pairsOf(benchBodies(given.institutions).institutions, registers)
const drawPair = drawing(pairs.map((pair) => pair.weight))

const measures = readMeasures(given.kinds).map(({ definition, sha256 }): Measure => {
  const counting = readCounting(definition, given.kinds)
  if ('faults' in counting) throw new Error(`${definition.key} cannot be counted`)
  return { key: definition.key, version: 1, validFrom: definition.validFrom, sha256, definition, counting }
})
const counted = Map.groupBy(measures.flatMap((measure) => [...kindsOf(measure.counting)].map((kind) => ({ kind, measure }))), (each) => each.kind)
const leaves = new Set(measures.flatMap(({ counting }) => (counting.shape === 'coverage' && counting.leave !== null ? [counting.leave] : [])))

const columns = ['institution_id', 'id', 'region_code', 'register_key', 'version', 'on_date', 'department_id', 'state', 'revision', 'content', 'staff_ids', 'title', 'entered_by', 'entered_name', 'entered_at', 'confirmed_by', 'confirmed_name', 'confirmed_at', 'changed_by', 'changed_name', 'changed_at', 'withdrawn_by', 'withdrawn_name', 'withdrawn_at', 'withdrawn_reason', 'counted_at'] as const

/** A sample with its text cut where the people and the department of the body go in. */
type Cut = BenchSample & { readonly parts: readonly string[]; readonly marks: readonly number[]; readonly staff: readonly number[]; readonly totals: readonly number[] }
const marks = [...staffMarks, departmentMark]
const atMarks = new RegExp(marks.join('|'), 'g')
const samples = new Map<number, readonly Cut[]>()
function samplesFor(pair: Pair): readonly Cut[] {
  const known = samples.get(pair.register)
  if (known !== undefined) return known
  const made = samplesOf(pair.definition, 100).map((sample) => {
    const text = escaped(JSON.stringify(sample.values))
    const totals = pair.definition.totals.map((key) => Number(sample.values[key] ?? 0))
    return { ...sample, parts: text.split(atMarks), marks: [...text.matchAll(atMarks)].map(([mark]) => marks.indexOf(mark)), staff: sample.staffIds.map((id) => staffMarks.indexOf(id)), totals }
  })
  samples.set(pair.register, made)
  return made
}

let pool = randomBytes(1 << 16)
let used = 0
function newId(ms: number): string {
  if (used + 10 > pool.length) [pool, used] = [randomBytes(1 << 16), 0]
  used += 10
  return uuidv7(ms, pool.subarray(used - 10, used))
}

/** What is written of one body, register and department in a month: counting entries, and the sums of its totals. */
type Sum = { readonly pair: Pair; readonly departmentId: string | null; count: number; readonly totals: number[] }

const waitDays = 14
const clockOf = (minute: number): string => `${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00+08:00`
/** Work begins at eight and ends at six. */
const minutes = Array.from({ length: 600 }, (_, minute) => clockOf(minute))

async function writeMonth(client: pg.Client, month: Month): Promise<void> {
  const draw = seeded(`registers: month ${month.days[0]}`)
  const entries = copyInto(client, 'register_entry', columns)
  const tally = newTally()
  const sums = new Map<string, Sum>()
  let done = 0
  for (const [at, on] of month.days.entries()) {
    const whole = Math.round((month.entries * (at + 1)) / month.days.length)
    const opens = Date.parse(`${on}T08:00:00+08:00`)
    const recent = Date.parse(given.today) - Date.parse(on) <= waitDays * 86_400_000
    for (const first = done; done < whole; done += 1) {
      const pair = pairs[drawPair(draw)]
      if (pair === undefined) continue
      const list = samplesFor(pair)
      const sample = list[Math.floor(draw.next() * list.length)]
      if (sample === undefined) throw new Error(`'${pair.definition.key}' has no sample`)
      const minute = Math.floor(((done - first) * 600) / (whole - first))
      const written = entryOn(pair, sample, { on, time: minutes[minute] ?? '', ms: opens + minute * 60_000, recent }, draw.next)
      const full = entries.write(written.line)
      if (full !== undefined) await full
      if (written.countedAt === null) continue
      add(sums, pair, sample, written.departmentId)
      count(tally, pair, sample, { on, ...written, countedAt: written.countedAt })
    }
  }
  await entries.end()
  await saveFigures(client, figuresOf(month, [...sums.values()]))
  await saveSettled(client, settle(tally), `${month.days.at(-1)}T23:59:59+08:00`)
}

function add(sums: Map<string, Sum>, pair: Pair, sample: Cut, departmentId: string | null): void {
  const key = `${pair.body.id}${pair.register}${departmentId}`
  let sum = sums.get(key)
  if (sum === undefined) {
    sum = { pair, departmentId, count: 0, totals: pair.definition.totals.map(() => 0) }
    sums.set(key, sum)
  }
  sum.count += 1
  for (let n = 0; n < sum.totals.length; n += 1) sum.totals[n] = (sum.totals[n] ?? 0) + (sample.totals[n] ?? 0)
}

/** Rule RG-19: the monthly figures, as the commands would have added them up. */
function figuresOf(month: Month, sums: readonly Sum[]): Figure[] {
  return sums.flatMap(({ pair: { body, definition }, departmentId, count: value, totals }) => {
    const place = { institutionId: body.id, regionCode: body.regionCode, registerKey: definition.key, month: `${month.days[0]?.slice(0, 7)}-01`, departmentId: departmentId ?? noDepartment }
    return [{ ...place, figure: '', value }, ...definition.totals.flatMap((figure, n) => (totals[n] === undefined || totals[n] === 0 ? [] : [{ ...place, figure, value: Math.round(totals[n] * 1e6) / 1e6 }]))]
  })
}

type Told = { readonly on: string; readonly id: string; readonly departmentId: string | null; readonly staffIds: readonly string[]; readonly countedAt: string }

/** Counts the entry for the measures made of it, by the rules that count a fact. */
function count(tally: ReturnType<typeof newTally>, { body, definition }: Pair, sample: Cut, told: Told): void {
  const kind = `register.${definition.key}`
  const own = counted.get(kind)
  if (own === undefined && !leaves.has(kind)) return
  const by = { id: body.clerk.accountId, name: body.clerk.name, at: told.countedAt }
  const entry: Entry = { ...told, institutionId: body.id, regionCode: body.regionCode, registerKey: definition.key, version: 1, state: 'entered', revision: 1, values: sample.values, title: sample.title, sealed: [], files: 0, entered: by, confirmed: null, changed: by, withdrawn: null }
  const fact = factOf(definition, entry)
  for (const { measure } of own ?? []) tellMeasure(tally, measure, { before: null, after: fact })
  if (leaves.has(kind)) tellLeave(tally, kind, { before: null, after: fact })
}

type When = { readonly on: string; readonly time: string; readonly ms: number; readonly recent: boolean }
type Written = Omit<Told, 'on' | 'countedAt'> & { readonly countedAt: string | null; readonly line: string }
const none = String.raw`\N`

/** One entry as the commands would have left it: its line for COPY. */
function entryOn({ body, definition, departmentIds }: Pair, sample: Cut, when: When, next: () => number): Written {
  const departmentId = departmentIds.length === 0 ? null : (departmentIds[Math.floor(next() * departmentIds.length)] ?? null)
  const first = Math.floor(next() * body.staff.length)
  const idAt = (mark: number) => (mark === staffMarks.length ? (departmentId ?? body.departments[0]?.id ?? '') : (body.staff[(first + mark) % body.staff.length]?.id ?? ''))
  const staffIds = sample.staff.length === 1 ? [idAt(sample.staff[0] ?? 0)] : [...new Set(sample.staff.map(idAt))].sort()
  const chance = next()
  const waits = needsConfirmation(definition)
  const state = chance < 0.01 ? 'withdrawn' : waits && chance < (when.recent ? 0.6 : 0.98) ? 'confirmed' : 'entered'
  const at = `${when.on}T${when.time}`
  const later = `${when.on}T20:00:00+08:00`
  const countedAt = state === 'confirmed' ? later : state === 'withdrawn' || waits ? null : at
  const by = `${body.clerk.accountId}\t${body.clerk.name}\t`
  const id = newId(when.ms)
  let content = sample.parts[0] ?? ''
  for (let part = 1; part < sample.parts.length; part += 1) content += idAt(sample.marks[part - 1] ?? 0) + (sample.parts[part] ?? '')
  const head = body.staff[0]
  const line =
    `${body.id}\t${id}\t${body.regionCode}\t${definition.key}\t1\t${when.on}\t${departmentId ?? none}\t${state}\t${state === 'entered' ? 1 : 2}\t${content}\t{${staffIds.join(',')}}\t${sample.title}\t${by}${at}` +
    `\t${state === 'confirmed' ? `${head?.id}\t${head?.name}\t${later}` : `${none}\t${none}\t${none}`}\t${by}${at}` +
    `\t${state === 'withdrawn' ? `${by}${later}\t重复登记` : `${none}\t${none}\t${none}\t${none}`}\t${countedAt ?? none}\n`
  return { id, departmentId, staffIds, countedAt, line }
}

const client = new pg.Client({ connectionString: given.url })
await client.connect()
parentPort?.on('message', (month: Month | null) => {
  if (month === null) {
    void client.end().then(() => parentPort?.close())
    return
  }
  writeMonth(client, month).then(
    () => parentPort?.postMessage({ written: month.entries }),
    (error: unknown) => parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) }),
  )
})
parentPort?.postMessage({ written: 0 })
