import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import { systemActor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../server/platform/database.ts'
import type { Codes, Judge } from '../ingest/judge.ts'
import { tellDaysJob } from '../jobs.ts'
import * as store from '../store/files.ts'
import { countMonths, marksOf } from '../store/marks.ts'
import { recountMonths, type MonthSums } from '../store/recount.ts'
import { codesOf } from './codes.ts'

const system = systemActor('prescribing.import')

const nothing: ReadonlyMap<string, MonthSums> = new Map()

type Reading = { readonly judge: Judge; readonly codes: Codes; /** Every line of it went through this judge. */ readonly isWhole: boolean }

/** All lots are in: the sums of the months they lie in are made anew, and whoever counts is told by a job. */
export const finishFile = (platform: Platform, key: store.FileKey, reading: Reading): Promise<void> =>
  act(platform, system, async (at) => {
    const file = await store.loadFileForUpdate(at.tx, key)
    const now = at.now.toISOString()
    const counted = file.fromOn === null || file.toOn === null ? [] : await countMonths(at.tx, key, file.fromOn, file.toOn)
    const given = reading.isWhole && (await areSame(at, key.institutionId, reading.codes)) ? await sumsOf(platform, at.tx, reading.judge, counted) : nothing
    const months = counted.map((each) => each.month)
    await recountMonths(at.tx, { institutionId: key.institutionId, regionCode: file.regionCode }, months, now, key.fileId, given)
    await store.deletePieces(at.tx, key)
    await store.saveFile(at.tx, key, { state: 'done', done_at: now, touched_at: now })
    await tellDaysJob.enqueue(at.tx, { institutionId: key.institutionId }, { key: `${tellDaysJob.name} ${key.institutionId}` })
    await at.record({ institutionId: key.institutionId, regionCode: file.regionCode, kind: 'prescribing.file_read', subjectId: key.fileId, detail: { name: file.name, sha256: file.sha256, lines: file.lines, kept: file.kept, same: file.same, corrected: file.corrected, rejected: file.rejected, months: months.length, summedWhileRead: given.size } })
  })

/**
 * Rule PR-12: where every line of a month is one that this reading judged and wrote, its sums are made by the judge, which
 * holds the lines already; wherever a line more or less lies in the table, from the table.
 */
async function sumsOf(platform: Platform, tx: Tx, { tally }: Judge, counted: Awaited<ReturnType<typeof countMonths>>): Promise<ReadonlyMap<string, MonthSums>> {
  const judged = await tally.months()
  const months = counted.filter((each) => each.lines === each.own && each.lines === judged.get(each.month)).map((each) => each.month)
  if (months.length === 0) return nothing
  const marks = await marksOf(tx, await tally.items())
  return tally.sumsOf(months, marks).catch((error: unknown) => {
    platform.log.warn({ err: error }, 'sums are made from the table')
    return nothing
  })
}

/** What codes stand for is as it was when reading began; if not, lines may have been placed anew meanwhile. */
async function areSame(at: Act, institutionId: string, codes: Codes): Promise<boolean> {
  const now = await codesOf(at.tx, institutionId, at.today, codes.kinds)
  const written = (each: Codes) => JSON.stringify([each.departments, each.prescribers, each.items].map((map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))))
  return written(now) === written(codes)
}
