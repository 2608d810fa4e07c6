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
import { figureChanges, type EntryChange, type Figure } from '../../modules/register/rules/counters.ts'
import type { RegisterDefinition } from '../../modules/register/rules/definition.ts'
import { needsConfirmation, type Entry } from '../../modules/register/rules/entry.ts'
import { factOf } from '../../modules/register/rules/fact.ts'
import { benchBodies } from './bodies.ts'
import { cell, copyInto, escaped } from './copy.ts'
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
type Cut = BenchSample & { readonly parts: readonly string[]; readonly marks: readonly number[] }
const marks = [...staffMarks, departmentMark]
const atMarks = new RegExp(marks.join('|'), 'g')
const samples = new Map<number, readonly Cut[]>()
function samplesFor(pair: Pair): readonly Cut[] {
  const known = samples.get(pair.register)
  if (known !== undefined) return known
  const made = samplesOf(pair.definition, 100).map((sample) => {
    const text = escaped(JSON.stringify(sample.values))
    return { ...sample, parts: text.split(atMarks), marks: [...text.matchAll(atMarks)].map(([mark]) => marks.indexOf(mark)) }
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

const shanghai = 8 * 3_600_000
const day = 86_400_000

async function writeMonth(client: pg.Client, month: Month): Promise<void> {
  const draw = seeded(`registers: month ${month.days[0]}`)
  const entries = copyInto(client, 'register_entry', columns)
  const tally = newTally()
  const figures = new Map<string, Figure>()
  let done = 0
  for (const [at, on] of month.days.entries()) {
    const whole = Math.round((month.entries * (at + 1)) / month.days.length)
    const changes: EntryChange[] = []
    const opens = Date.parse(`${on}T08:00:00+08:00`)
    for (; done < whole; done += 1) {
      const pair = pairs[drawPair(draw)]
      if (pair === undefined) continue
      const sample = samplesFor(pair)
      const { entry, line } = entryOn(pair, sample[draw.int(0, sample.length - 1)], draw.next, opens + Math.floor(((done % 9973) / 9973) * 10 * 3_600_000))
      await entries.write(line)
      if (entry.countedAt === null) continue
      changes.push({ definition: pair.definition, before: null, after: entry })
      count(tally, pair.definition, entry)
    }
    for (const each of figureChanges(changes)) {
      const key = [each.institutionId, each.registerKey, each.departmentId, each.figure].join('|')
      figures.set(key, { ...each, value: Math.round((each.value + (figures.get(key)?.value ?? 0)) * 1e6) / 1e6 })
    }
  }
  await entries.end()
  await saveFigures(client, [...figures.values()])
  await saveSettled(client, settle(tally), `${month.days.at(-1)}T23:59:59+08:00`)
}

function count(tally: ReturnType<typeof newTally>, definition: RegisterDefinition, entry: Entry): void {
  const kind = `register.${definition.key}`
  const own = counted.get(kind) ?? []
  if (own.length === 0 && !leaves.has(kind)) return
  const fact = factOf(definition, entry)
  for (const { measure } of own) tellMeasure(tally, measure, { before: null, after: fact })
  if (leaves.has(kind)) tellLeave(tally, kind, { before: null, after: fact })
}

/** One entry as the commands would have left it, and its line for COPY. */
function entryOn(pair: Pair, sample: Cut | undefined, next: () => number, ms: number): { entry: Entry; line: string } {
  if (sample === undefined) throw new Error(`'${pair.definition.key}' has no sample`)
  const { body, definition } = pair
  const on = new Date(ms + shanghai).toISOString().slice(0, 10)
  const departmentId = pair.departmentIds.length === 0 ? null : (pair.departmentIds[Math.floor(next() * pair.departmentIds.length)] ?? null)
  const first = Math.floor(next() * body.staff.length)
  const idAt = (mark: number) => (mark === staffMarks.length ? (departmentId ?? body.departments[0]?.id ?? '') : (body.staff[(first + mark) % body.staff.length]?.id ?? ''))
  const staffIds = [...new Set(sample.staffIds.map((id) => idAt(staffMarks.indexOf(id))))].sort()
  const age = (Date.parse(`${given.today}T18:00:00+08:00`) - ms) / day
  const chance = next()
  const waits = needsConfirmation(definition)
  const state = chance < 0.01 ? 'withdrawn' : waits && chance < (age > 14 ? 0.98 : 0.6) ? 'confirmed' : 'entered'
  const at = new Date(ms).toISOString()
  const later = new Date(ms + day / 2).toISOString()
  const by = { id: body.clerk.accountId, name: body.clerk.name }
  const head = { id: body.staff[0]?.id ?? by.id, name: body.staff[0]?.name ?? by.name }
  const countedAt = state === 'withdrawn' || (waits && state === 'entered') ? null : state === 'confirmed' ? later : at
  const revision = state === 'entered' ? 1 : 2
  const entry: Entry = {
    institutionId: body.id, regionCode: body.regionCode, id: newId(ms), registerKey: definition.key, version: 1, on, departmentId, state, revision, values: sample.values, staffIds, title: sample.title, sealed: [], files: 0,
    entered: { ...by, at }, confirmed: state === 'confirmed' ? { ...head, at: later } : null, changed: { ...by, at }, withdrawn: state === 'withdrawn' ? { ...by, at: later, reason: '重复登记' } : null, countedAt,
  }
  let content = sample.parts[0] ?? ''
  for (let part = 1; part < sample.parts.length; part += 1) content += idAt(sample.marks[part - 1] ?? 0) + (sample.parts[part] ?? '')
  const { confirmed, withdrawn } = entry
  const line =
    `${body.id}\t${entry.id}\t${body.regionCode}\t${definition.key}\t1\t${on}\t${cell(departmentId)}\t${state}\t${revision}\t${content}\t{${staffIds.join(',')}}\t${sample.title}\t${by.id}\t${by.name}\t${at}` +
    `\t${cell(confirmed?.id ?? null)}\t${cell(confirmed?.name ?? null)}\t${cell(confirmed?.at ?? null)}\t${by.id}\t${by.name}\t${at}` +
    `\t${cell(withdrawn?.id ?? null)}\t${cell(withdrawn?.name ?? null)}\t${cell(withdrawn?.at ?? null)}\t${cell(withdrawn?.reason ?? null)}\t${cell(countedAt)}\n`
  return { entry, line }
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
