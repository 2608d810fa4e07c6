import { systemActor } from '../../../kernel/actor.ts'
import { printDate, type IsoDate } from '../../../kernel/calendar.ts'
import { shanghaiTime } from '../../../kernel/instant.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { openPerson } from '../../booking/public.ts'
import { findInstitution } from '../../directory/public.ts'
import { fit, passedOver, type Bed, type Ward } from '../rules/beds.ts'
import * as rules from '../rules/slip.ts'
import type { Slip, SlipKey } from '../rules/slip.ts'
import * as store from '../store/slips.ts'
import { houseOf, insertBeds, insertWard, lockWardOf, saveWard as saveWardRow, setBed } from '../store/wards.ts'
import { codeOf } from './code.ts'
import { keep, slipForCentre } from './slips.ts'

const mostReason = 10

/** The bed, if it fits; and who stands before this slip and could use it, which needs a reason (Rule AD-3). */
async function take(act: Act, slip: Slip, bedId: string, reason: string): Promise<{ bed: Bed; ward: Ward }> {
  await lockWardOf(act.tx, slip.institutionId, bedId)
  const house = await houseOf(act.tx, slip.institutionId)
  const bed = house.beds.find((each) => each.id === bedId)
  if (bed === undefined) throw new RefusedError('not_found')
  const { ward } = orThrow(fit(slip, bed, house))
  const passed = passedOver(slip, bed, await store.listLine(act.tx, slip.institutionId, slip.departmentId), house)
  if (passed.length > 0) {
    if (reason.length < mostReason) throw new RefusedError('admission.reason_needed', String(passed.length))
    await store.insertJump(act.tx, slip, { id: act.newId(), slipId: slip.id, departmentId: slip.departmentId, passed: passed.length, what: 'bed', reason, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() })
  }
  return { bed, ward }
}

/** Rule AD-4: the bed is kept and the patient is told by message: where, when, until when to answer. */
export async function offerBed(act: Act, ask: SlipKey & { readonly bedId: string; readonly comeOn: IsoDate; readonly reason: string }): Promise<void> {
  const slip = await slipForCentre(act, ask)
  const offered = orThrow(rules.offer(slip, { bedId: ask.bedId, wardId: ask.bedId }, ask.comeOn, { now: act.now.toISOString(), today: act.today }))
  const { bed, ward } = await take(act, slip, ask.bedId, ask.reason)
  await setBed(act.tx, slip.institutionId, bed.id, 'kept', slip.id, act.now.toISOString())
  const { phone } = openPerson(act.vault, slip.sealed)
  if (phone !== '') {
    const body = await findInstitution(act.tx, slip.institutionId)
    const until = offered.answerBy ?? act.now.toISOString()
    await queueMessage(act, { channel: 'sms', to: phone, text: `【回音】${body?.name ?? ''}：已为您安排${ward.name}床位，请于 ${printDate(ask.comeOn, 'zh')} 入院。请在 ${shanghaiTime(until)} 前到 ${act.platform.publicUrl}/admission/line 确认或放弃，查询码 ${codeOf(act.vault, ask)}。` })
  }
  await keep(act, slip, { ...offered, wardId: ward.id }, 'admission.offered', { bedId: bed.id, comeOn: ask.comeOn })
}

/** Rule AD-7: in from the offer, or an emergency at once into a bed. */
export async function admitPatient(act: Act, ask: SlipKey & { readonly bedId: string | null; readonly reason: string }): Promise<void> {
  const slip = await slipForCentre(act, ask)
  const now = act.now.toISOString()
  const bedId = slip.state === 'waiting' ? ask.bedId : slip.bedId
  const admitted = orThrow(rules.admit(slip, bedId === null ? null : { bedId, wardId: slip.wardId ?? bedId }, now))
  const wardId = slip.state === 'waiting' && bedId !== null ? (await take(act, slip, bedId, ask.reason)).ward.id : slip.wardId
  if (bedId !== null) await setBed(act.tx, slip.institutionId, bedId, 'taken', slip.id, now)
  await keep(act, slip, { ...admitted, wardId }, 'admission.admitted', { bedId })
}

export async function dischargePatient(act: Act, key: SlipKey): Promise<void> {
  const slip = await slipForCentre(act, key)
  await keep(act, slip, orThrow(rules.discharge(slip, act.now.toISOString())), 'admission.discharged')
}

/** The answer, by the patient's own page (as the system, after the code was asked for) or told to the centre. */
export async function answerOffer(act: Act, slip: Slip, answer: 'confirm' | 'decline'): Promise<void> {
  const now = act.now.toISOString()
  if (answer === 'confirm') await keep(act, slip, orThrow(rules.confirm(slip, now)), 'admission.confirmed')
  else await keep(act, slip, orThrow(rules.decline(slip, now)), 'admission.declined')
}

/** Rule AD-6: every ten minutes: who did not answer or did not come loses the bed; told to the centre by the list itself. */
export async function sweepLate(platform: Platform): Promise<{ late: number }> {
  const system = systemActor('admission')
  const late = await look(platform, system, ({ read, now, today }) => store.listLate(read, now.toISOString(), today, 500))
  for (const key of late) {
    await actAs(platform, system, async (act) => {
      const slip = await store.loadSlipForUpdate(act.tx, key)
      const missed = rules.miss(slip, { now: act.now.toISOString(), today: act.today })
      if ('refused' in missed) return
      await keep(act, slip, missed, 'admission.missed', { missed: missed.missed })
    })
  }
  return { late: late.length }
}

type WardAsk = Omit<Ward, 'id'> & { readonly beds: readonly { readonly label: string; readonly room: string }[] }

/** A ward with new beds; beds that exist stay. */
export async function saveWard(act: Act, ask: WardAsk & { readonly wardId: string | null }): Promise<string> {
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  const place = { institutionId: body?.id ?? '', regionCode: body?.regionCode ?? '' }
  const no = rules.maySetWards(act.actor, place)
  if (no !== null) throw new RefusedError(no.refused)
  const house = await houseOf(act.tx, place.institutionId)
  const known = house.wards.find((ward) => ward.id === ask.wardId)
  if (ask.wardId !== null && known === undefined) throw new RefusedError('not_found')
  if (house.wards.some((ward) => ward.id !== ask.wardId && ward.name === ask.name)) throw new RefusedError('admission.ward_exists', ask.name)
  const { beds, wardId, ...given } = ask
  const ward: Ward = { ...given, id: wardId ?? act.newId() }
  if (known === undefined) await insertWard(act.tx, place, ward)
  else await saveWardRow(act.tx, place, ward)
  const labels = beds.map((bed) => bed.label)
  const taken = labels.find((label, at) => labels.indexOf(label) !== at || house.beds.some((bed) => bed.wardId === ward.id && bed.label === label))
  if (taken !== undefined) throw new RefusedError('admission.bed_exists', taken)
  if (beds.length > 0) await insertBeds(act.tx, place, beds.map((bed) => ({ ...bed, id: act.newId(), wardId: ward.id, state: 'free', slipId: null, sex: null })), act.now.toISOString())
  await act.record({ ...place, kind: 'admission.ward_saved', subjectId: ward.id, detail: { name: ward.name, beds: beds.length, reserve: ward.reserve } })
  return ward.id
}

/** A bed is closed for cleaning or repair, and opened again. */
export async function setBedOpen(act: Act, ask: { readonly institutionId: string; readonly bedId: string; readonly open: boolean }): Promise<void> {
  const body = await findInstitution(act.tx, ask.institutionId)
  const place = { institutionId: ask.institutionId, regionCode: body?.regionCode ?? '' }
  const no = rules.mayGiveBeds(act.actor, place)
  if (no !== null) throw new RefusedError(no.refused)
  await lockWardOf(act.tx, ask.institutionId, ask.bedId)
  const bed = (await houseOf(act.tx, ask.institutionId)).beds.find((each) => each.id === ask.bedId)
  if (bed === undefined || bed.slipId !== null) throw new RefusedError('admission.bed_taken')
  await setBed(act.tx, ask.institutionId, ask.bedId, ask.open ? 'free' : 'closed', null, act.now.toISOString())
  await act.record({ ...place, kind: 'admission.bed_set', subjectId: ask.bedId, detail: { open: ask.open } })
}
