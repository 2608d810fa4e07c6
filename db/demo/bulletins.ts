import { addDays, addMonths, firstOfMonth, type IsoDate } from '../../kernel/calendar.ts'
import { approveBulletin, submitBulletin } from '../../modules/bulletin/commands/approve.ts'
import { publishBulletin } from '../../modules/bulletin/commands/publish.ts'
import { receiveBulletin } from '../../modules/bulletin/commands/receive.ts'
import { openBulletin } from '../../modules/bulletin/commands/work.ts'
import { monthOf } from '../../modules/bulletin/rules/month.ts'
import { loadBulletin } from '../../modules/bulletin/store/bulletins.ts'
import { look, type Platform } from '../../server/platform/act.ts'
import { at, stage, type Cast } from './cast.ts'
import { signedBy } from './signing.ts'

/** Who has not signed for it yet. */
const silent = 'nanshan'

/** The work bulletin of the month that is over: written, signed by the head, published, and received by everybody but one. */
export async function loadBulletins(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const now = platform.clock.now().toISOString()
  const [clerk, head] = [cast.actor('commission', 'commission_clerk'), cast.actor('commission', 'commission_head')]
  const when = (days: number, hour: number): string => {
    const instant = at(addDays(firstOfMonth(today), days), hour)
    return instant < now ? instant : now
  }
  const institutionId = clerk.institutionId ?? ''
  let bulletinId = ''
  await stage(platform, async (as) => {
    bulletinId = await openBulletin(await as(when(5, 9), clerk), { kind: 'work', month: monthOf(addMonths(firstOfMonth(today), -1)) })
    await submitBulletin(await as(when(6, 11), clerk), bulletinId, { revision: 1, namesChecked: true })
  })
  const revision = async () => (await look(platform, clerk, ({ read }) => loadBulletin(read, { institutionId, bulletinId }))).revision
  const waiting = await look(platform, clerk, ({ read }) => loadBulletin(read, { institutionId, bulletinId }))
  await signedBy(platform, head, when(6, 16), (act, proof) => approveBulletin(act, bulletinId, { revision: waiting.revision, seen: waiting.sha256 ?? '', ...proof }))
  const approved = await revision()
  await stage(platform, async (as) => {
    await publishBulletin(await as(when(7, 9), clerk), bulletinId, { revision: approved })
    for (const [nth, key] of [...cast.people.institutions.keys()].filter((each) => each !== 'commission' && each !== silent).entries()) {
      await receiveBulletin(await as(when(7 + (nth % 3), 10 + (nth % 6)), cast.actor(key, 'institution_clerk', key === 'renmin' ? 1 : 0)), bulletinId, { version: 1 })
    }
  })
  log('工作通报 1 期')
}
