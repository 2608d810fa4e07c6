import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { DutyKind, SourceFacts } from '../rules/facts.ts'

/** One period of one duty at one institution, as a source is asked about it. */
export type Question = {
  readonly periodId: string
  readonly planId: string
  readonly dutyId: string
  /** What the facts are kept under, as chosen in the draft: a register, measure, form, service or kind of matter. */
  readonly factKey: string | null
  readonly fromOn: IsoDate
  readonly toOn: IsoDate
  /** Facts before this instant are in time. */
  readonly dueAt: string
}

/**
 * Answers the facts of one kind, by period id. A period that is missing in the answer has no source, so that accepted
 * evidence stands for it. Called inside the transaction of the change, under the scope of who made it.
 */
export type FactSource = (read: ReadTx, institutionId: string, questions: readonly Question[]) => Promise<ReadonlyMap<string, SourceFacts>>

export type FedKind = Exclude<DutyKind, 'task'>

const sources = new Map<DutyKind, FactSource>()

/** Registered once, when the server is put together. */
export function registerFactSource(kind: FedKind, source: FactSource): void {
  sources.set(kind, source)
}

export const hasFactSource = (kind: DutyKind): boolean => sources.has(kind)

export async function askSources(read: ReadTx, institutionId: string, questions: readonly (Question & { kind: DutyKind })[]): Promise<ReadonlyMap<string, SourceFacts>> {
  const answers = new Map<string, SourceFacts>()
  for (const [kind, source] of sources) {
    const own = questions.filter((question) => question.kind === kind)
    if (own.length === 0) continue
    for (const [periodId, facts] of await source(read, institutionId, own)) answers.set(periodId, facts)
  }
  return answers
}
