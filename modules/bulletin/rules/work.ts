import type { Instant } from '../../../kernel/instant.ts'
import type { Moved } from './figures.ts'

/** How many obligations of one body, over all running plans, stand how. */
export type Standing = { readonly met: number; readonly due: number; readonly overdue: number; readonly unmet: number; readonly waived: number }
/** A body's place in the published league, in the league's own words. */
export type LeagueLine = { readonly place: string; readonly moved: string }
/** What a body published of its newest prescription review: the share of reasonable ones in percent, and the prescriptions added for the double ten. */
export type ReviewLine = { readonly read: number; readonly reasonable: number | null; readonly doubleTenRead: number; readonly doubleTenUnreasonable: number }

export type WorkBody = { readonly institutionId: string; readonly name: string; readonly standing: Standing | null; readonly league: LeagueLine | null; readonly review: ReviewLine | null }
export type PlanStanding = Standing & { readonly planId: string; readonly title: string }

/** Rule BU-15: what a work bulletin is made of, frozen with it. `kind` parts it from the figures of complaints. */
export type WorkFigures = {
  readonly kind: 'work'
  readonly asOf: Instant
  readonly bodies: readonly WorkBody[]
  readonly plans: readonly PlanStanding[]
  /** The league that was published for the month, as one sentence; null where there is none. */
  readonly league: string | null
}

export const noStanding: Standing = { met: 0, due: 0, overdue: 0, unmet: 0, waived: 0 }
export const addStanding = (a: Standing, b: Standing): Standing => ({ met: a.met + b.met, due: a.due + b.due, overdue: a.overdue + b.overdue, unmet: a.unmet + b.unmet, waived: a.waived + b.waived })
export const sumStandings = (all: readonly Standing[]): Standing => all.reduce(addStanding, noStanding)

/** What was to be done by now: what is waived or not yet due is no part of it. */
export const owedBy = (standing: Standing): number => standing.met + standing.overdue + standing.unmet
/** Met in percent of what was to be done by now; what is not all is not called all. */
export function metShare(standing: Standing): number | null {
  const owed = owedBy(standing)
  if (owed === 0) return null
  return standing.met === owed ? 100 : Math.min(99.9, Math.round((1000 * standing.met) / owed) / 10)
}

export type WorkTable = { readonly key: 'progress' | 'league' | 'prescriptions'; readonly title: string; readonly columns: readonly string[]; readonly rows: readonly { readonly institutionId: string | null; readonly name: string; readonly cells: readonly string[] }[] }

const percent = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)}%`)
const standingCells = (standing: Standing | null): string[] => (standing === null ? ['—', '—', '—', '—'] : [`${standing.met}`, `${standing.overdue}`, `${standing.unmet}`, percent(metShare(standing))])

/** Rule BU-15: the tables as they are published; every addressed body has a line, a part without figures has no table. */
export function workTables(figures: WorkFigures): WorkTable[] {
  const { bodies } = figures
  const tables: WorkTable[] = []
  if (bodies.some((body) => body.standing !== null)) {
    const sum = { institutionId: null, name: '合计', cells: standingCells(sumStandings(bodies.map((body) => body.standing ?? noStanding))) }
    tables.push({ key: 'progress', title: '各单位任务落实情况', columns: ['已落实', '逾期', '未落实', '落实率'], rows: [sum, ...bodies.map((body) => ({ institutionId: body.institutionId, name: body.name, cells: standingCells(body.standing) }))] })
  }
  if (bodies.some((body) => body.league !== null)) tables.push({ key: 'league', title: '各单位评价排名', columns: ['位次', '比上期'], rows: bodies.map((body) => ({ institutionId: body.institutionId, name: body.name, cells: body.league === null ? ['—', '—'] : [body.league.place, body.league.moved] })) })
  if (bodies.some((body) => body.review !== null)) {
    const cells = (review: ReviewLine | null) => (review === null ? ['未公布', '—', '—', '—'] : [`${review.read}`, percent(review.reasonable), `${review.doubleTenRead}`, `${review.doubleTenUnreasonable}`])
    tables.push({ key: 'prescriptions', title: '各单位处方点评结果', columns: ['点评份数', '合理率', '双十点评', '双十不合理'], rows: bodies.map((body) => ({ institutionId: body.institutionId, name: body.name, cells: cells(body.review) })) })
  }
  return tables
}

const told = {
  met: { zh: '已落实', en: 'Met' }, overdue: { zh: '逾期', en: 'Overdue' }, unmet: { zh: '未落实', en: 'Unmet' },
  place: { zh: '位次', en: 'Place' }, read: { zh: '点评份数', en: 'Prescriptions reviewed' }, reasonable: { zh: '合理率', en: 'Share of reasonable' }, doubleTenUnreasonable: { zh: '双十不合理', en: 'Unreasonable in the double ten' },
} as const
type ToldKey = keyof typeof told
const toldOf = (body: WorkBody | undefined): Record<ToldKey, number | string | null> => ({
  met: body?.standing?.met ?? null, overdue: body?.standing?.overdue ?? null, unmet: body?.standing?.unmet ?? null, place: body?.league?.place ?? null, read: body?.review?.read ?? null, reasonable: body?.review?.reasonable ?? null,
  doubleTenUnreasonable: body?.review?.doubleTenUnreasonable ?? null,
})

/** Rule BU-12: what is otherwise now, body by body. */
export function workMovedSince(frozen: WorkFigures, now: WorkFigures): Moved[] {
  const ids = [...new Set([...frozen.bodies, ...now.bodies].map((body) => body.institutionId))]
  return ids.flatMap((id) => {
    const [before, after] = [frozen.bodies.find((body) => body.institutionId === id), now.bodies.find((body) => body.institutionId === id)]
    const [was, is] = [toldOf(before), toldOf(after)]
    return (Object.keys(told) as ToldKey[]).flatMap((key) => (was[key] === is[key] ? [] : [{ institutionId: id, name: (after ?? before)?.name ?? '', key, label: told[key], was: was[key], now: is[key] }]))
  })
}
