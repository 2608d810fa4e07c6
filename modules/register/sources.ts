import type { IsoDate } from '../../kernel/calendar.ts'
import type { Fact } from '../../kernel/fact.ts'
import type { FilterField } from '../../kernel/filter.ts'
import type { FactHolder } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { registers, versionsOf } from './definitions.ts'
import { conditionsOf, filterFields } from './rules/filters.ts'
import { entryLink, factKind, factOf, factPrefix, registerOfKind } from './rules/fact.ts'
import { entriesAsked, isPerUnit } from './rules/units.ts'
import { standingsOf } from './standings.ts'
import { listCounting, listDeciding } from './store/facts.ts'
import { departmentNames } from './store/people.ts'
import { countingAround } from './store/units.ts'

/** One period of a duty "keep a record", as the plan asks about it. */
export type RecordQuestion = {
  readonly periodId: string
  readonly registerKey: string
  /** Which entries count (kernel/filter.ts); null is all that do. */
  readonly where: string | null
  readonly fromOn: IsoDate
  readonly toOn: IsoDate
  /** What counts before this instant is in time. */
  readonly dueAt: string
  readonly target: { readonly comparator: '>=' | '<=' | '>' | '<' | '='; readonly value: number } | null
}
export type RecordCount = {
  readonly count: number
  readonly countInTime: number
  /** Where a number is asked of each department, ward or person. */
  readonly per?: { readonly expected: number; readonly reached: number; readonly reachedInTime: number; readonly missing: readonly string[] }
}

/** Whether a register of this key is kept. */
export const hasRegister = (key: string): boolean => registers().has(key)
/** Whether a register of this key shows something to citizens. */
export const hasOpenRegister = (key: string): boolean => registers().get(key)?.definition.open !== undefined

/** Rule RG-26: what entries of a register can be filtered by. */
export function filterFieldsOf(key: string): FilterField[] {
  const definition = registers().get(key)?.definition
  return definition === undefined ? [] : filterFields(definition)
}

/** What duties can be bound to: every register, and those that are public items as well. */
export const registerNames = (): { key: string; zh: string; en: string; does: { zh: string; en: string }; open: boolean; clauses: readonly string[] }[] =>
  [...registers().values()].map(({ definition }) => ({ key: definition.key, ...definition.name, does: definition.does, open: definition.open !== undefined, clauses: definition.clauses }))

/**
 * Rule RG-18: counting entries of each period, and, where the register is kept by departments, wards or persons, how many
 * of those that are expected reached the number. All questions together take a handful of statements.
 */
export async function countRecords(read: ReadTx, institutionId: string, questions: readonly RecordQuestion[]): Promise<Map<string, RecordCount>> {
  const known = questions.flatMap((question) => {
    const definition = registers().get(question.registerKey)?.definition
    return definition === undefined ? [] : [{ question, definition }]
  })
  const standings = await standingsOf(read, institutionId, known.map(({ question, definition }) => ({ definition, turn: { from: question.fromOn, to: question.toOn }, dueAt: question.dueAt, need: entriesAsked(question.target), where: conditionsOf(question.where) })))
  return new Map(known.map(({ question, definition }, at) => {
    const standing = standings[at]
    const { count, countInTime } = standing ?? { count: 0, countInTime: 0 }
    if (standing === undefined || !isPerUnit(definition)) return [question.periodId, { count, countInTime }]
    return [question.periodId, { count, countInTime, per: { expected: standing.expected, reached: standing.reached, reachedInTime: standing.reachedInTime, missing: standing.missing.map((unit) => unit.name) } }]
  }))
}

/** When entries of a register with `open` began to count, as far as a duty is judged by it (PL-7). */
export async function publishedAround(read: ReadTx, institutionId: string, questions: readonly { readonly periodId: string; readonly publicKey: string; readonly dueAt: string }[]): Promise<Map<string, readonly string[]>> {
  const open = questions.filter((question) => hasOpenRegister(question.publicKey))
  const instants = await countingAround(read, institutionId, open.map(({ publicKey, dueAt }) => ({ key: publicKey, dueAt })))
  return new Map(open.map(({ periodId }, at) => [periodId, instants[at] ?? []]))
}

export type FactLine = { readonly on: IsoDate; readonly title: string; readonly department: string | null; readonly link: string | null; readonly inTime: boolean }

/** The entries behind one period, newest first, at most fifty, and how many there are. */
export async function listFactLines(read: ReadTx, institutionId: string, question: Pick<RecordQuestion, 'registerKey' | 'where' | 'fromOn' | 'toOn' | 'dueAt'>): Promise<{ total: number; rows: FactLine[] }> {
  const { total, rows } = await listDeciding(read, institutionId, { ...question, where: conditionsOf(question.where) }, 50)
  const names = await departmentNames(read, [institutionId], rows.flatMap((row) => row.departmentId ?? []))
  return { total, rows: rows.map((row) => ({ on: row.on, title: row.title, department: row.departmentId === null ? null : (names.get(row.departmentId) ?? null), link: entryLink({ registerKey: question.registerKey, institutionId, id: row.id }), inTime: row.countedAt < question.dueAt })) }
}

/** Facts of kind 'register.<key>': for rebuilding counters and for the way down from a figure. */
export const registerFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => [...registers().values()].map(({ definition }) => factKind(definition)),
  async read(read, ask, page) {
    const key = registerOfKind(ask.kind)
    const entries = await listCounting(read, { institutionId: ask.institutionId, key, from: ask.from, to: ask.to }, page.after, page.limit)
    const definitions = await versionsOf(read, key, [...new Set(entries.map((entry) => entry.version))])
    return entries.flatMap((entry): Fact[] => {
      const definition = definitions.get(entry.version)
      const fact = definition === undefined ? null : factOf(definition, entry)
      return fact === null ? [] : [fact]
    })
  },
}

