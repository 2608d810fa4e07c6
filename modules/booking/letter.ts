import type { IsoDate } from '../../kernel/calendar.ts'
import type { Act } from '../../server/platform/act.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { newestOpenItem, type NewestOpenItem } from '../register/public.ts'
import { tellPortalJob } from './fact-jobs.ts'
import { addCounts } from './store/portal-use.ts'

/** The open letter to patients that a body shows (register patient-letter); null where there is none. */
export const openLetter = (read: ReadTx, institutionId: string, today: IsoDate): Promise<NewestOpenItem | null> => newestOpenItem(read, 'patient-letter', institutionId, today)

export const letterPath = (institutionId: string, from: 'message' | 'booking'): string => `/letters/${institutionId}?from=${from}`

/**
 * Rule BK-66: the letter goes along with a message about a booking or an admission: one line with its address, counted as sent
 * in the same transaction. '' where the house has written no letter.
 */
export async function letterLine(act: Act, body: { readonly institutionId: string; readonly regionCode: string }, with_: 'booking' | 'admission', n = 1): Promise<string> {
  if (n < 1 || (await openLetter(act.tx, body.institutionId, act.today)) === null) return ''
  await addCounts(act.tx, [{ ...body, onDate: act.today, what: `letter-${with_}`, n, at: act.now.toISOString() }])
  await tellPortalJob.enqueue(act.tx, { institutionId: body.institutionId }, { key: `${tellPortalJob.name} ${body.institutionId}` })
  return `致患者的一封信：${act.platform.publicUrl}${letterPath(body.institutionId, 'message')}`
}
