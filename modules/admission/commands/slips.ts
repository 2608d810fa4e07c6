import { hasRole } from '../../../kernel/actor.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { letterLine, openPerson, personIndexFor, type SealedPerson } from '../../booking/public.ts'
import { readPerson } from '../../booking/rules/booking-person.ts'
import { departmentsOn, findInstitution } from '../../directory/public.ts'
import { factOf } from '../rules/fact.ts'
import * as rules from '../rules/slip.ts'
import type { Slip, SlipKey, SlipKind, Sex, Urgency } from '../rules/slip.ts'
import { insertReceipt } from '../store/receipts.ts'
import * as store from '../store/slips.ts'
import { setBed } from '../store/wards.ts'
import { codeIndexFor, codeOf, tailIndexFor, tailOf } from './code.ts'

export type SlipAsk = {
  readonly departmentId: string; readonly kind: SlipKind; readonly diagnosis: string; readonly urgency: Urgency; readonly stayDays: number; readonly infection: boolean; readonly sex: Sex; readonly bornYear: number
  readonly person: SealedPerson; readonly tests: 'none' | 'ordered'; readonly examOrderId: string | null; readonly note: string
}

/** Rule AD-11: an emergency is written down before its papers; everybody else under the real name. */
function personOf(act: Act, ask: SlipAsk): { person: SealedPerson; personIndex: string | null } {
  const { name, phone, idNumber } = ask.person
  if (ask.urgency === 1 && idNumber === '') return { person: { name: name === '' ? '待核实' : name, phone, idNumber: '' }, personIndex: null }
  if (name === '' || phone === '' || idNumber === '') throw new RefusedError('admission.person_missing')
  const read = orThrow(readPerson({ name, phone, idNumber, bornOn: null }, act.today))
  return { person: { name: read.name, phone: read.phone, idNumber: read.idNumber }, personIndex: personIndexFor(act.vault, read.idNumber) }
}

export async function makeSlip(act: Act, ask: SlipAsk): Promise<SlipKey> {
  const no = rules.mayMake(act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  if (body === undefined) throw new RefusedError('admission.makers_only')
  if (!(await departmentsOn(act.tx, body.id, act.today)).some((each) => each.id === ask.departmentId)) throw new RefusedError('admission.department_unknown')
  const { person, personIndex } = personOf(act, ask)
  const id = act.newId()
  const key = { institutionId: body.id, slipId: id }
  const code = codeOf(act.vault, key)
  const now = act.now.toISOString()
  const slip: Slip = {
    institutionId: body.id, id, regionCode: body.regionCode, departmentId: ask.departmentId, kind: ask.kind, diagnosis: ask.diagnosis, urgency: ask.urgency, stayDays: ask.stayDays, infection: ask.infection, sex: ask.sex, bornYear: ask.bornYear, personIndex,
    sealed: act.vault.seal(JSON.stringify(person)), tailIndex: person.phone === '' ? null : tailIndexFor(act.vault, code, tailOf(person.phone)), tests: ask.tests, examOrderId: ask.examOrderId, note: ask.note, madeBy: act.actor.id, madeName: act.actor.name, madeAt: now, lineAt: now, state: 'waiting',
    bedId: null, wardId: null, offeredAt: null, answerBy: null, comeOn: null, missed: 0, declined: 0, admittedAt: null, dischargedAt: null, endReason: null, revision: 1,
  }
  await store.insertSlip(act.tx, slip)
  await insertReceipt(act.tx, { ...key, regionCode: body.regionCode, codeIndex: codeIndexFor(act.vault, code), at: now })
  if (person.phone !== '') {
    const letter = await letterLine(act, { institutionId: body.id, regionCode: body.regionCode }, 'admission')
    await queueMessage(act, { channel: 'sms', to: person.phone, text: `【回音】入院登记已收到，查询码 ${code}。在 ${act.platform.publicUrl}/admission/line 可看排到第几位。${letter}` })
  }
  await tellFacts(act, [{ before: null, after: factOf(slip) }])
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'admission.slip_made', subjectId: id, detail: { departmentId: ask.departmentId, kind: ask.kind, urgency: ask.urgency } })
  return key
}

/** A step saved with what follows from it: the bed that it leaves is free, the facts are told, the chain is written. */
export async function keep(act: Act, before: Slip, after: Slip, kind: string, detail: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const now = act.now.toISOString()
  await store.saveSlip(act.tx, after, now)
  if (before.bedId !== null && after.bedId === null) await setBed(act.tx, before.institutionId, before.bedId, 'free', null, now)
  await tellFacts(act, [{ before: factOf(before), after: factOf(after) }])
  await act.record({ institutionId: after.institutionId, regionCode: after.regionCode, kind, subjectId: after.id, detail: { ...detail, from: before.state, to: after.state } })
}

/** The slip, locked, for whoever gives beds. */
export async function slipForCentre(act: Act, key: SlipKey): Promise<Slip> {
  const slip = await store.loadSlipForUpdate(act.tx, key)
  const no = rules.mayGiveBeds(act.actor, slip)
  if (no !== null) throw new RefusedError(no.refused)
  return slip
}

export async function withdrawSlip(act: Act, ask: SlipKey & { readonly reason: string }): Promise<void> {
  const slip = await slipForCentre(act, ask)
  await keep(act, slip, orThrow(rules.withdraw(slip, ask.reason)), 'admission.withdrawn', { reason: ask.reason })
}

export async function finishTests(act: Act, key: SlipKey): Promise<void> {
  const slip = await store.loadSlipForUpdate(act.tx, key)
  if (rules.mayGiveBeds(act.actor, slip) !== null && rules.mayJudgeClass(act.actor, slip) !== null) throw new RefusedError('admission.beds_only')
  await keep(act, slip, orThrow(rules.finishTests(slip)), 'admission.tests_done')
}

/** Rule AD-3: whoever is raised passes others: for a medical reason, on the list that everybody of the house reads. */
export async function changeClass(act: Act, ask: SlipKey & { readonly urgency: Urgency; readonly reason: string }): Promise<void> {
  const slip = await store.loadSlipForUpdate(act.tx, ask)
  const no = rules.mayJudgeClass(act.actor, slip)
  if (no !== null) throw new RefusedError(no.refused)
  const changed = orThrow(rules.changeClass(slip, ask.urgency))
  const line = await store.listLine(act.tx, slip.institutionId, slip.departmentId)
  const passed = rules.aheadOf(slip, line) - rules.aheadOf(changed, line)
  if (passed > 0) await store.insertJump(act.tx, slip, { id: act.newId(), slipId: slip.id, departmentId: slip.departmentId, passed, what: 'class', reason: ask.reason, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() })
  await keep(act, slip, changed, 'admission.class_changed', { urgency: ask.urgency, was: slip.urgency, passed, reason: ask.reason })
}

export async function readClear(act: Act, key: SlipKey): Promise<SealedPerson> {
  const slip = await store.loadSlip(act.tx, key)
  if (rules.mayGiveBeds(act.actor, slip) !== null && !(act.actor.institutionId === slip.institutionId && hasRole(act.actor, 'doctor'))) throw new RefusedError('admission.beds_only')
  await act.record({ institutionId: slip.institutionId, regionCode: slip.regionCode, kind: 'read.admission_patient', subjectId: slip.id, detail: {} })
  return openPerson(act.vault, slip.sealed)
}
