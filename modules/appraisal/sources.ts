import type { Fact, FactChange } from '../../kernel/fact.ts'
import { shanghaiDate } from '../../kernel/instant.ts'
import type { FactHolder } from '../../server/platform/facts.ts'
import type { FactSource, ReportedFact } from '../plan/public.ts'
import { parseContent } from './gather.ts'
import { patientWeight } from './rules/definition.ts'
import { factKinds, factPrefix } from './rules/figures.ts'
import { printPeriod } from './rules/period.ts'
import { listBenchmarkDays, type Benchmark } from './store/benchmarks.ts'
import { listFigures, type FigureRow, type StoredKind } from './store/figures.ts'
import { listPublishedDays, type LeagueRecord } from './store/leagues.ts'
import { listOpen, publicationTimes } from './store/open.ts'

export const figureFact = (row: FigureRow): Fact => ({ institutionId: row.institutionId, regionCode: row.regionCode, kind: `${factPrefix}${row.kind}`, id: row.id, on: row.on, departmentId: null, staffIds: [], fields: row.fields, title: row.title, link: row.link })

/** Rule AP-13: how much of a hundred patients decided in a league that was published. */
export function schemeFact(row: Pick<LeagueRecord, 'institutionId' | 'regionCode' | 'leagueId' | 'key' | 'content'> & { readonly publishedOn: string }): Fact {
  const content = parseContent(row)
  const patient = patientWeight(content.parts)
  return { institutionId: row.institutionId, regionCode: row.regionCode, kind: 'appraisal.scheme', id: row.leagueId, on: row.publishedOn, departmentId: null, staffIds: [], fields: { league: row.key, patient }, title: `${content.name.zh} ${printPeriod(content.period).zh}：患者评价占${patient}分`, link: `/leagues/${row.institutionId}/${row.leagueId}` }
}

export const gapFact = (row: Benchmark): Fact => ({ institutionId: row.institutionId, regionCode: row.regionCode, kind: 'appraisal.gap', id: row.id, on: row.on, departmentId: null, staffIds: [], fields: { indicator: row.measureKey, own: row.ownValue, other: row.value, gap: row.gap }, title: `${row.place}：差${row.gap}%`, link: '/leagues/benchmarks' })

/** Rule AP-13: where the facts of leagues are kept. */
export const appraisalFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => factKinds,
  async read(read, ask, { after, limit }) {
    const { institutionId, from, to } = ask
    switch (ask.kind) {
      case 'appraisal.scheme': {
        const rows = await listPublishedDays(read, { institutionId, from, to, after, limit })
        return rows.flatMap((row) => (row.publishedOn === null ? [] : [schemeFact({ ...row, publishedOn: row.publishedOn })]))
      }
      case 'appraisal.gap':
        return (await listBenchmarkDays(read, { institutionId, from, to }, after, limit)).map(gapFact)
      case 'appraisal.score':
      case 'appraisal.indicator':
      case 'appraisal.spread':
        return (await listFigures(read, { institutionId, kind: ask.kind.slice(factPrefix.length) as StoredKind, from, to }, after, limit)).map(figureFact)
      default:
        return []
    }
  },
}

/** Rule AP-17: the public item `ranking` is as old as the newest published league of the commission. */
export const rankingPublications: FactSource = {
  name: 'appraisal',
  answers: (key) => key === 'ranking',
  place: () => '/leagues',
  names: () => [{ key: 'ranking', zh: '机构排名通报', en: 'Ranking', live: true }],
  async ask(read, institutionId, questions) {
    const published = await publicationTimes(read, institutionId)
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'publish', published }] as const))
  },
  async lines(read, institutionId, question) {
    const rows = (await listOpen(read, { institutionId, limit: 50 })).filter((row) => row.state !== 'withdrawn')
    return { total: rows.length, rows: rows.map((row) => ({ on: shanghaiDate(row.publishedAt), title: `${parseContent(row).name.zh} ${printPeriod({ from: row.fromOn, to: row.toOn }).zh}`, department: null, link: `/leagues/${row.institutionId}/${row.leagueId}`, inTime: row.publishedAt < question.dueAt })) }
  },
}

/** What duties look at when a league was published or withdrawn. */
export const rankingLookedAt = ({ before, after }: FactChange): ReportedFact[] =>
  [before, after].flatMap((fact) => (fact === null || fact.kind !== 'appraisal.scheme' ? [] : [{ institutionId: fact.institutionId, regionCode: fact.regionCode, kind: 'publish' as const, factKey: 'ranking', on: fact.on }]))
