import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { listInstitutions } from '../../directory/public.ts'
import { standings } from '../../measure/public.ts'
import { periodOf } from '../../measure/rules/periods.ts'
import { ownerOf } from '../gather.ts'
import { mayBenchmark } from '../rules/decisions.ts'
import { gapOf } from '../rules/figures.ts'
import { gapFact } from '../sources.ts'
import * as store from '../store/benchmarks.ts'

export type BenchmarkAsk = { readonly measureKey: string; readonly place: string; readonly value: number; readonly source: string; readonly asOf: IsoDate; readonly period: 'month' | 'quarter' | 'year' }

/** Rule AP-16: another region's value beside our own of the last whole period, pooled over the region, and how far it is behind. */
export async function enterBenchmark(act: Act, ask: BenchmarkAsk): Promise<string> {
  const no = mayBenchmark(act.actor)
  if (no !== null || act.actor.institutionId === null) throw new RefusedError(no?.refused ?? 'appraisal.benchmark_commission_only')
  if (ask.asOf > act.today) throw new RefusedError('appraisal.benchmark_ahead')
  const owner = await ownerOf(act.tx, act.actor.institutionId)
  const period = periodOf(ask.period, addDays(periodOf(ask.period, act.today).from, -1))
  const found = await standings(act.tx, { measureKey: ask.measureKey, period, peers: { institutions: await listInstitutions(act.tx, { regionPrefix: owner.regionPrefix ?? owner.regionCode }) } })
  if (found === null || found.measure.direction === 'none') throw new RefusedError('appraisal.benchmark_unknown_measure')
  const gap = found.centre === null ? null : gapOf(found.centre, ask.value, found.measure.direction)
  if (found.centre === null || gap === null) throw new RefusedError('appraisal.benchmark_no_own_value')
  const row: store.Benchmark = {
    institutionId: owner.id, regionCode: owner.regionCode, id: act.newId(), measureKey: ask.measureKey, unit: found.measure.unit, decimals: found.measure.decimals, place: ask.place, value: ask.value, source: ask.source, asOf: ask.asOf,
    ownValue: Math.round(found.centre * 10_000) / 10_000, ownFrom: period.from, ownTo: period.to, gap, on: act.today, enteredName: act.actor.name, withdrawnAt: null, withdrawnReason: null,
  }
  await store.insertBenchmark(act.tx, row, act.actor.id)
  await tellFacts(act, [{ before: null, after: gapFact(row) }])
  await act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: 'appraisal.benchmark_entered', subjectId: row.id, detail: { measure: row.measureKey, place: row.place, value: row.value, own: row.ownValue, gap: row.gap } })
  return row.id
}

/** Rule AP-16: a wrong entry is taken out with its reason, and no longer counts. */
export async function withdrawBenchmark(act: Act, id: string, ask: { reason: string }): Promise<void> {
  const no = mayBenchmark(act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const row = await store.lockBenchmark(act.tx, act.actor.institutionId ?? '', id)
  if (row.withdrawnAt !== null) throw new RefusedError('appraisal.benchmark_withdrawn')
  await store.withdrawBenchmark(act.tx, row, { at: act.now.toISOString(), reason: ask.reason })
  await tellFacts(act, [{ before: gapFact(row), after: null }])
  await act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: 'appraisal.benchmark_withdrawn', subjectId: row.id, detail: { reason: ask.reason } })
}
