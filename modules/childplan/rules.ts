import { bigrams, type Bigrams } from '../../kernel/text.ts'
import { hasRole, mayActFor, type Actor } from '../../kernel/actor.ts'
import { refuse, type Refusal } from '../../kernel/refusal.ts'
import type { Cadence, Clause, Duty, PlanReading, Target } from '../reader/rules/model.ts'

/** What the parent plan orders in one clause; duties as the commission confirmed them. */
export type ParentClause = {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly text: string
  readonly duties: readonly { readonly text: string; readonly dueOn: string | null; readonly cadence: Pick<Cadence, 'rrule'> | null; readonly target: Target | null }[]
}

export type Weakness =
  | { readonly code: 'thin_text'; readonly share: number }
  | { readonly code: 'target_missing' | 'target_lower'; readonly parent: string; readonly child: string | null }
  | { readonly code: 'date_missing' | 'date_later'; readonly parent: string; readonly child: string | null }
  | { readonly code: 'cadence_missing' | 'cadence_sparser'; readonly parent: string; readonly child: string | null }
  | { readonly code: 'softer_words'; readonly parent: string; readonly child: string }

export type Coverage = {
  readonly clauseId: string
  readonly verdict: 'covered' | 'weakened' | 'dropped'
  /** The clause of the child plan that answers it best, by its printed path and lines. */
  readonly childPath: string | null
  readonly childLines: readonly [number, number] | null
  /** Share of the parent's own words found again, 0 to 1. */
  readonly share: number
  readonly weaknesses: readonly Weakness[]
}

const flatten = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((clause) => [clause, ...flatten(clause.children)])
const wholeText = (clause: Clause): string => [clause.title, clause.text, ...clause.children.map(wholeText)].join('')

/** Share of the parent's pairs of characters that stand in the child's text: long child texts are no fault. */
export function share(parent: Bigrams, child: Bigrams): number {
  let total = 0
  let found = 0
  for (const [gram, count] of parent) {
    total += count
    found += Math.min(count, child.get(gram) ?? 0)
  }
  return total === 0 ? 1 : found / total
}

/** Below the first share a clause counts as dropped, below the second as thin. Defaults, tried on pairs of our own wording. */
export const thresholds = { dropped: 0.3, thin: 0.55 } as const

const perYear = (rrule: string): number => {
  const field = (name: string) => new RegExp(`(?:^|;)${name}=([^;]+)`).exec(rrule)?.[1]
  const rate = { DAILY: 365, WEEKLY: 52, MONTHLY: 12, YEARLY: 1 }[field('FREQ') ?? ''] ?? 0
  const days = field('BYDAY')?.split(',').length ?? 1
  return (rate * (field('FREQ') === 'WEEKLY' ? days : 1)) / Number(field('INTERVAL') ?? 1)
}

const binding = /必须|须|应当|应|不得|严禁|一律|确保/
const soft = /可以|鼓励|探索|争取|力争|原则上|有条件的/

/** Rule CP-2: a child's target is weaker when it asks for less in the parent's direction, or for nothing. */
function targetWeakness(parent: Target, duties: readonly Duty[]): Weakness | null {
  const same = duties.flatMap((duty) => (duty.target !== null && duty.target.unit === parent.unit ? [duty.target] : []))
  if (same.length === 0) return { code: 'target_missing', parent: parent.printed, child: null }
  const atMost = parent.comparator === '<=' || parent.comparator === '<'
  const asStrict = same.some((target) => (atMost ? target.value <= parent.value : target.value >= parent.value))
  return asStrict ? null : { code: 'target_lower', parent: parent.printed, child: same[0]?.printed ?? null }
}

/** Rule CP-3: a later date, or none, weakens; so does a sparser rhythm. */
function timeWeaknesses(parent: ParentClause['duties'][number], duties: readonly Duty[]): Weakness[] {
  const found: Weakness[] = []
  if (parent.dueOn !== null) {
    const dates = duties.flatMap((duty) => duty.due?.date ?? [])
    const earliest = dates.sort()[0]
    if (earliest === undefined) found.push({ code: 'date_missing', parent: parent.dueOn, child: null })
    else if (earliest > parent.dueOn) found.push({ code: 'date_later', parent: parent.dueOn, child: earliest })
  }
  if (parent.cadence !== null) {
    const rates = duties.flatMap((duty) => (duty.cadence === null ? [] : [duty.cadence.rrule]))
    const densest = rates.sort((a, b) => perYear(b) - perYear(a))[0]
    if (densest === undefined) found.push({ code: 'cadence_missing', parent: parent.cadence.rrule, child: null })
    else if (perYear(densest) < perYear(parent.cadence.rrule)) found.push({ code: 'cadence_sparser', parent: parent.cadence.rrule, child: densest })
  }
  return found
}

function wordsWeakness(parent: string, child: string): Weakness | null {
  const must = binding.exec(parent)?.[0]
  const may = soft.exec(child)?.[0]
  return must !== undefined && may !== undefined && !binding.test(child) && !soft.test(parent) ? { code: 'softer_words', parent: must, child: may } : null
}

/**
 * Rule CP-1: each clause of the plan that orders something is looked for in the child plan by its words;
 * the best clause answers for it, with what it leaves out. A person reads the result; nothing is decided by it.
 */
export function coverageOf(parent: readonly ParentClause[], child: PlanReading): Coverage[] {
  const candidates = flatten(child.clauses)
    .filter((clause) => clause.printed !== '' || clause.level > 0 || clause.text !== '')
    .map((clause) => ({ clause, text: wholeText(clause), grams: bigrams(wholeText(clause)) }))
  return parent
    .filter((clause) => clause.duties.length > 0)
    .map((clause) => {
      const grams = bigrams(clause.title + clause.text + (clause.text.includes(clause.duties[0]?.text ?? '') ? '' : clause.duties.map((duty) => duty.text).join('')))
      // A parent of a matching clause matches as well; of equal shares the shortest text is the answer.
      const best = candidates
        .map((each) => ({ ...each, share: share(grams, each.grams) }))
        .sort((a, b) => Math.round((b.share - a.share) * 20) || a.text.length - b.text.length)[0]
      if (best === undefined || best.share < thresholds.dropped) {
        return { clauseId: clause.id, verdict: 'dropped', childPath: null, childLines: null, share: best?.share ?? 0, weaknesses: [] }
      }
      const paths = new Set(flatten([best.clause]).map((each) => each.path))
      const duties = child.duties.filter((duty) => paths.has(duty.clause))
      const weaknesses = [
        ...(best.share < thresholds.thin ? [{ code: 'thin_text' as const, share: best.share }] : []),
        ...clause.duties.flatMap((duty) => (duty.target === null ? [] : (targetWeakness(duty.target, duties) ?? []))),
        ...clause.duties.flatMap((duty) => timeWeaknesses(duty, duties)),
        ...[wordsWeakness(clause.text, best.text)].filter((each) => each !== null),
      ]
      return { clauseId: clause.id, verdict: weaknesses.length === 0 ? 'covered' : 'weakened', childPath: best.clause.path, childLines: best.clause.lines, share: best.share, weaknesses }
    })
}

export type Filed = { readonly institutionId: string; readonly regionCode: string; readonly state: 'filed' | 'accepted' | 'returned' | 'replaced' }

/** Rule CP-4: head or clerk of a participating institution file; an accepted plan stays until the commission returns it. */
export function mayFile(actor: Actor, participates: boolean, latest: Filed['state'] | null): Refusal | null {
  if (!hasRole(actor, 'institution_head', 'institution_clerk')) return refuse('access.denied')
  if (!participates) return refuse('childplan.not_a_participant')
  return latest === 'accepted' ? refuse('childplan.accepted_already') : null
}

/** Rule CP-5: the commission decides on what is filed; it may still return what it accepted. */
export function mayDecide(actor: Actor, filed: Filed, decision: 'accepted' | 'returned'): Refusal | null {
  if (!hasRole(actor, 'commission_head', 'commission_clerk') || !mayActFor(actor, filed)) return refuse('access.denied')
  const open = filed.state === 'filed' || (filed.state === 'accepted' && decision === 'returned')
  return open ? null : refuse('childplan.not_filed')
}
