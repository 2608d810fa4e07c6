import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { listInstitutions, type Institution } from '../../directory/public.ts'
import { standings } from '../../measure/public.ts'
import { lastPeriods, periodOf, type Period } from '../../measure/rules/periods.ts'
import type { Direction } from '../../measure/rules/names.ts'
import { showValue } from '../../measure/rules/show.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { indicatorParts } from '../catalog.ts'
import { indicatorOf, sayMet, spreadOf } from '../rules/figures.ts'
import type { FigureRow } from '../store/figures.ts'
import { writeFigures } from './write-figures.ts'

const system = systemActor('appraisal.figures')
/** Rule AP-14: so many whole months are looked at again, for facts that come late. */
const monthsBack = 3

/** All indicators of a month together. */
const everyIndicator = 'all'

type Known = { readonly body: Institution; readonly key: string; readonly value: number; readonly met: boolean; readonly isShare: boolean; readonly direction: Direction; readonly name: string; readonly said: string }

/** Rules AP-14 and AP-15: every night the quality indicators of each institution, and how far a region's institutions lie apart. */
export async function putDownFigures(platform: Platform): Promise<{ moved: number }> {
  const { bodies, months } = await look(platform, system, async ({ read, today }) => ({
    bodies: await listInstitutions(read, { regionPrefix: '', withCommissions: true }), months: lastPeriods('month', addDays(periodOf('month', today).from, -1), monthsBack),
  }))
  const regions = [...Map.groupBy(bodies.filter((each) => each.kind !== 'commission'), (each) => each.regionCode)].sort(([a], [b]) => (a < b ? -1 : 1))
  let moved = 0
  for (const month of months) {
    const known: Known[] = []
    for (const [, own] of regions) {
      const found = await look(platform, system, ({ read }) => readIndicators(read, own, month))
      moved += await act(platform, system, (given) => writeFigures(given, { kind: 'indicator', on: month.to, institutionIds: own.map((each) => each.id), keys: indicatorParts().map((part) => part.measure), rows: found.map(indicatorRow) }))
      known.push(...found)
    }
    for (const commission of bodies.filter((each) => each.kind === 'commission')) {
      const rows = spreadRows(commission, known.filter((each) => each.body.regionCode.startsWith(commission.regionPrefix ?? commission.regionCode)))
      moved += await act(platform, system, (given) => writeFigures(given, { kind: 'spread', on: month.to, institutionIds: [commission.id], keys: [...indicatorParts().map((part) => part.measure), everyIndicator], rows }))
    }
  }
  return { moved }
}

async function readIndicators(read: Parameters<typeof standings>[0], bodies: readonly Institution[], period: Period): Promise<Known[]> {
  const known: Known[] = []
  for (const part of indicatorParts()) {
    const own = bodies.filter((each) => part.kinds === undefined || part.kinds.includes(each.kind))
    const found = own.length === 0 ? null : await standings(read, { measureKey: part.measure, period, peers: { institutions: own } })
    if (found === null) continue
    const { unit, decimals, direction } = found.measure
    for (const row of found.rows) {
      const body = own.find((each) => each.id === row.id)
      // Rule AP-14: of this month alone; what was read together with earlier months is no figure of it.
      const judged = row.pooled > 1 ? null : indicatorOf(part, { value: row.value, of: row.denominator })
      if (body !== undefined && judged !== null) known.push({ body, key: part.measure, ...judged, isShare: unit === 'percent', direction, name: part.name.zh, said: showValue(judged.value, { unit, decimals }, 'zh') })
    }
  }
  return known
}

type Row = Omit<FigureRow, 'id' | 'kind' | 'on'>
const indicatorRow = ({ body, key, value, met, name, said }: Known): Row => ({ institutionId: body.id, regionCode: body.regionCode, key, fields: { indicator: key, value, met }, title: `${name}：${said}，${sayMet(met).zh}`, link: `/measures/${key}` })

function spreadRows(commission: Institution, known: readonly Known[]): Row[] {
  const body = { institutionId: commission.id, regionCode: commission.regionCode }
  const each = [...Map.groupBy(known.filter((one) => one.isShare), (one) => one.key)].flatMap(([key, own]) => {
    const [first] = own
    const found = first === undefined ? null : spreadOf(own.map((one) => one.value), first.direction)
    return first === undefined || found === null ? [] : [{ key, bodies: own.length, name: first.name, ...found }]
  })
  const widest = each.toSorted((a, b) => b.spread - a.spread || (a.key < b.key ? -1 : 1))[0]
  if (widest === undefined) return []
  const mean = each.reduce((sum, one) => sum + one.spread, 0) / each.length
  return [
    ...each.map(({ key, bodies, name, best, worst, spread }): Row => ({ ...body, key, fields: { indicator: key, bodies, best, worst, spread }, title: `${name}：最好${tenth(best)}%，最差${tenth(worst)}%，相差${tenth(spread)}个百分点`, link: `/measures/${key}` })),
    { ...body, key: everyIndicator, fields: { indicator: everyIndicator, bodies: Math.max(...each.map((one) => one.bodies)), best: null, worst: null, spread: mean }, title: `${each.length}项指标平均相差${tenth(mean)}个百分点；最大的是${widest.name}，相差${tenth(widest.spread)}个百分点`, link: '/leagues' },
  ]
}

const tenth = (value: number): string => (Math.round(value * 10) / 10).toFixed(1)
