import { randomBytes } from 'node:crypto'
import { receiptCode } from '../../../kernel/ids.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { mayEnter, readWishes } from '../rules/draw-entry.ts'
import { findEntry, insertEntry, saveWithdrawn, type DrawEntry } from '../store/draw-entries.ts'
import { shareRelease, timesOfRelease, type Release, type ReleaseKey } from '../store/releases.ts'
import { sealPerson } from './person.ts'
import type { OpenVisitor } from './visitors.ts'

async function openRelease(act: Act, key: ReleaseKey): Promise<Release> {
  const release = await shareRelease(act.tx, key)
  if (release === undefined) throw new RefusedError('not_found')
  const no = mayEnter(release, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  return release
}

/** Rule DW-5. Open the transaction as the system. `entryId` is the key of the form: sent twice it is one entry with one ticket. */
export async function enterDraw(act: Act, key: ReleaseKey, ask: { readonly entryId: string; readonly accountId: string; readonly person: OpenVisitor; readonly wishes: readonly string[] }): Promise<DrawEntry> {
  const before = await findEntry(act.tx, key, ask.entryId)
  if (before !== undefined && before.accountId === ask.accountId) return before
  const release = await openRelease(act, key)
  const choices = orThrow(readWishes(ask.wishes, await timesOfRelease(act.tx, key)))
  const entry: DrawEntry = { ...key, id: ask.entryId, ticket: receiptCode(randomBytes(7)), personIndex: ask.person.personIndex, sealed: sealPerson(act.vault, ask.person), accountId: ask.accountId, choices, madeAt: act.now.toISOString(), bookingId: null }
  if (!(await insertEntry(act.tx, { ...entry, regionCode: release.regionCode }))) {
    // The same form, sent at the same moment, was a little faster.
    const same = await findEntry(act.tx, key, ask.entryId)
    if (same === undefined || same.accountId !== ask.accountId) throw new RefusedError('draw.entered_already')
    return same
  }
  await act.record({ institutionId: key.institutionId, regionCode: release.regionCode, kind: 'booking.draw_entered', subjectId: key.releaseId, detail: { ticket: entry.ticket } })
  return entry
}

/** Rule DW-5: until the close. */
export async function withdrawEntry(act: Act, key: ReleaseKey, ask: { readonly entryId: string; readonly accountId: string }): Promise<void> {
  const release = await openRelease(act, key)
  const entry = await findEntry(act.tx, key, ask.entryId)
  if (entry === undefined || entry.accountId !== ask.accountId) throw new RefusedError('not_found')
  await saveWithdrawn(act.tx, key, entry.id, act.now.toISOString())
  await act.record({ institutionId: key.institutionId, regionCode: release.regionCode, kind: 'booking.draw_withdrawn', subjectId: key.releaseId, detail: { ticket: entry.ticket } })
}
