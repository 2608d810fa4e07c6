import { fewAtOnce } from '../../../kernel/few-at-once.ts'
import { isRefusal, RefusedError, sayRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { hasher } from '../../../server/platform/hasher.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { boardsChanged } from '../free-board.ts'
import { makeDraw, type DrawRecord } from '../rules/draw.ts'
import { notDrawnMessage } from '../rules/draw-message.ts'
import { loadClinic } from '../store/clinics.ts'
import { entriesOf, saveGiven, type DrawEntry } from '../store/draw-entries.ts'
import { lockRelease, recordOf, releasesDue, saveRecord, saveState, timesOfRelease, type Release, type ReleaseKey } from '../store/releases.ts'
import { book } from './book.ts'
import { drawActor } from './draw-actor.ts'
import { openPerson } from './person.ts'

const atOnce = 50
/** Winners are booked in the groups of everybody's bookings. */
const together = 16

/** Rule DW-6: opens and draws what is due; whatever was left half done by a stop is taken up where it stood. */
export async function runDraws(platform: Platform): Promise<{ opened: number; drawn: number }> {
  const due = await look(platform, drawActor, ({ read, now }) => releasesDue(read, now.toISOString(), atOnce))
  const count = { opened: 0, drawn: 0 }
  for (const release of due) {
    try {
      if (release.closesAt <= platform.clock.now().toISOString()) {
        await drawOne(platform, release)
        count.drawn += 1
      } else if (await act(platform, drawActor, (step) => open(step, keyOf(release)))) count.opened += 1
    } catch (error) {
      // One release that cannot be drawn must not keep the others waiting.
      platform.log.error({ err: error, releaseId: release.id }, 'draw failed')
    }
  }
  return count
}

const keyOf = (release: Release): ReleaseKey => ({ institutionId: release.institutionId, releaseId: release.id })

async function open(step: Act, key: ReleaseKey): Promise<boolean> {
  const release = await lockRelease(step.tx, key)
  if (release?.state !== 'waiting') return false
  await saveState(step.tx, key, 'open')
  await step.record({ institutionId: release.institutionId, regionCode: release.regionCode, kind: 'booking.draw_opened', subjectId: release.id, detail: { seedHash: release.seedHash, closesAt: release.closesAt } })
  return true
}

async function drawOne(platform: Platform, release: Release): Promise<void> {
  const key = keyOf(release)
  const record = await act(platform, drawActor, (step) => decide(step, key))
  const entries = new Map((await look(platform, drawActor, ({ read }) => entriesOf(read, key))).map((each) => [each.ticket, each]))
  const refused = new Map<string, Refusal>()
  await fewAtOnce(record.outcome, together, async (line) => {
    const entry = entries.get(line.ticket)
    if (line.slotId === null || entry === undefined || entry.bookingId !== null) return
    const answer = await bookWinner(platform, key, entry, line.slotId)
    if (answer !== null) refused.set(entry.id, answer)
  })
  await act(platform, drawActor, (step) => close(step, key, refused))
  boardsChanged(platform, release.institutionId)
}

/** The draw itself: once, in one transaction with its record; a second run finds the record. */
async function decide(step: Act, key: ReleaseKey): Promise<DrawRecord> {
  const release = await lockRelease(step.tx, key)
  if (release === undefined) throw new RefusedError('not_found')
  const before = await recordOf(step.tx, key)
  if (before !== null) return before
  const [times, entries] = await Promise.all([timesOfRelease(step.tx, key), entriesOf(step.tx, key)])
  const { id, institutionId, clinicId, onDate, opensAt, closesAt } = release
  const record = makeDraw(hasher, {
    release: { id, institutionId, clinicId, onDate, opensAt, closesAt }, seed: step.vault.open(release.seedSealed),
    slots: times.map((time) => ({ id: time.slotId, places: time.stopped ? 0 : Math.max(0, time.places) })), entries: entries.map(({ ticket, choices }) => ({ ticket, choices })),
  })
  await saveRecord(step.tx, key, { record, at: step.now.toISOString() })
  await step.record({ institutionId, regionCode: release.regionCode, kind: 'booking.drawn', subjectId: id, detail: { seedHash: record.seedHash, entriesHash: record.entriesHash, entries: entries.length, given: record.outcome.filter((line) => line.slotId !== null).length } })
  return record
}

/** Null where the place is booked; its message is that of every booking, once. */
async function bookWinner(platform: Platform, key: ReleaseKey, entry: DrawEntry, slotId: string): Promise<Refusal | null> {
  const person = { ...openPerson(platform.vault, entry.sealed), bornOn: null }
  const booked = await book(platform, { by: drawActor, way: 'system', institutionId: key.institutionId, slotId, pool: 'public', person, accountId: entry.accountId, key: `draw ${key.releaseId} ${entry.id}` })
  if (isRefusal(booked)) return booked
  await act(platform, drawActor, async (step) => void (await saveGiven(step.tx, key, entry.id, booked.bookingId)))
  return null
}

/** Rule DW-7: all winners are booked: what is left is open to everybody, and whoever got nothing is told, once, with the state. */
async function close(step: Act, key: ReleaseKey, refused: ReadonlyMap<string, Refusal>): Promise<void> {
  const release = await lockRelease(step.tx, key)
  if (release === undefined || release.state === 'drawn') return
  const [entries, institution, clinic] = await Promise.all([entriesOf(step.tx, key), findInstitution(step.tx, key.institutionId), loadClinic(step.tx, key.institutionId, release.clinicId)])
  // Rule SC-21: nobody was passed over by lot where there was nothing to draw.
  const stopped = new Set((await timesOfRelease(step.tx, key)).filter((time) => time.stopped).map((time) => time.slotId))
  for (const entry of entries) {
    if (entry.bookingId !== null) continue
    const no = refused.get(entry.id)
    await queueMessage(step, { channel: 'sms', to: openPerson(step.vault, entry.sealed).phone, text: notDrawnMessage({ institution: institution?.name ?? '', clinic: clinic.name, onDate: release.onDate, ticket: entry.ticket, refused: no === undefined ? null : sayRefusal(no), isStopped: no === undefined && entry.choices.every((slotId) => stopped.has(slotId)) }) })
  }
  await saveState(step.tx, key, 'drawn')
  await step.record({ institutionId: key.institutionId, regionCode: release.regionCode, kind: 'booking.draw_closed', subjectId: key.releaseId, detail: { booked: entries.filter((each) => each.bookingId !== null).length, refused: refused.size } })
}
