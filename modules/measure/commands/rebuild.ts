import { systemActor } from '../../../kernel/actor.ts'
import type { Fact } from '../../../kernel/fact.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { readFacts } from '../../../server/platform/facts.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { institutionsByIds, listInstitutions } from '../../directory/public.ts'
import { liveMeasures, type Live, type LiveMeasure } from '../live.ts'
import { kindsOf } from '../rules/counting.ts'
import { newTally, settle, tellLeave, tellMeasure, withChanges, type Settled } from '../rules/tally.ts'
import { linesOf, loadKept, replaceKept, takeTurn } from '../store/counters.ts'
import { listProgress, markReady, saveProgress } from '../store/definitions.ts'
import type { Told } from './count-facts.ts'

type Body = { readonly institutionId: string; readonly regionCode: string }
const system = systemActor('measure')
const pageSize = 1000

async function* factsOf(read: ReadTx, institutionId: string, kind: string): AsyncGenerator<Fact> {
  let after: { on: string; id: string } | null = null
  for (;;) {
    const page: readonly Fact[] = await readFacts(read, { institutionId, kind, from: '0001-01-01', to: '9999-12-31' }, { after, limit: pageSize })
    yield* page
    const last = page.at(-1)
    if (page.length < pageSize || last === undefined) return
    after = { on: last.on, id: last.id }
  }
}

/** Rule ME-16: the counters of one version at one institution from its facts alone, by the same rules that count each change. */
async function derive(read: ReadTx, measure: LiveMeasure, body: Body): Promise<{ settled: Settled; facts: number }> {
  const tally = newTally()
  let facts = 0
  for (const kind of kindsOf(measure.counting)) {
    for await (const fact of factsOf(read, body.institutionId, kind)) {
      tellMeasure(tally, measure, { before: null, after: fact })
      facts += 1
    }
  }
  const leave = leaveOf(measure)
  if (leave !== null) for await (const fact of factsOf(read, body.institutionId, leave)) tellLeave(tally, leave, { before: null, after: fact })
  return { settled: settle(tally), facts }
}

const leaveOf = ({ counting }: LiveMeasure) => (counting.shape === 'coverage' ? counting.leave : null)

type Difference = { readonly institutionId: string; readonly key: string; readonly version: number; readonly lines: readonly string[] }

const differ = (kept: readonly string[], derived: readonly string[], table: string): string[] => {
  const [a, b] = [new Set(kept), new Set(derived)]
  return [...kept.filter((each) => !b.has(each)).map((each) => `${table} − ${each}`), ...derived.filter((each) => !a.has(each)).map((each) => `${table} + ${each}`)]
}

/** Compares what is kept with what the facts give, and replaces it where asked to; nobody counts here meanwhile. */
async function recount(given: Act, measure: LiveMeasure, body: Body, replace: boolean): Promise<{ difference: Difference | null; facts: number }> {
  const at = given.now.toISOString()
  await takeTurn(given.tx, [body], at)
  const which = { institutionId: body.institutionId, key: measure.key, version: measure.version, leave: leaveOf(measure) }
  const { settled, facts } = await derive(given.tx, measure, body)
  const [kept, derived] = [await loadKept(given.tx, which), linesOf(settled)]
  const lines = [...differ(kept.counters, derived.counters, 'counter'), ...differ(kept.units, derived.units, 'unit'), ...differ(kept.states, derived.states, 'state'), ...differ(kept.leaves, derived.leaves, 'leave')]
  if (replace) {
    if (lines.length > 0) await replaceKept(given.tx, which, settled, at)
    await saveProgress(given.tx, { ...body, key: measure.key, version: measure.version, facts, countedAt: at })
  }
  return { difference: lines.length === 0 ? null : { institutionId: body.institutionId, key: measure.key, version: measure.version, lines }, facts }
}

/** The newest definition of each, whose changes follow what is counted afresh. */
const definitionsOf = (live: Live) => [...live.values()].flatMap((versions) => versions.at(-1)?.definition ?? [])

const everybody = (read: ReadTx): Promise<Body[]> => listInstitutions(read, { regionPrefix: '', withCommissions: true }).then((found) => found.map((each) => ({ institutionId: each.id, regionCode: each.regionCode })))

/** The work of a new or changed definition, one transaction per institution, so that what is done stays done. */
export async function runCount(platform: Platform, ask: { key: string; version: number }, told: Told): Promise<{ institutions: number; facts: number }> {
  const found = await look(platform, system, async ({ read }) => ({
    measure: (await liveMeasures(read)).get(ask.key)?.find((each) => each.version === ask.version),
    definitions: definitionsOf(await liveMeasures(read)),
    bodies: await everybody(read),
    done: new Set((await listProgress(read, ask)).map((row) => row.institutionId)),
  }))
  const { measure } = found
  if (measure === undefined) return { institutions: 0, facts: 0 }
  let [institutions, facts] = [0, 0]
  for (const body of found.bodies.filter((each) => !found.done.has(each.institutionId))) {
    facts += await act(platform, system, async (given) => {
      const counted = await recount(given, measure, body, true)
      await told(given, withChanges([{ ...body, measureKey: measure.key, on: '0001-01-01', until: null }], found.definitions))
      return counted.facts
    })
    institutions += 1
  }
  await act(platform, system, (given) => markReady(given.tx, ask.key, ask.version, given.now.toISOString()))
  return { institutions, facts }
}

export type Rebuilt = { readonly measures: number; readonly institutions: number; readonly facts: number; readonly differences: readonly Difference[] }

/**
 * Rule ME-16: derives counters anew from the facts and compares, or replaces what differs; a replaced difference is on
 * the record of its institution. What is being derived for the first time is left to its job.
 */
export async function rebuildMeasures(platform: Platform, ask: { institutionId?: string; key?: string; check?: boolean } = {}, told?: Told): Promise<Rebuilt> {
  const { measures, bodies, definitions } = await look(platform, system, async ({ read }) => ({
    definitions: definitionsOf(await liveMeasures(read)),
    measures: [...(await liveMeasures(read)).values()].flat().filter((each) => (ask.key === undefined || each.key === ask.key) && each.readyAt !== null),
    bodies: ask.institutionId === undefined ? await everybody(read) : (await institutionsByIds(read, [ask.institutionId])).map((each) => ({ institutionId: each.id, regionCode: each.regionCode })),
  }))
  const differences: Difference[] = []
  let facts = 0
  for (const body of bodies) {
    for (const measure of measures) {
      await act(platform, system, async (given) => {
        const { difference, facts: read } = await recount(given, measure, body, ask.check !== true)
        facts += read
        if (difference === null) return
        differences.push(difference)
        if (ask.check === true) return
        await told?.(given, withChanges([{ ...body, measureKey: measure.key, on: '0001-01-01', until: null }], definitions))
        await given.record({ ...body, kind: 'measure.recounted', subjectId: measure.key, detail: { version: measure.version, rows: difference.lines.length, first: difference.lines.slice(0, 20) } })
      })
    }
  }
  return { measures: measures.length, institutions: bodies.length, facts, differences }
}
