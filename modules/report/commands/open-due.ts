import { systemActor } from '../../../kernel/actor.ts'
import { fewAtOnce } from '../../../kernel/few-at-once.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { gently } from '../../../server/platform/gently.ts'
import { countReportPeriods, listReportPeriods, reportDueTimes, type ReportPeriod } from '../../plan/public.ts'
import { formKeys, formOf } from '../forms.ts'
import { figuresOf } from '../rules/moved.ts'
import { asAsked, fill } from '../subject.ts'
import * as packs from '../store/packs.ts'
import * as runs from '../store/runs.ts'
import { draftRow, linkOf, occurrence, tellBody, tellChanged, tellOpened, withPeriod } from './pack.ts'

const system = systemActor('report.open')
const progressEvery = 5
/** Bodies at once: one after another, each question would stand in the queue behind a hundred clerks' and Monday morning would be over. */
const atOnce = 2

type Body = Awaited<ReturnType<typeof countReportPeriods>>[number]

/** Bodies that have fewer packs than report periods that have begun. */
async function listBehind(platform: Platform): Promise<Body[]> {
  return look(platform, system, async ({ read, today }) => {
    const bodies = await countReportPeriods(read, formKeys(), today)
    const counted = new Map((await packs.countPacks(read, [...new Set(bodies.map((body) => body.planId))])).map((row) => [`${row.planId} ${row.institutionId}`, row.packs]))
    return bodies.filter((body) => (counted.get(`${body.planId} ${body.institutionId}`) ?? 0) < body.periods)
  })
}

export type Opened = { readonly bodies: number; readonly packs: number; readonly failed: number }

/**
 * Rule RP-1: opens and fills what has begun, one body a transaction, so that nobody who works meanwhile waits for more
 * than that. Killed at any moment and run again it goes on: what is open stays, a pack cannot exist twice. A body whose
 * figures cannot be read is named in the run and does not hold up the others.
 */
export async function openDue(platform: Platform): Promise<Opened> {
  const behind = await listBehind(platform)
  const totals = { bodies: 0, packs: 0, failed: 0 }
  for (const [, bodies] of Map.groupBy(behind, (body) => body.planId)) {
    const [first] = bodies
    if (first === undefined) continue
    const run = await startRun(platform, first, bodies.length)
    const failed: string[] = []
    let opened = 0
    let done = 0
    await fewAtOnce(bodies, atOnce, async (body) => {
      try {
        const packsOpened = await gently(() => openOne(platform, body))
        opened += packsOpened
      } catch (error) {
        platform.log.error({ err: error, institutionId: body.institutionId, planId: body.planId }, 'a report pack could not be filled')
        failed.push(body.institutionId)
      }
      done += 1
      if (done % progressEvery === 0) await saveRun(platform, run, { done, packs: opened, failed, finished: false })
    })
    await saveRun(platform, run, { done, packs: opened, failed, finished: true })
    totals.bodies += bodies.length
    totals.packs += opened
    totals.failed += failed.length
  }
  return totals
}

const openOne = (platform: Platform, body: Body): Promise<number> => actAs(platform, system, (act) => openBody(act, body))

const saveRun = (platform: Platform, run: runs.RunKey, given: { done: number; packs: number; failed: readonly string[]; finished: boolean }): Promise<unknown> =>
  actAs(platform, system, (act) => runs.saveRun(act.tx, run, { ...given, failed: given.failed.join(' '), at: act.now.toISOString() }))

const startRun = (platform: Platform, body: Body, total: number): Promise<runs.RunKey> =>
  actAs(platform, system, async (act) => {
    const run = { institutionId: body.commissionId, runId: act.newId() }
    await runs.insertRun(act.tx, { ...run, regionCode: body.commissionRegion, planId: body.planId, total, at: act.now.toISOString() })
    return run
  })

/** Opens every pack of one body in one campaign that has begun and is not there; answers how many. */
async function openBody(act: Act, body: Body): Promise<number> {
  const now = act.now.toISOString()
  const periods = await listReportPeriods(act.tx, { institutionId: body.institutionId, planId: body.planId, formKeys: formKeys(), opensUntil: act.today }, now)
  const rows = periods.map((period) => draftRow(period, now))
  const made = new Set(await packs.insertPacks(act.tx, rows, now))
  const fresh = rows.filter((row) => made.has(row.packId))
  if (fresh.length === 0) return 0
  await tellOpened(act, fresh)
  const occurrences = []
  for (const row of fresh) {
    const period = periods.find((each) => each.periodId === row.packId)
    const form = formOf(row.formKey)
    if (period === undefined || form === undefined) continue
    const loaded = asAsked(row, form, period)
    await packs.saveFilled(act.tx, row, figuresOf(await fill(act.tx, loaded, { now, today: act.today })), now)
    // What is long past is opened without a word: the duty itself has reminded.
    if (period.dueAt > now) await tellBody(act, loaded, 'clerk', 'report.opened', { dueOn: period.dueOn }, `report.opened:${row.packId}`)
    occurrences.push(occurrence(loaded, 'report.opened', { dueOn: period.dueOn }))
  }
  await act.record(...occurrences)
  return fresh.length
}

/** Rule RP-14: due days that moved with the calendar, or by an extension, move the facts of packs still in hand. */
export async function followDueTimes(platform: Platform, pageSize = 500): Promise<number> {
  let moved = 0
  for (let after: packs.PackKey | null = null; ; ) {
    const { page, times }: { page: packs.PackRow[]; times: Map<string, Pick<ReportPeriod, 'dueAt' | 'dueOn'>> } = await look(platform, system, async ({ read }) => {
      const rows = await packs.listUndecided(read, after, pageSize)
      const found = await reportDueTimes(read, [...new Set(rows.map((row) => row.packId))])
      return { page: rows, times: new Map(found.map((each) => [`${each.institutionId} ${each.periodId}`, each])) }
    })
    for (const row of page) {
      const time = times.get(`${row.institutionId} ${row.packId}`)
      if (time === undefined || time.dueAt === row.dueAt) continue
      await actAs(platform, system, (act) => moveDue(act, row, time))
      moved += 1
    }
    const last = page.at(-1)
    if (page.length < pageSize || last === undefined) return moved
    after = { institutionId: last.institutionId, packId: last.packId }
  }
}

async function moveDue(act: Act, key: packs.PackKey, time: { dueAt: string; dueOn: string }): Promise<void> {
  const row = await packs.lockPack(act.tx, key)
  if (row.dueAt === time.dueAt || row.state === 'submitted' || row.state === 'accepted') return
  await packs.savePack(act.tx, key, { due_on: time.dueOn, due_at: time.dueAt }, act.now.toISOString())
  const loaded = await withPeriod(act, row)
  await tellChanged(act, row, { ...row, dueOn: time.dueOn, dueAt: time.dueAt }, loaded.period)
  await act.record(occurrence(loaded, 'report.due_moved', { from: row.dueAt, to: time.dueAt, link: linkOf(row) }))
}
