import { systemActor } from '../../../kernel/actor.ts'
import type { Fact } from '../../../kernel/fact.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { departmentNamesIn, lastDay, withDepartmentNames, withPrescriberNames } from '../names.ts'
import { mayClose, mayPublish, mayWorkOn, type MonthState } from '../rules/closing.ts'
import { monthFact, publicFact } from '../rules/figure-fact.ts'
import { growthAlarms, growthLimits } from '../rules/growth.ts'
import { leagueOf } from '../rules/league.ts'
import { isCloseDue, nextMonth, rankSubjects, rankTable, type RankSubject, type RankSum, type RankTable } from '../rules/rank.ts'
import { departmentUnits } from '../store/ratio.ts'
import * as published from '../store/published.ts'
import * as store from '../store/rank.ts'

type MonthPlace = { readonly institutionId: string; readonly regionCode: string; readonly month: string }

async function sumsFor(read: ReadTx, key: { readonly institutionId: string; readonly month: string }, subject: RankSubject): Promise<RankSum[]> {
  if (subject === 'drug') return store.drugSums(read, key)
  if (subject === 'department') return withDepartmentNames(read, key.institutionId, key.month, await store.departmentSums(read, key))
  return store.prescriberSums(read, key)
}

/** The table of a month as its lines stand now; names of prescribers are looked up for those that are listed. */
export async function tableNow(read: ReadTx, key: { readonly institutionId: string; readonly month: string }, subject: RankSubject): Promise<RankTable> {
  const [now, before] = await Promise.all([sumsFor(read, key, subject), sumsFor(read, { ...key, month: nextMonth(key.month, -1) }, subject)])
  const table = rankTable(now, before)
  if (subject !== 'prescriber') return table
  const named = new Map((await withPrescriberNames(read, [...table.amount, ...table.volume])).map((sum) => [sum.key, sum.name]))
  const say = (rows: RankTable['amount']) => rows.map((row) => ({ ...row, name: named.get(row.key) ?? row.name }))
  return { ...table, amount: say(table.amount), volume: say(table.volume) }
}

async function monthState(read: ReadTx, key: { readonly institutionId: string; readonly month: string }, item: published.ClosedItem): Promise<MonthState & { readonly version: number }> {
  const [lines, tables, shown] = await Promise.all([store.lineState(read, key), store.listTables(read, key, 'drug'), published.listPublished(read, key)])
  return { lines: lines?.lines ?? 0, version: lines?.version ?? 0, versions: tables.at(-1)?.version ?? 0, shown: shown.filter((each) => each.item === item).at(-1)?.version ?? 0 }
}

/** Rule PR-83: all three tables of a month at once, with who and when; and what grew too fast in it (PR-63). */
async function keepTables(act: Act, place: MonthPlace, state: { readonly version: number; readonly versions: number }): Promise<number> {
  const version = state.versions + 1
  for (const subject of rankSubjects) {
    const content = await tableNow(act.tx, place, subject)
    await store.insertTable(act.tx, place, subject, { version, chargeVersion: state.version, content, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() })
  }
  return version
}

/** How many alarms there are now, and how many of them were none before. */
async function keepAlarms(act: Act, place: MonthPlace): Promise<{ known: number; alarms: number; fresh: number }> {
  const before = await published.alarmKeys(act.tx, place)
  const months = Array.from({ length: growthLimits.months + 1 }, (_, at) => nextMonth(place.month, at - growthLimits.months))
  const sums = await Promise.all(months.map((month) => store.drugSums(act.tx, { institutionId: place.institutionId, month })))
  const known = months.flatMap((_, at) => ((sums[at]?.length ?? 0) > 0 ? [sums[at] ?? []] : []))
  const byKey = known.map((each) => new Map(each.map((sum) => [sum.key, sum])))
  const usages = (known.at(-1) ?? []).map((last) => ({ key: last.key, name: last.name, amounts: byKey.map((each) => each.get(last.key)?.amountCents ?? 0), volumes: byKey.map((each) => each.get(last.key)?.volume ?? 0) }))
  const alarms = growthAlarms(usages)
  await published.saveAlarms(act.tx, place, alarms, act.now.toISOString())
  return { known: before.length, alarms: alarms.length, fresh: alarms.filter(({ key }) => !before.includes(key)).length }
}

export async function closeMonth(act: Act, place: MonthPlace): Promise<{ version: number }> {
  await store.lockMonth(act.tx, place)
  const state = await monthState(act.tx, place, 'drug-use')
  const no = mayClose(act.actor, place, place.month, state, act.today)
  if (no !== null) throw new RefusedError(no.refused)
  const version = await keepTables(act, place, state)
  const { alarms } = await keepAlarms(act, place)
  const [closed] = await store.listTables(act.tx, place, 'drug')
  const fact: Fact = monthFact(place, { on: lastDay(place.month), alarms, drugs: closed?.content.count ?? 0 })
  await tellFacts(act, [{ before: null, after: fact }])
  await notify(act, { institutionId: place.institutionId, regionCode: place.regionCode, role: 'pharmacist', topic: 'prescribing.month_closed', params: { month: place.month.slice(0, 7), alarms }, link: `/prescribing/double-ten?month=${place.month}`, onceKey: `double-ten ${place.month}` })
  await act.record({ institutionId: place.institutionId, regionCode: place.regionCode, kind: 'prescribing.month_closed', subjectId: place.month, detail: { version, chargeVersion: state.version, alarms } })
  return { version }
}

/** Rules PR-63 and PR-84: lines changed after the closing: the tables as they would be now, beside those that were closed; what grew too fast is looked for anew, and the month's fact follows. */
async function correctMonth(act: Act, place: MonthPlace): Promise<void> {
  await store.lockMonth(act.tx, place)
  const state = await monthState(act.tx, place, 'drug-use')
  if (state.versions === 0) return
  const [closed] = await store.listTables(act.tx, place, 'drug')
  const version = await keepTables(act, place, state)
  const { known, alarms, fresh } = await keepAlarms(act, place)
  const factWith = (count: number): Fact => monthFact(place, { on: lastDay(place.month), alarms: count, drugs: closed?.content.count ?? 0 })
  if (alarms !== known) await tellFacts(act, [{ before: factWith(known), after: factWith(alarms) }])
  if (fresh > 0) await notify(act, { institutionId: place.institutionId, regionCode: place.regionCode, role: 'pharmacist', topic: 'prescribing.month_corrected', params: { month: place.month.slice(0, 7), alarms }, link: `/prescribing/double-ten?month=${place.month}`, onceKey: `double-ten ${place.month} ${version}` })
  await act.record({ institutionId: place.institutionId, regionCode: place.regionCode, kind: 'prescribing.month_corrected', subjectId: place.month, detail: { version, chargeVersion: state.version, alarms } })
}

/** Every night: what is due is closed, what changed later is put beside it; body by body, so that one does not hold up another. */
export async function settleMonths(platform: Platform): Promise<{ closed: number; corrected: number }> {
  const system = systemActor('prescribing.rank')
  const due = await look(platform, system, ({ read, today }) => store.listUnsettled(read, `${today.slice(0, 8)}01`, 5000))
  const done = { closed: 0, corrected: 0 }
  for (const { isClosed, ...place } of due) {
    await actAs(platform, system, async (act) => {
      if (isClosed) {
        await correctMonth(act, place)
        done.corrected += 1
      } else if (isCloseDue(place.month, act.today)) {
        await closeMonth(act, place)
        done.closed += 1
      }
    })
  }
  return done
}

/** Rule PR-76: by a person, of a closed month, as its newest version stands. */
export async function publishFigures(act: Act, place: MonthPlace, item: published.ClosedItem): Promise<{ version: number }> {
  await store.lockMonth(act.tx, place)
  const state = await monthState(act.tx, place, item)
  const no = mayPublish(act.actor, place, state)
  if (no !== null) throw new RefusedError(no.refused)
  const tables = await store.listTables(act.tx, place, 'drug')
  const content = item === 'drug-use' ? tables.at(-1)?.content : await rankingOf(act.tx, place)
  await published.insertPublished(act.tx, place, { item, version: state.versions, content: content ?? {}, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() })
  await tellFacts(act, [{ before: null, after: publicFact(place, item, { on: act.today, version: state.versions }) }])
  await act.record({ institutionId: place.institutionId, regionCode: place.regionCode, kind: 'prescribing.published', subjectId: place.month, detail: { item, version: state.versions } })
  return { version: state.versions }
}

async function rankingOf(read: ReadTx, place: MonthPlace): Promise<published.RankingPublished> {
  const found = await departmentUnits(read, place.institutionId, { from: place.month, to: place.month }, { from: nextMonth(place.month, -1), to: nextMonth(place.month, -1) })
  const names = await departmentNamesIn(read, place.institutionId, place.month)
  const units = found.map((unit) => ({ ...unit, name: names.get(unit.key) ?? '已撤科室' }))
  return { drug: leagueOf('drug-ratio', 'none', units).lines, material: leagueOf('consumables-ratio', 'none', units).lines }
}

export async function handleAlarm(act: Act, place: MonthPlace, itemCode: string, handling: string): Promise<void> {
  const no = mayWorkOn(act.actor, place)
  if (no !== null) throw new RefusedError(no.refused)
  if (!(await published.saveHandling(act.tx, { ...place, itemCode }, { name: act.actor.name, at: act.now.toISOString(), handling }))) throw new RefusedError('not_found')
  await act.record({ institutionId: place.institutionId, regionCode: place.regionCode, kind: 'prescribing.alarm_handled', subjectId: place.month, detail: { itemCode, handling } })
}

export async function placeOf(read: ReadTx, institutionId: string, month: string): Promise<MonthPlace> {
  const body = await findInstitution(read, institutionId)
  if (body === undefined) throw new RefusedError('not_found')
  return { institutionId, regionCode: body.regionCode, month }
}
