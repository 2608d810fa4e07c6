import { systemActor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution, listInstitutions } from '../directory/public.ts'
import { departmentNames } from './behind.ts'
import { countedFacts, type Counted } from './facts.ts'
import { figuresFor, type Body } from './figures.ts'
import { countedMeasure, liveMeasures, measureFor, type Live, type LiveMeasure } from './live.ts'
import type { Target } from './rules/names.ts'

export { countFacts, type Told } from './commands/count-facts.ts'
export { measureNames, prepareMeasures } from './commands/prepare.ts'
export { rebuildMeasures } from './commands/rebuild.ts'
export { standings, type Peers, type StandingPeer, type Standings, type StandingsAsk } from './standings.ts'
export type { StandingRow } from './rules/standing.ts'
export { openFigures, type OpenFigure } from './open.ts'
export { holdStarts, type PlanStart } from './starts.ts'
export type { Touched } from './rules/tally.ts'

/** One period a measure is asked about; the plan that asks says when its campaign began. */
export type MeasureQuestion = { readonly periodId: string; readonly measureKey: string; readonly fromOn: IsoDate; readonly toOn: IsoDate; readonly dueAt: string; readonly planId?: string }
export type MeasureAnswer = { readonly value: number | null; readonly numerator: number | null; readonly denominator: number | null; readonly version: string; /** The target of the definition, where it sets one. */ readonly standard: { readonly comparator: Target['comparator']; readonly value: number; readonly upper: null } | null }

/** Rule ME-18: the bodies whose sums make a value: the body itself; of a ratio (or its change) that a commission is asked about, all of its region. */
async function bodiesOf(read: ReadTx, live: Live, institutionId: string): Promise<(measure: LiveMeasure) => readonly Body[]> {
  const own = await findInstitution(read, institutionId)
  const alone: readonly Body[] = [{ id: institutionId, regionCode: own?.regionCode ?? '' }]
  const prefix = own?.regionPrefix ?? null
  if (prefix === null) return () => alone
  const region = await listInstitutions(read, { regionPrefix: prefix, withCommissions: true })
  const isRatio = ({ definition }: LiveMeasure) => definition.shape === 'ratio' || (definition.shape === 'change' && live.get(definition.of)?.at(-1)?.definition.shape === 'ratio')
  return (measure) => (isRatio(measure) ? region : alone)
}

/** The values of one institution by period id, each by the version its period calls for; an unknown measure has none. */
export async function measureValues(read: ReadTx, institutionId: string, questions: readonly MeasureQuestion[]): Promise<Map<string, MeasureAnswer>> {
  const live = await liveMeasures(read)
  const bodies = await bodiesOf(read, live, institutionId)
  const asked = questions.flatMap((question) => {
    const measure = measureFor(live, question.measureKey, question.toOn)
    return measure === undefined ? [] : [{ periodId: question.periodId, measure, period: { from: question.fromOn, to: question.toOn }, bodies: bodies(measure), planId: question.planId }]
  })
  const answers = await figuresFor(read, live, asked)
  return new Map(
    asked.map(({ periodId, measure }, at) => {
      const { value = null, numerator = null, denominator = null } = answers[at]?.figure ?? {}
      const { target } = measure.definition
      return [periodId, { value, numerator, denominator, version: String(measure.version), standard: target === undefined ? null : { ...target, upper: null } }]
    }),
  )
}

export type MeasureFactLine = { readonly on: IsoDate; readonly title: string; readonly department: string | null; readonly link: string | null; readonly inTime: boolean }
const mostLines = 50
const pageSize = 2000

/** The facts that decided the value of a period, newest first: the last fifty and how many there are. Ask within the scope of who reads it. */
export async function listFactLines(read: ReadTx, institutionId: string, question: MeasureQuestion): Promise<{ total: number; rows: MeasureFactLine[] }> {
  const live = await liveMeasures(read)
  const asked = measureFor(live, question.measureKey, question.toOn)
  const measure = asked === undefined ? undefined : countedMeasure(live, asked, question.toOn)
  const body = await findInstitution(read, institutionId)
  if (measure === undefined || body === undefined) return { total: 0, rows: [] }
  let last: Counted[] = []
  let total = 0
  let after: Parameters<typeof countedFacts>[5]['after'] = null
  do {
    // Row security keeps other bodies' facts out; who of a body sees which of them is decided by the page that asks.
    const page = await countedFacts(read, systemActor('measure'), measure, { institutionId, regionCode: body.regionCode }, { from: question.fromOn, to: question.toOn }, { after, limit: pageSize })
    total += page.rows.length
    last = [...last, ...page.rows].sort((a, b) => (a.fact.on + a.fact.id < b.fact.on + b.fact.id ? -1 : 1)).slice(-mostLines)
    after = page.more
  } while (after !== null)
  const departments = await departmentNames(read, institutionId)
  return {
    total,
    rows: last.toReversed().map(({ fact }) => ({ on: fact.on, title: fact.title, department: fact.departmentId === null ? null : (departments.get(fact.departmentId) ?? null), link: fact.link, inTime: Date.parse(`${fact.on}T00:00:00+08:00`) < Date.parse(question.dueAt) })),
  }
}
