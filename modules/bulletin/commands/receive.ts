import { systemActor } from '../../../kernel/actor.ts'
import { addWorkingDays, isWorkingDay } from '../../../kernel/calendar.ts'
import { addMs, shanghaiDate } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findInstitution, institutionsByIds } from '../../directory/public.ts'
import { parseContent } from '../gather.ts'
import { mayReceive } from '../rules/decisions.ts'
import { insertReceipt, listOwnReceipts, listReceipts } from '../store/receipts.ts'
import { findNewest, findVersion, listSince } from '../store/versions.ts'
import { linkOf } from './approve.ts'

/** Rule BU-14: signs for the newest version on behalf of the institution. */
export async function receiveBulletin(act: Act, bulletinId: string, ask: { version: number }): Promise<void> {
  const { actor } = act
  const newest = await findNewest(act.tx, bulletinId)
  const own = actor.institutionId === null ? undefined : await findInstitution(act.tx, actor.institutionId)
  if (newest === undefined || own === undefined || (await findVersion(act.tx, bulletinId, ask.version)) === undefined) throw new RefusedError('not_found')
  const content = parseContent(newest)
  const received = (await listOwnReceipts(act.tx, own.id, [bulletinId])).some((receipt) => receipt.version === newest.version)
  const no = mayReceive(actor, { addressed: content.bodies.map((body) => body.institutionId), newest: newest.version === ask.version, received })
  if (no !== null) throw new RefusedError(no.refused)
  const post = actor.posts.find((held) => held.role === 'institution_head' || held.role === 'institution_clerk' || held.role === 'complaint_officer')
  const made = await insertReceipt(act.tx, { institutionId: own.id, regionCode: own.regionCode, bulletinId, version: newest.version, accountId: actor.id, name: actor.name, post: post?.title ?? '', at: act.now.toISOString() })
  if (!made) throw new RefusedError('bulletin.received_already')
  await act.record({ institutionId: own.id, regionCode: own.regionCode, kind: 'bulletin.received', subjectId: bulletinId, detail: { number: newest.numberPrinted, version: newest.version } })
}

/** After so many working days whoever has not signed is reminded, for so long. */
const patience = 3
const lookBackMs = 62 * 86_400_000

/** Rule BU-14: each working day, once, whoever has not signed for the newest version three working days after it. */
export async function remindReceipts(platform: Platform): Promise<number> {
  return actAs(platform, systemActor('bulletin.remind'), async (act) => {
    if (!isWorkingDay(act.today, act.calendar)) return 0
    let sent = 0
    for (const row of await listSince(act.tx, addMs(act.now.toISOString(), -lookBackMs))) {
      if (addWorkingDays(shanghaiDate(row.publishedAt), patience, act.calendar).date > act.today) continue
      const version = await findVersion(act.tx, row.bulletinId, row.version)
      if (version === undefined) continue
      const signed = new Set((await listReceipts(act.tx, row.bulletinId)).filter((receipt) => receipt.version === row.version).map((receipt) => receipt.institutionId))
      const waiting = await institutionsByIds(act.tx, parseContent(version).bodies.map((body) => body.institutionId).filter((id) => !signed.has(id)))
      const notes = waiting.filter((body) => body.active).map((body) => ({
        institutionId: body.id, regionCode: body.regionCode, role: 'institution_clerk' as const, topic: 'bulletin.still_to_receive', params: { title: row.title, number: row.numberPrinted }, link: linkOf(row.bulletinId), onceKey: `bulletin.still:${row.bulletinId}:${row.version}:${act.today}`,
      }))
      for (let from = 0; from < notes.length; from += 500) await notify(act, ...notes.slice(from, from + 500))
      sent += notes.length
    }
    return sent
  })
}
