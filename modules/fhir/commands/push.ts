import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { listClinics, listExchangeSlots, pushSlots, saveClinic, stopClinic, type Clinic, type ExchangeSlot } from '../../booking/public.ts'
import { acting, tokens, type Ask, type Written } from '../ask.ts'
import { ourIdOf, ourIdsByIdentifier } from '../reads/names.ts'
import { showClinics } from '../reads/schedules.ts'
import { findSlot, showSlots } from '../reads/slots.ts'
import { idInReference, systems, type Identifier } from '../rules/resource.ts'
import { capacityOf, clinicAsked, revisionIn, ScheduleIn, SlotIn } from '../rules/to-booking.ts'
import { loadClientForUpdate } from '../store/clients.ts'
import { findByOwnId, namesOf, saveName } from '../store/names.ts'

type Named = 'Schedule' | 'Slot'
type Target = { readonly ownId: string | null; readonly ourId: string | null }

async function lookedUp(act: Act, ask: Ask, type: Named, id: string | null): Promise<Target> {
  const { institutionId } = ask.caller
  if (id !== null) return { ownId: id, ourId: await ourIdOf(act.tx, institutionId, type, id) }
  const found = await ourIdsByIdentifier(act.tx, institutionId, type, tokens(ask.params, 'identifier'))
  if (found === null) throw new RefusedError('fhir.parameter', `${type}?identifier=`)
  if (found.length > 1) throw new RefusedError('fhir.ambiguous')
  return { ownId: null, ourId: found[0] ?? null }
}

/**
 * Which one is meant: by the id of the address, or by a condition that one thing at most fits. What is not there yet a
 * client makes one after another, so that the same sent twice at once is one thing.
 */
async function targetOf(act: Act, ask: Ask, type: Named, id: string | null): Promise<Target> {
  const target = await lookedUp(act, ask, type, id)
  if (target.ourId !== null) return target
  await loadClientForUpdate(act.tx, ask.caller)
  return lookedUp(act, ask, type, id)
}

/** The own name stands beside what it names, in the same transaction; without one the name is ours. */
async function name(act: Act, ask: Ask, resource: Named, target: Target, ourId: string, identifier: readonly Identifier[]): Promise<void> {
  const { institutionId, regionCode, clientId } = ask.caller
  const [known] = await namesOf(act.tx, institutionId, resource, [ourId])
  const ownId = known?.ownId ?? target.ownId ?? ourId
  if (known === undefined && (await findByOwnId(act.tx, institutionId, resource, ownId)) !== undefined) throw new RefusedError('fhir.ambiguous')
  const [first] = identifier
  if (known === undefined && ownId === ourId && first === undefined) return
  await saveName(act.tx, { institutionId, regionCode, clientId, resource, ownId, ourId, identifier: first })
}

const isSame = (clinic: Clinic, given: Omit<ReturnType<typeof clinicAsked>, 'departmentId'> & { departmentId: string }): boolean =>
  clinic.departmentId === given.departmentId && clinic.staffId === given.staffId && clinic.name === given.name && clinic.service === given.service && clinic.feeCents === given.feeCents && clinic.brings === given.brings && clinic.active === given.active

/** Rule FH-9: a schedule is a clinic; the same again changes nothing. */
export async function putSchedule(ask: Ask, id: string | null, body: unknown): Promise<Written> {
  const schedule = ScheduleIn.parse(body)
  if (id !== null && schedule.id !== id) throw new RefusedError('fhir.id_differs')
  const { departmentId, ...given } = clinicAsked(schedule, ask.base)
  if (departmentId === null) throw new RefusedError('fhir.reference', 'Schedule.actor Location')
  if (given.name === '') throw new RefusedError('fhir.shape', 'Schedule.serviceType.text')
  const { institutionId } = ask.caller
  return acting(ask, async (act) => {
    const target = await targetOf(act, ask, 'Schedule', id)
    const known = target.ourId === null ? undefined : (await listClinics(act.tx, { institutionId })).find((each) => each.id === target.ourId)
    const expected = revisionIn(ask.ifMatch)
    if (expected !== null && expected !== known?.revision) throw new RefusedError('fhir.stale')
    const clinic = known !== undefined && isSame(known, { ...given, departmentId }) ? known : await saveClinic(act, { ...given, institutionId, departmentId, room: known?.room ?? '', ...(known === undefined ? {} : { clinicId: known.id, revision: known.revision }) })
    await name(act, ask, 'Schedule', target, clinic.id, schedule.identifier)
    const [resource] = await showClinics({ read: act.tx, today: act.today }, institutionId, [clinic])
    if (resource === undefined) throw new RefusedError('not_found')
    return { resource, created: known === undefined }
  })
}

type SlotGiven = ReturnType<(typeof SlotIn)['parse']>
const minuteOf = (instant: string): number => Number(shanghaiTime(instant).slice(0, 2)) * 60 + Number(shanghaiTime(instant).slice(3))

/** Rule FH-9: a time that stands keeps when it is; put as unavailable it is stopped, and who booked is told. */
async function slotAgain(act: Act, ask: Ask, current: ExchangeSlot, given: SlotGiven, clinicId: string): Promise<ExchangeSlot> {
  const { institutionId } = ask.caller
  const expected = revisionIn(ask.ifMatch)
  if (expected !== null && expected !== current.revision) throw new RefusedError('fhir.stale')
  const isOther = current.startsAt !== given.start || current.endsAt !== given.end || current.clinicId !== clinicId
  const capacity = given.extension.some((each) => each.url === systems.capacity) ? capacityOf(given.extension) : current.capacity
  if (isOther || (capacity !== current.capacity && !current.stopped)) throw new RefusedError('fhir.slot_stands')
  const isEnd = given.status === 'busy-unavailable' || given.status === 'entered-in-error'
  if (current.stopped && !isEnd) throw new RefusedError('fhir.slot_stopped')
  // Called full by a house that sold its places elsewhere, it would be sold here once more.
  if (given.status !== 'free' && !isEnd && current.free > 0) throw new RefusedError('fhir.slot_still_free')
  if (!isEnd || current.stopped) return current
  await stopClinic(act, { institutionId, clinicId, onDate: current.onDate, fromMinute: minuteOf(current.startsAt), toMinute: minuteOf(current.endsAt) === 0 ? 1440 : minuteOf(current.endsAt), reason: given.comment ?? '医院停诊', substituteClinicId: null })
  return (await findSlot(act.tx, institutionId, current.id, act.now.toISOString())) ?? current
}

async function newSlot(act: Act, ask: Ask, given: SlotGiven, clinicId: string): Promise<ExchangeSlot> {
  const { institutionId } = ask.caller
  const at = act.now.toISOString()
  if (given.status !== 'free') throw new RefusedError('fhir.slot_without_places')
  if (given.start <= at || given.end <= given.start) throw new RefusedError('fhir.slot_over', `${given.start} – ${given.end}`)
  const onDate = shanghaiDate(given.start)
  const { made } = await pushSlots(act, { institutionId, clinicId, slots: [{ startsAt: given.start, endsAt: given.end, onDate, room: given.comment?.slice(0, 40) ?? '', capacity: capacityOf(given.extension), pools: {}, opensAt: null }] })
  const [slot] = made === 0 ? [] : await listExchangeSlots(act.tx, { institutionId, clinicIds: [clinicId], pool: 'public', at, span: { from: given.start, before: given.end, fromOn: onDate, toOn: onDate }, limit: 1 })
  if (slot === undefined) throw new RefusedError('fhir.slot_overlaps')
  return slot
}

export async function putSlot(ask: Ask, id: string | null, body: unknown): Promise<Written> {
  const given = SlotIn.parse(body)
  if (id !== null && given.id !== id) throw new RefusedError('fhir.id_differs')
  const { institutionId } = ask.caller
  const text = given.schedule.reference ?? ''
  const scheduleId = idInReference(text, 'Schedule', ask.base)
  return acting(ask, async (act) => {
    const clinicId = scheduleId === null ? null : await ourIdOf(act.tx, institutionId, 'Schedule', scheduleId)
    if (clinicId === null) throw new RefusedError('fhir.reference', `Slot.schedule ${text}`.trim())
    const target = await targetOf(act, ask, 'Slot', id)
    const known = target.ourId === null ? undefined : await findSlot(act.tx, institutionId, target.ourId, act.now.toISOString())
    const slot = known === undefined ? await newSlot(act, ask, given, clinicId) : await slotAgain(act, ask, known, given, clinicId)
    await name(act, ask, 'Slot', target, slot.id, given.identifier)
    const [resource] = await showSlots(act.tx, institutionId, [slot])
    if (resource === undefined) throw new RefusedError('not_found')
    return { resource, created: known === undefined }
  })
}
