import type { IsoDate } from '../../../kernel/calendar.ts'
import type { FilterField } from '../../../kernel/filter.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { factPlace } from '../rules/fact-place.ts'
import type { DutyKind, SourceFacts, Terms } from '../rules/facts.ts'
import { closedSince } from '../rules/verdicts/open.ts'

/** One period of one duty at one institution, as a source is asked about it. */
export type Question = {
  readonly periodId: string
  readonly planId: string
  readonly dutyId: string
  /** What the facts are kept under, as chosen in the draft: a register, measure, form, public item, service or kind of matter. */
  readonly factKey: string | null
  /** Which of those facts count (kernel/filter.ts); null is all of them. A source that declares no filter fields is never asked with one. */
  readonly where: string | null
  readonly fromOn: IsoDate
  readonly toOn: IsoDate
  /** Facts before this instant are in time. */
  readonly dueAt: string
  /** What the duty asks for: "at least 2". A source that counts per unit needs it. */
  readonly target: Terms['target']
  /** For `publish`: how old the public item may be. */
  readonly freshDays: number | null
}

/**
 * Answers the facts of one kind, by period id. A period that is missing in the answer has no source, so that accepted
 * evidence stands for it. Called inside the transaction of the change, under the scope of who made it.
 */
export type AskFacts = (read: ReadTx, institutionId: string, questions: readonly Question[]) => Promise<ReadonlyMap<string, SourceFacts>>

/** One fact behind a verdict, as the obligation lists it. */
export type FactLine = {
  readonly on: IsoDate
  readonly title: string
  readonly department: string | null
  /** An address of the console, without '/console'. */
  readonly link: string | null
  readonly inTime: boolean
}

/** The facts behind the verdict of one period, newest first, at most 50, and how many there are. */
export type ListFacts = (read: ReadTx, institutionId: string, question: Question) => Promise<{ readonly total: number; readonly rows: readonly FactLine[] }>

/** A name that a duty can be bound to; `live` false for one that a later step brings. */
export type FactName = { readonly key: string; readonly zh: string; readonly en: string; readonly live: boolean }

export type FedKind = Exclude<DutyKind, 'task'>

export type FactSource = {
  /** Who it is, so that a second registration replaces the first: 'register', 'disclosure'. */
  readonly name: string
  /** Whether it keeps facts under this key; a key that no source answers falls back to evidence. */
  readonly answers: (factKey: string) => boolean
  readonly ask: AskFacts
  readonly lines?: ListFacts
  /** Where its facts are entered, where that is not the place of the kind (rules/fact-place.ts). */
  readonly place?: (factKey: string, at: { readonly institutionId: string; readonly periodId: string }) => string | null
  /** The fields by which facts of a key can be filtered; left out, they cannot. */
  readonly filterFields?: (factKey: string) => readonly FilterField[]
  /** What a duty of this kind can be bound to here. */
  readonly names?: () => readonly FactName[]
}

const sources = new Map<string, { readonly kind: FedKind; readonly source: FactSource }>()

/** Registered once per kind and name, when the server is put together; a kind may have several sources, parted by key. */
export function registerFactSource(kind: FedKind, source: FactSource): void {
  sources.set(`${kind} ${source.name}`, { kind, source })
}

function sourceOf(kind: DutyKind, factKey: string | null): FactSource | null {
  if (factKey === null) return null
  for (const each of sources.values()) if (each.kind === kind && each.source.answers(factKey)) return each.source
  return null
}

export const hasFactSource = (kind: DutyKind, factKey: string | null): boolean => sourceOf(kind, factKey) !== null

/** What a duty bound to these facts can be filtered by; null where their source counts all of them or none. */
export const filterFields = (kind: DutyKind, factKey: string | null): readonly FilterField[] | null => (factKey === null ? null : (sourceOf(kind, factKey)?.filterFields?.(factKey) ?? null))

/** Where the facts of an obligation are entered; null where no source keeps them. */
export function placeOfFacts(row: { readonly kind: DutyKind; readonly factKey: string | null; readonly institutionId: string; readonly periodId: string }): string | null {
  const source = sourceOf(row.kind, row.factKey)
  return source === null || row.factKey === null ? null : source.place === undefined ? factPlace(row.kind, row.factKey, row) : source.place(row.factKey, row)
}

/** The name behind a key, as whoever keeps its facts says it. */
export const factName = (kind: DutyKind, factKey: string | null): FactName | null => (kind === 'task' || factKey === null ? null : (factNames(kind).find((name) => name.key === factKey) ?? null))

type Asked = Question & { readonly kind: DutyKind; readonly phaseClosedAt: string | null; readonly planClosedAt: string | null }

export async function askSources(read: ReadTx, institutionId: string, questions: readonly Asked[]): Promise<ReadonlyMap<string, SourceFacts>> {
  const closed = questions.flatMap((question) => {
    const closedAt = question.kind === 'publish' ? closedSince(question) : null
    return closedAt === null ? [] : [{ ...question, dueAt: closedAt }]
  })
  const [facts, beforeClose] = await Promise.all([askEach(read, institutionId, questions), askEach(read, institutionId, closed)])
  return new Map([...facts].map(([periodId, known]) => [periodId, withPublished(known, beforeClose.get(periodId))] as const))
}

/** Rule PL-7: what came after the close counts no more, so that a source is asked once more for the newest before it. */
const withPublished = (known: SourceFacts, more: SourceFacts | undefined): SourceFacts => (known.kind === 'publish' && more?.kind === 'publish' ? { ...known, published: [...known.published, ...more.published] } : known)

async function askEach(read: ReadTx, institutionId: string, questions: readonly Asked[]): Promise<ReadonlyMap<string, SourceFacts>> {
  const bySource = [...Map.groupBy(questions, (question) => sourceOf(question.kind, question.factKey))]
  const answers = await Promise.all(bySource.map(async ([source, own]) => (source === null ? new Map<string, SourceFacts>() : source.ask(read, institutionId, own))))
  return new Map(answers.flatMap((each) => [...each]))
}

/** Null where no source keeps such facts, or none that can list them. */
export async function listFacts(read: ReadTx, institutionId: string, question: Question & { kind: DutyKind }): Promise<Awaited<ReturnType<ListFacts>> | null> {
  const lines = sourceOf(question.kind, question.factKey)?.lines
  return lines === undefined ? null : lines(read, institutionId, question)
}

const planned = new Map<string, { readonly kind: FedKind; readonly names: () => readonly FactName[] }>()

/** Names without a source yet, so that a duty can be bound to them before their module comes. */
export function registerFactNames(kind: FedKind, from: string, names: () => readonly FactName[]): void {
  planned.set(`${kind} ${from}`, { kind, names })
}

/** Everything a duty of the kind can be bound to: live names first, each key once, in order of the Chinese name. */
export function factNames(kind: FedKind): FactName[] {
  const live = [...sources.values()].flatMap((each) => (each.kind === kind ? (each.source.names?.() ?? []) : []))
  const later = [...planned.values()].flatMap((each) => (each.kind === kind ? each.names() : []))
  const byKey = new Map([...later, ...live].map((name) => [name.key, name]))
  return [...byKey.values()].sort((a, b) => Number(b.live) - Number(a.live) || a.zh.localeCompare(b.zh, 'zh-CN') || (a.key < b.key ? -1 : 1))
}
