import { mayActFor, systemActor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { loadDraftForLaunch, markLaunched, type LaunchDraft } from '../../reader/public.ts'
import { plainText } from '../../reader/rules/titles.ts'
import { launchJob, ruleJob } from '../jobs.ts'
import { countCells, sumRows, type Counted } from '../rules/board.ts'
import { maySteerLaunch } from '../rules/decisions.ts'
import { asksBody, clerkOf, mayLaunch, ownDuties, planLaunch, type BodyType, type LaunchPlan } from '../rules/launch.ts'
import { addMs } from '../../../kernel/instant.ts'
import * as boardStore from '../store/board.ts'
import * as launchStore from '../store/launch.ts'
import * as planStore from '../store/plans.ts'
import { misfittingFilter } from './duty-filters.ts'
import { planReadingKey } from './plan-services.ts'
import { reportFact } from './report-fact.ts'
import { runLaunchSteps } from './launch-steps.ts'

export type LaunchAsk = {
  draftId: string
  revision: number
  institutionIds: readonly string[]
  startsOn: IsoDate
  endsOn: IsoDate | null
  graceDays: number | null
  /** Left out is yes: the commission takes part where the draft has duties of its own (PL-37). */
  withCommission?: boolean
}

/** Creates the plan and its periods in one transaction and leaves the obligations to a job. */
export async function launchPlan(act: Act, ask: LaunchAsk): Promise<string> {
  const draft = await loadDraftForLaunch(act, ask.draftId)
  if (draft.state !== 'draft') throw new RefusedError('plan.draft_not_launchable')
  if (draft.revision !== ask.revision) throw new RefusedError('request.stale')
  const wanted = [...new Set(ask.institutionIds)]
  const bodies = await planStore.listBodies(act.tx, { ids: wanted })
  const reachable = bodies.filter((body) => body.active && body.kind !== 'commission' && mayActFor(act.actor, { institutionId: body.id, regionCode: body.regionCode }))
  if (reachable.length !== wanted.length) throw new RefusedError('plan.institution_out_of_region', bodies.find((body) => !reachable.includes(body))?.name)
  const launch = planLaunch(draft.understanding, ask, act.calendar)
  const no = mayLaunch(launch) ?? misfittingFilter(draft.understanding)
  if (no !== null) throw new RefusedError(no.refused, no.detail)

  const own = ask.withCommission !== false && ownDuties(launch) > 0 ? await planStore.listBodies(act.tx, { ids: [draft.institutionId] }) : []
  const participants = [...reachable, ...own]

  const planId = act.newId()
  await insertIssued(act, { planId, regionCode: draft.regionCode }, draft, launch, ask, participants.length)
  await launchStore.insertParticipants(act.tx, planId, participants)
  await markLaunched(act, { draftId: ask.draftId, planId })
  await runLaunchSteps(act, { planId, institutionId: draft.institutionId, regionCode: draft.regionCode, understanding: draft.understanding })
  await launchJob.enqueue(act.tx, { planId }, { key: `plan.launch:${planId}` })
  // The launch itself is a fact: of the commission's duty to read and issue plans, where another plan asks for that.
  await reportFact(act, { institutionId: draft.institutionId, regionCode: draft.regionCode, kind: 'service', factKey: planReadingKey, on: act.today })
  await act.record({ institutionId: draft.institutionId, regionCode: draft.regionCode, kind: 'plan.launched', subjectId: planId, detail: { draftId: ask.draftId, title: draft.understanding.title, institutions: wanted.length, withCommission: own.length > 0, periods: launch.periods, template: draft.template, startsOn: launch.frame.startsOn, endsOn: launch.frame.endsOn } })
  return planId
}

/** The issued text and its periods. Clause ids of the draft are kept where they are uuids, so that a later version can be compared. */
async function insertIssued(act: Act, owner: launchStore.Owner, draft: LaunchDraft, launch: LaunchPlan, ask: LaunchAsk, participants: number): Promise<void> {
  const { understanding } = draft
  // Rule PL-48: the plan holds its own words; of the template it keeps which one it was, as it was then.
  await launchStore.insertPlan(act.tx, owner, {
    institutionId: draft.institutionId, draftId: draft.draftId, title: understanding.title, number: understanding.number, issuer: understanding.issuer, issuedOn: understanding.issuedOn,
    startsOn: launch.frame.startsOn, endsOn: launch.frame.endsOn, graceDays: ask.graceDays, institutions: participants, template: draft.template, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name,
  })
  const fresh = (ids: readonly string[]) => new Map(ids.map((id) => [id, act.newId()]))
  const clauseIds = fresh(understanding.clauses.map((clause) => clause.id))
  const phaseIds = fresh(understanding.phases.map((phase) => phase.id))
  const dutyIds = fresh(launch.duties.map(({ duty }) => duty.id))
  const numbers = new Map(understanding.clauses.map((clause, at) => [clause.id, at + 1]))
  const idOf = (map: ReadonlyMap<string, string>, id: string | null): string | null => (id === null ? null : (map.get(id) ?? null))
  await launchStore.insertClauses(act.tx, owner, understanding.clauses.map((clause, at) => ({ ...clause, text: plainText(clause.text), id: clauseIds.get(clause.id) ?? act.newId(), parentId: idOf(clauseIds, clause.parentId), ordinal: at + 1 })))
  await launchStore.insertPhases(act.tx, owner, understanding.phases.map((phase, at) => ({ ...phase, id: phaseIds.get(phase.id) ?? act.newId(), clauseId: idOf(clauseIds, phase.clauseId), ordinal: at + 1 })))
  const known = launch.duties.filter(({ duty }) => clauseIds.has(duty.clauseId))
  await launchStore.insertDuties(
    act.tx,
    owner,
    known.map(({ duty }, at) => ({
      ...duty, id: dutyIds.get(duty.id) ?? act.newId(), clauseId: clauseIds.get(duty.clauseId) ?? '', ordinal: at + 1, role: duty.settings.role, kinds: duty.settings.kinds, levels: duty.settings.levels ?? null, institutionIds: null,
      freshDays: duty.settings.freshDays, factKey: duty.settings.factKey, where: duty.settings.where ?? null, source: 'document', sourceId: null,
    })),
  )
  const periods = known.flatMap(({ duty, periods: each }) =>
    each.map((period) => ({ ...period, id: act.newId(), dutyId: dutyIds.get(duty.id) ?? '', clauseNo: numbers.get(duty.clauseId) ?? 0, phaseId: idOf(phaseIds, period.phaseId) })),
  )
  // Ids in the order of due days: an institution's rows lie beside each other in the order in which they are asked for.
  periods.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
  const ids = periods.map((period) => period.id).sort()
  await launchStore.insertPeriods(act.tx, owner, periods.map((period, at) => ({ ...period, id: ids[at] ?? period.id })))
}

export const batchSize = 10

/**
 * Creates the obligations of a plan, ten institutions a transaction, until none is missing. Killed at any moment and
 * run again it goes on where it was: what exists stays, and the pair institution and period cannot exist twice.
 */
export async function runLaunch(platform: Platform, planId: string, options: { batches?: number } = {}): Promise<'ready' | 'stopped' | 'unfinished'> {
  const system = systemActor('plan.launch')
  let boards: Map<string, LaunchBoard> | null = null
  for (let batch = 0; batch < (options.batches ?? Number.POSITIVE_INFINITY); batch += 1) {
    const outcome = await actAs(platform, system, async (act) => {
      // The lock makes two runs of one launch take turns, and a stop wait for the end of the batch.
      const plan = await planStore.loadPlanForUpdate(act.tx, planId)
      if (plan.state === 'running' || plan.state === 'closed') return 'ready'
      if (plan.state === 'stopped') return 'stopped'
      const next = await launchStore.listUnready(act.tx, planId, batchSize)
      if (next.length === 0) {
        await finish(act, plan)
        return 'ready'
      }
      boards ??= await prepareBoards(act, plan)
      await openBatch(act, plan, next, boards)
      return 'more'
    })
    if (outcome !== 'more') return outcome
  }
  return 'unfinished'
}

type LaunchBoard = ReadonlyMap<string, Omit<boardStore.SavedRow, 'institutionId' | 'regionCode' | 'planId'>>
type Unready = Awaited<ReturnType<typeof launchStore.listUnready>>[number]

const typeKey = ({ kind, level }: BodyType): string => `${kind} ${level ?? ''}`

/** The board of an institution at launch depends on its kind and level only, so it is counted once for each pair. */
async function prepareBoards(act: Act, plan: planStore.Plan): Promise<Map<string, LaunchBoard>> {
  const periods = await launchStore.listLaunchPeriods(act.tx, plan.id)
  const types = new Map((await planStore.listParticipants(act.tx, plan.id)).map((each) => [typeKey(each), each]))
  return new Map([...types].map(([key, body]) => [key, boardAtLaunch(periods.filter((each) => each.institutionIds === null && asksBody(each, body)), plan.graceDays, act.now.toISOString())]))
}

function boardAtLaunch(periods: readonly { clauseNo: number; dueAt: string; bucketOn: string }[], graceDays: number | null, now: string): LaunchBoard {
  const weeks = new Map<string, Counted[]>()
  for (const { clauseNo, dueAt, bucketOn } of periods) {
    const week = weeks.get(bucketOn) ?? []
    week.push({ clauseNo, dueAt, verdict: 'due', flipsAt: null, flipsTo: null })
    weeks.set(bucketOn, week)
  }
  const horizon = addMs(now, 21 * 86_400_000)
  const counted = [...weeks].map(([bucket, obligations]) => ({ bucket, row: countCells(obligations, graceDays, now), staleAt: null }))
  const sum = sumRows(counted.map(({ row }) => row), now, horizon)
  return new Map([...counted, { bucket: boardStore.everyWeek, row: sum, staleAt: sum.cut ? horizon : null }].map((each) => [each.bucket, each]))
}

async function openBatch(act: Act, plan: planStore.Plan, batch: readonly Unready[], boards: ReadonlyMap<string, LaunchBoard>): Promise<void> {
  const now = act.now.toISOString()
  const occurrences = []
  for (const { institutionId, regionCode, kind, level } of batch) {
    const made = await launchStore.openObligations(act.tx, { institutionId, regionCode, kind, planId: plan.id, dutyId: null })
    const rows = [...(boards.get(typeKey({ kind, level }))?.values() ?? [])].map((each) => ({ ...each, institutionId, regionCode, planId: plan.id }))
    await boardStore.saveRows(act.tx, rows, now)
    await launchStore.saveReady(act.tx, institutionId, plan.id, made, now)
    await notify(act, { institutionId, regionCode, role: clerkOf(kind), topic: 'plan.launched', params: { title: plan.title, obligations: made }, link: `/plans/${plan.id}`, onceKey: `plan.launched:${plan.id}` })
    occurrences.push({ institutionId, regionCode, kind: 'plan.obligations_opened', subjectId: plan.id, detail: { obligations: made } })
  }
  await planStore.savePlanState(act.tx, plan.id, { state: 'launching', progress_at: now })
  await act.record(...occurrences)
}

async function finish(act: Act, plan: planStore.Plan): Promise<void> {
  const now = act.now.toISOString()
  const progress = await launchStore.progressOf(act.tx, plan.id)
  await planStore.savePlanState(act.tx, plan.id, { state: 'running', progress_at: now, ready_at: now })
  await ruleJob.enqueue(act.tx, { planId: plan.id }, { key: `plan.rule:${plan.id}` })
  await notify(act, { institutionId: plan.institutionId, regionCode: plan.regionCode, role: 'commission_clerk', topic: 'plan.launch_finished', params: { title: plan.title, institutions: progress.institutions, obligations: progress.obligations }, link: `/plans/${plan.id}`, onceKey: `plan.launch_finished:${plan.id}` })
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.launch_finished', subjectId: plan.id, detail: progress })
}

/** Stops between two batches, or goes on. */
export async function steerLaunch(act: Act, ask: { planId: string; verb: 'stop' | 'resume' }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const no = maySteerLaunch(act.actor, plan, ask.verb)
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePlanState(act.tx, plan.id, { state: ask.verb === 'stop' ? 'stopped' : 'launching', progress_at: act.now.toISOString() })
  if (ask.verb === 'resume') await launchJob.enqueue(act.tx, { planId: plan.id }, { key: `plan.launch:${plan.id}` })
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: ask.verb === 'stop' ? 'plan.launch_stopped' : 'plan.launch_resumed', subjectId: plan.id })
}

