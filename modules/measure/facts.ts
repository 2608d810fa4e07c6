import type { Actor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import type { Fact } from '../../kernel/fact.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { readFacts } from '../../server/platform/facts.ts'
import type { LiveMeasure } from './live.ts'
import { numberOf, type Amount } from './rules/amount.ts'
import { kindsOf } from './rules/counting.ts'
import type { Period } from './rules/periods.ts'
import { factsSeenBy } from './rules/sight.ts'
import { accumulationSpan } from './rules/units.ts'
import { newestStates } from './store/sums.ts'

/** A fact that counts, with what it adds. */
export type Counted = { readonly fact: Fact; readonly numerator: number | null; readonly denominator: number | null }
export type FactPlace = { readonly kind: string; readonly on: IsoDate; readonly id: string }

const number = (amount: Amount | null) => (amount === null ? null : numberOf(amount))

function worth({ counting }: LiveMeasure, fact: Fact): Counted | null {
  const of = (numerator: Amount | null, denominator: Amount | null): Counted | null => (numerator === null && denominator === null ? null : { fact, numerator: number(numerator), denominator: number(denominator) })
  switch (counting.shape) {
    case 'ratio':
    case 'sum':
      return of(counting.numerator.worth(fact), counting.denominator?.worth(fact) ?? null)
    case 'coverage':
    case 'accumulation':
      return of(counting.part.worth(fact), null)
    case 'state':
      return of(counting.value.worth(fact), counting.outOf?.worth(fact) ?? null)
    case 'change':
      return null
  }
}

/** The days whose facts decide a value: those of the period, or all that an accumulation sums, or the one day of a state. */
async function daysOf(read: ReadTx, measure: LiveMeasure, institutionId: string, period: Period): Promise<Period | null> {
  const { definition } = measure
  if (definition.shape === 'accumulation') return accumulationSpan(definition.over, period)
  if (definition.shape !== 'state') return period
  const newest = (await newestStates(read, [{ institutionId, key: measure.key, version: measure.version, period }])).get(0)
  return newest === undefined ? null : { from: newest.on, to: newest.on }
}

const pageSize = 500

/**
 * The facts behind a value that somebody may see (Rule ME-15), kind by kind and in each by day and id, from a place on.
 * Reads on until `limit` of them count; `more` is where to go on.
 */
export async function countedFacts(read: ReadTx, who: Actor, measure: LiveMeasure, body: { institutionId: string; regionCode: string }, period: Period, page: { after: FactPlace | null; limit: number; departmentId?: string | undefined }): Promise<{ rows: Counted[]; more: FactPlace | null }> {
  const seen = factsSeenBy(who, body)
  const days = await daysOf(read, measure, body.institutionId, period)
  if (seen === 'none' || days === null) return { rows: [], more: null }
  const mine = (fact: Fact) => (seen === 'all' || fact.departmentId === null || seen.departmentIds.includes(fact.departmentId)) && (page.departmentId === undefined || fact.departmentId === page.departmentId)
  const rows: Counted[] = []
  for (const kind of [...kindsOf(measure.counting)].sort()) {
    if (page.after !== null && kind < page.after.kind) continue
    let after = page.after?.kind === kind ? { on: page.after.on, id: page.after.id } : null
    for (;;) {
      const facts: readonly Fact[] = await readFacts(read, { institutionId: body.institutionId, kind, from: days.from, to: days.to }, { after, limit: pageSize })
      for (const fact of facts) {
        const counted = mine(fact) ? worth(measure, fact) : null
        if (counted !== null) rows.push(counted)
        if (rows.length > page.limit) {
          const last = rows[page.limit - 1]?.fact
          return { rows: rows.slice(0, page.limit), more: last === undefined ? null : { kind: last.kind, on: last.on, id: last.id } }
        }
      }
      const last = facts.at(-1)
      if (facts.length < pageSize || last === undefined) break
      after = { on: last.on, id: last.id }
    }
  }
  return { rows, more: null }
}
