import { RefusedError, refusalOf } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { listInstitutions } from '../../directory/public.ts'
import { institutionKindNames, institutionLevelNames } from '../../directory/rules/kinds.ts'
import { ratioContract as contract } from '../contract/ratio.ts'
import { leagueBook } from '../figure-sheets.ts'
import { departmentNamesIn } from '../names.ts'
import { leagueOf, type League, type LeagueInput } from '../rules/league.ts'
import { mayAskByPrescriber, wouldDo } from '../rules/purpose.ts'
import { nextMonth } from '../rules/rank.ts'
import { percent, ratioUnits, type Comparison, type Exclusion, type RatioKey } from '../rules/ratio.ts'
import { listMonths, nobody } from '../store/rank.ts'
import { departmentUnits, houseUnits, itemsOf, type Months } from '../store/ratio.ts'
import { houseOf } from './house.ts'

const mostItems = 200

export function ratioRoutes(app: App): void {
  app.query(contract.ratioLeague, ({ query, ...at }) => league(at, query))
  app.query(contract.ratioSheet, async ({ query, ...at }) => {
    const view = await league(at, query)
    return { name: `费用结构排名 ${view.institutionName} ${view.from.slice(0, 7)}至${view.to.slice(0, 7)}.xlsx`, mediaType: xlsxMediaType, bytes: leagueBook(view) }
  })
  app.query(contract.ratioItems, async ({ query, ...at }) => {
    const house = await houseOf(at, query.institutionId)
    const span = spanOf(query)
    const [names, items] = await Promise.all([departmentNamesIn(at.read, house.id, span.to), itemsOf(at.read, { institutionId: house.id, departmentId: query.departmentId === nobody ? null : query.departmentId, ...span, kind: query.kind, limit: mostItems })])
    const rows = items.map(({ code, name, unit, amountCents, quantity, lines, marks, totalCents }) => ({ code, name, unit, amountCents, quantity, lines, marks, share: percent(amountCents, totalCents, 2) }))
    return { departmentName: names.get(query.departmentId) ?? '已撤科室', rows, totalCents: items[0]?.totalCents ?? 0 }
  })
}

type Ask = { institutionId?: string | undefined; from?: string | undefined; to?: string | undefined; ratio: RatioKey; without: Exclusion; against: Comparison }

/** Rule PR-57: as many months before as are asked about, ending where they begin; or the same months a year ago, of more than a year as many years as keep them apart. */
function comparedMonths({ from, to }: Months, against: Comparison): Months {
  const count = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1
  const back = against === 'year' ? Math.ceil(count / 12) * 12 : count
  return { from: nextMonth(from, -back), to: nextMonth(to, -back) }
}
const mostMonths = 36

function spanOf({ from, to }: Months): Months {
  if (from > to || nextMonth(from, mostMonths) <= to) throw new RefusedError('prescribing.question_too_wide')
  return { from, to }
}

async function league(at: Look, ask: Ask) {
  const institutionId = ask.institutionId ?? at.actor.institutionId ?? ''
  const isRegion = at.actor.regionPrefix !== null && institutionId === at.actor.institutionId
  const months = isRegion ? Promise.resolve([]) : listMonths(at.read, institutionId)
  const to = ask.to ?? (await months)[0]?.month ?? nextMonth(`${at.today.slice(0, 8)}01`, -1)
  const span = spanOf({ from: ask.from ?? to, to })
  const before = comparedMonths(span, ask.against)
  // In one flight: what is beyond the asker's scope is empty by row security, and the house then is not found.
  const [body, known, groups] = await Promise.all([houseOf(at, institutionId), months, isRegion ? regionGroups(at, ask, span, before) : houseGroup(at, institutionId, ask, span, before).then((group) => [group])])
  const house = isRegion ? null : body
  return {
    institutionId: house?.id ?? null, institutionName: body.name, months: known.map((each) => each.month), ...span, ratio: ask.ratio, without: ask.without, against: ask.against, comparedWith: before, unit: ratioUnits[ask.ratio], groups,
    blocked: { prescribers: house === null ? 'prescribing.askers_only' : refusalOf(mayAskByPrescriber(at.actor, { institutionId: house.id, regionCode: house.regionCode }, wouldDo)) },
  }
}

const groupOf = (name: string, found: League) => ({ name, ...found, lines: [...found.lines], limits: [...found.limits] })

async function houseGroup({ read }: Look, institutionId: string, ask: Ask, now: Months, before: Months) {
  const [units, names] = await Promise.all([departmentUnits(read, institutionId, now, before), departmentNamesIn(read, institutionId, now.to)])
  return groupOf('', leagueOf(ask.ratio, ask.without, named(units, names)))
}

/** Houses are compared with those of their own kind and level. */
async function regionGroups({ read, actor }: Look, ask: Ask, now: Months, before: Months) {
  const houses = await listInstitutions(read, { regionPrefix: actor.regionPrefix ?? '' })
  const units = await houseUnits(read, houses.map((each) => each.id), now, before)
  const names = new Map(houses.map((each) => [each.id, each.name]))
  const kinds = new Map(houses.map((each) => [each.id, `${institutionKindNames[each.kind].zh} · ${institutionLevelNames[each.level].zh}`]))
  const groups = [...Map.groupBy(named(units, names), (unit) => kinds.get(unit.key) ?? '')].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => groupOf(name, leagueOf(ask.ratio, ask.without, own)))
  return groups.filter((group) => group.lines.length > 0)
}

const named = (units: readonly LeagueInput[], names: ReadonlyMap<string, string>): LeagueInput[] => units.map((unit) => ({ ...unit, name: names.get(unit.key) ?? '已撤科室' }))
