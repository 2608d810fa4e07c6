import { isRefusal, orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { PersonGiven } from '../rules/booking.ts'
import { readPerson } from '../rules/booking-person.ts'
import { mayWait, stopWait } from '../rules/booking-waiting.ts'
import { blocksOfPersons } from '../store/blocks.ts'
import { clinicDay, insertWait, loadWait, saveWait, type Wait } from '../store/waiting.ts'
import { personIndexFor, sealPerson } from './person.ts'

export type WaitAsk = { readonly institutionId: string; readonly clinicId: string; readonly onDate: string; readonly person: PersonGiven; readonly accountId: string | null }

/** Open the transaction as the system where a citizen asks. */
export async function waitForPlace(act: Act, ask: WaitAsk): Promise<Wait> {
  if (act.actor.kind === 'citizen' && ask.accountId !== act.actor.id) throw new RefusedError('access.denied')
  const person = orThrow(readPerson(ask.person, act.today))
  const day = await clinicDay(act.tx, { ...ask, at: act.now.toISOString() })
  const no = mayWait(day)
  if (no !== null || day === null) throw new RefusedError(no?.refused ?? 'booking.no_clinic_day')
  const personIndex = personIndexFor(act.vault, person.idNumber)
  const paused = (await blocksOfPersons(act.tx, ask.institutionId, [personIndex])).find((each) => each.state !== 'lifted' && each.fromOn <= act.today && each.toOn >= act.today)
  if (paused !== undefined && act.actor.kind === 'citizen') throw new RefusedError('booking.blocked', paused.toOn)
  const wait: Wait = { institutionId: ask.institutionId, id: act.newId(), regionCode: day.regionCode, clinicId: ask.clinicId, onDate: ask.onDate, personIndex, sealed: sealPerson(act.vault, person), accountId: ask.accountId, madeAt: act.now.toISOString(), state: 'waiting', bookingId: null }
  if (!(await insertWait(act.tx, wait))) throw new RefusedError('booking.waits_already')
  await act.record({ institutionId: wait.institutionId, regionCode: wait.regionCode, kind: 'booking.waits', subjectId: wait.id, detail: { clinicId: wait.clinicId, onDate: wait.onDate } })
  return wait
}

export async function withdrawWait(act: Act, key: { institutionId: string; waitId: string }): Promise<Wait> {
  const stopped = stopWait(await loadWait(act.tx, key.institutionId, key.waitId), act.actor)
  if (isRefusal(stopped)) throw new RefusedError(stopped.refused)
  await saveWait(act.tx, stopped)
  await act.record({ institutionId: stopped.institutionId, regionCode: stopped.regionCode, kind: 'booking.wait_withdrawn', subjectId: stopped.id })
  return stopped
}
