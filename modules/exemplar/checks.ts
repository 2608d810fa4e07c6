import type { Actor } from '../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import type { Fact } from '../../kernel/fact.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { publicStanding } from '../plan/public.ts'
import { checksOf, ledgerKinds, lookBackFrom, reviewKinds, secretKinds, voiceKinds, type Check } from './rules/checks.ts'
import type { ExemplarRecord } from './store/exemplars.ts'

const atOnce = 500

async function allFacts(read: ReadTx, institutionId: string, kind: string, today: IsoDate): Promise<Fact[]> {
  const found: Fact[] = []
  // A fact may be of a day that has begun elsewhere: tomorrow is asked as well.
  const ask = { institutionId, kind, from: lookBackFrom(today), to: addDays(today, 1) }
  for (let after: { on: IsoDate; id: string } | null = null; ;) {
    const page: readonly Fact[] = await readFacts(read, ask, { after, limit: atOnce })
    found.push(...page)
    const last = page.at(-1)
    if (page.length < atOnce || last === undefined) return found
    after = { on: last.on, id: last.id }
  }
}

/** Rule EL-4: what the facts of the last year say against a nomination, as far as the reader's rows reach. */
export async function checksFor(look: { readonly read: ReadTx; readonly actor: Actor; readonly now: Date; readonly today: IsoDate }, row: Pick<ExemplarRecord, 'institutionId' | 'departmentId' | 'staffId'>): Promise<Check[]> {
  const { read, today } = look
  const kinds = [...voiceKinds, ...ledgerKinds, ...reviewKinds, ...(look.actor.regionPrefix === null ? [] : secretKinds)]
  const facts: Fact[] = []
  for (const kind of kinds) facts.push(...(await allFacts(read, row.institutionId, kind, today)))
  const isWhole = row.departmentId === null && row.staffId === null
  const standings = isWhole ? await publicStanding(read, { institutionId: row.institutionId, now: look.now.toISOString() }) : []
  return checksOf(facts, row, isWhole ? standings.reduce((sum, { totals }) => sum + totals.overdue + totals.unmet, 0) : null)
}
