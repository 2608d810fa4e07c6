import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { findInstitution, holdersOf, staffTitles } from '../../directory/public.ts'
import { hasher } from '../../../server/platform/hasher.ts'
import { tellJob } from '../jobs.ts'
import { contentsOf, monthOf, type Month } from '../month.ts'
import { reviewNumbers } from '../numbers.ts'
import { mayRun } from '../rules/access.ts'
import { mayDraw, type Cycle, type CycleKey } from '../rules/cycle.ts'
import { cycleFact, itemFact } from '../rules/fact.ts'
import type { Item } from '../rules/item.ts'
import { withOwn, type ReviewNumbers } from '../rules/numbers.ts'
import { precheck } from '../rules/precheck.ts'
import { isOversized } from '../rules/prescription.ts'
import { isQualified } from '../rules/readers.ts'
import { aliasesOf, assign, drawSample, frameText, sampleSize } from '../rules/sample.ts'
import { findSetting } from '../store/after.ts'
import { findCycleOf, insertCycle, insertFrame } from '../store/cycles.ts'
import { insertItems } from '../store/items.ts'

export type Reader = { readonly staffId: string; readonly name: string; readonly title: string }

/** Rule RV-5: who holds a pharmacist's post today and is qualified by title, in a fixed order. */
export async function readersOf({ read, today }: Pick<Look, 'read' | 'today'>, body: { readonly institutionId: string; readonly level: string }, titles: ReviewNumbers['titles']): Promise<Reader[]> {
  const holders = await holdersOf(read, body.institutionId, { role: 'pharmacist' }, today)
  const staff = await staffTitles(read, body.institutionId, holders.map((holder) => holder.staffId))
  return staff.filter((each) => isQualified(each.title, body.level, titles)).toSorted((a, b) => (a.staffId < b.staffId ? -1 : 1))
}

export async function numbersFor(read: Look['read'], institutionId: string) {
  const setting = await findSetting(read, institutionId)
  return { numbers: withOwn(reviewNumbers(), setting.own), setting }
}

const oversizedIn = (month: Month, numbers: ReviewNumbers, limits: Readonly<Record<string, number>>): number => month.lines.filter((line) => isOversized(line.extent, numbers.oversized, limits)).length

/** What a draw would make, and why it may not be made; nothing is kept. */
export async function previewDraw(at: Pick<Look, 'read' | 'actor' | 'today'>, month: string) {
  const institutionId = at.actor.institutionId ?? ''
  const body = await findInstitution(at.read, institutionId)
  const { numbers, setting } = await numbersFor(at.read, institutionId)
  const [given, readers, exists] = await Promise.all([monthOf(at.read, institutionId, month), readersOf(at, { institutionId, level: body?.level ?? 'none' }, numbers.titles), findCycleOf(at.read, institutionId, month)])
  const outpatients = given.lines.filter((line) => line.kind !== 'inpatient').length
  const tops = new Set(given.tops)
  const strata = given.lines.filter((line) => line.top && tops.has(line.prescriber)).length
  const blocked = mayRun(at.actor, { institutionId }) ?? mayDraw({ month, today: at.today, exists: exists !== undefined, frame: given.lines.length, readers: readers.length })
  return {
    outpatients, discharges: given.lines.length - outpatients, outpatientDue: sampleSize(outpatients, numbers.sample.outpatient), inpatientDue: sampleSize(given.lines.length - outpatients, numbers.sample.inpatient), tops: given.tops.length, strata, whole: strata <= numbers.sample.doubleTen.wholeUpTo, perStratum: numbers.sample.doubleTen.perStratum,
    secondShare: readers.length > 1 ? numbers.secondShare : 0, oversized: oversizedIn(given, numbers, setting.limits), readers: readers.map(({ name, title }) => ({ name, title })), blocked: blocked?.refused ?? null,
  }
}

/** Rules RV-2 to RV-6: draws the month's sample, freezes what was drawn, notes what the machine sees and gives it to the readers. */
export async function drawCycle(act: Act, month: string): Promise<CycleKey> {
  const institutionId = act.actor.institutionId ?? ''
  const no = mayRun(act.actor, { institutionId })
  if (no !== null) throw new RefusedError(no.refused)
  const body = await findInstitution(act.tx, institutionId)
  if (body === undefined) throw new RefusedError('access.denied')
  const at = { ...act, read: act.tx }
  const { numbers, setting } = await numbersFor(act.tx, institutionId)
  const [given, readers, exists] = await Promise.all([monthOf(act.tx, institutionId, month), readersOf(at, { institutionId, level: body.level }, numbers.titles), findCycleOf(act.tx, institutionId, month)])
  const refused = mayDraw({ month, today: act.today, exists: exists !== undefined, frame: given.lines.length, readers: readers.length })
  if (refused !== null) orThrow(refused)
  const seed = randomBytes(16).toString('hex')
  const alias = aliasesOf(hasher, randomBytes(32).toString('hex'))
  const frame = given.lines.map((line) => ({ ...line, prescriber: alias(line.prescriber) }))
  const tops = given.tops.map(alias)
  const drawn = drawSample(hasher, { seed, frame, tops, sample: numbers.sample, secondShare: numbers.secondShare })
  const byRef = new Map(given.lines.map((line) => [line.ref, line]))
  const taken = drawn.items.flatMap((item) => byRef.get(item.ref) ?? [])
  const contents = await contentsOf(act.tx, institutionId, taken)
  const cycleId = act.newId()
  const readBy = assign(drawn.items, readers.map((each) => each.staffId))
  const items = drawn.items.flatMap((item): Item[] => {
    const [line, content, who] = [byRef.get(item.ref), contents.get(item.ref), readBy.get(item.ref)]
    if (line === undefined || who === undefined) return []
    if (content === undefined) throw new Error(`prescription ${item.ref} of the frame has no lines`)
    return [{
      institutionId, id: act.newId(), regionCode: body.regionCode, cycleId, no: item.no, part: item.part, ref: item.ref, doubleTen: item.doubleTen, onDate: line.onDate, visitKind: line.kind, departmentId: line.departmentId, prescriberId: line.prescriberId, content, hints: precheck(content, numbers),
      readerId: who.reader, secondReaderId: who.second, twice: item.second, state: 'open', codes: null, reply: null, repliedAt: null, acceptedAt: null, decidedAt: null, revision: 1,
    }]
  })
  const now = act.now.toISOString()
  const cycle: Cycle = {
    institutionId, id: cycleId, regionCode: body.regionCode, month, state: 'reading', numbers, seed, frameHash: drawn.frameHash, outpatients: drawn.sizes.outpatients, discharges: drawn.sizes.discharges, oversized: oversizedIn(given, numbers, setting.limits),
    drawn: { sizes: drawn.sizes, strata: drawn.strata, tops, items: items.length, second: items.filter((item) => item.secondReaderId !== null).length, readers: readers.map((each) => each.staffId) },
    drawnOn: act.today, drawnAt: now, fedBackAt: null, replyDueOn: null, publishedAt: null, revision: 1,
  }
  await insertCycle(act.tx, cycle, act.actor.id)
  await insertFrame(act.tx, cycle, await promisify(gzip)(frameText(frame), { level: 1 }))
  await insertItems(act.tx, items, now)
  await tellJob.enqueue(act.tx, { institutionId, cycleId, what: 'readers' })
  await tellFacts(act, [{ before: null, after: cycleFact(cycle) }, ...items.map((item) => ({ before: null, after: itemFact(item, cycle) }))])
  await act.record({ institutionId, regionCode: body.regionCode, kind: 'review.drawn', subjectId: cycleId, detail: { month, seed, frameHash: drawn.frameHash, sizes: drawn.sizes, items: items.length } })
  return { institutionId, cycleId }
}
