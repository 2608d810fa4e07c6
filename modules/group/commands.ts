import type { z } from 'zod'
import { orThrow, RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { notify } from '../../server/platform/notify.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { findInstitution, staffIdOf } from '../directory/public.ts'
import { addDecidedDuty, reportFact } from '../plan/public.ts'
import type { decidedDuty } from './contract.ts'
import { putElsewhere } from './jobs.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

type NewMember = { role: string; name: string; postTitle: string; staffInstitutionId: string | null; staffId: string | null }
type GroupKey = { institutionId: string; groupId: string }
type ConsultKey = { institutionId: string; consultId: string; version: number }

const seat = (act: Act, given: NewMember, ordinal: number): rules.Member => ({ ...given, id: act.newId(), ordinal, fromOn: act.today, toOn: null })

/** Sets up a group of the actor's own body. The launch of a plan calls this with the roster that was read. */
export async function createGroup(
  act: Act,
  ask: { planId: string | null; name: string; office: string; officeDirector: string; workingRules: string; members: readonly NewMember[] },
): Promise<GroupKey> {
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (own === undefined) throw new RefusedError('group.not_the_office')
  const group: store.Group = { id: act.newId(), institutionId: own.id, regionCode: own.regionCode, planId: ask.planId, name: ask.name, office: ask.office, officeDirector: ask.officeDirector, workingRules: ask.workingRules }
  const no = rules.mayRunOffice(act.actor, group)
  if (no !== null) throw new RefusedError(no.refused)
  await store.insertGroup(act.tx, group, act.now.toISOString())
  await store.insertMembers(act.tx, group, ask.members.map((member, at) => seat(act, member, at + 1)))
  await reportFact(act, { institutionId: group.institutionId, regionCode: group.regionCode, kind: 'service', factKey: 'leading-group', on: act.today })
  await act.record({ institutionId: group.institutionId, regionCode: group.regionCode, kind: 'group.created', subjectId: group.id, detail: { name: group.name, planId: group.planId, members: ask.members.length } })
  return { institutionId: group.institutionId, groupId: group.id }
}

async function groupOfOffice(act: Act, key: GroupKey): Promise<store.Group> {
  const group = await store.loadGroup(act.tx, key.institutionId, key.groupId)
  const no = rules.mayRunOffice(act.actor, group)
  if (no !== null) throw new RefusedError(no.refused)
  return group
}

export async function changeGroup(act: Act, ask: GroupKey & { name: string; office: string; officeDirector: string; workingRules: string }): Promise<void> {
  const group = await groupOfOffice(act, ask)
  await store.saveGroup(act.tx, { ...group, name: ask.name, office: ask.office, officeDirector: ask.officeDirector, workingRules: ask.workingRules })
  await act.record({ institutionId: group.institutionId, regionCode: group.regionCode, kind: 'group.changed', subjectId: group.id, detail: { name: ask.name, office: ask.office } })
}

export async function addMember(act: Act, ask: GroupKey & NewMember): Promise<void> {
  const group = await groupOfOffice(act, ask)
  const members = await store.listMembers(act.tx, group.institutionId, group.id)
  const member = seat(act, { role: ask.role, name: ask.name, postTitle: ask.postTitle, staffInstitutionId: ask.staffInstitutionId, staffId: ask.staffId }, Math.max(0, ...members.map((each) => each.ordinal)) + 1)
  await store.insertMembers(act.tx, group, [member])
  await act.record({ institutionId: group.institutionId, regionCode: group.regionCode, kind: 'group.member_joined', subjectId: group.id, detail: { member: member.id, role: member.role, post: member.postTitle } })
}

export async function replaceMember(act: Act, ask: GroupKey & { memberId: string; successor: Omit<NewMember, 'role'> | null }): Promise<void> {
  const group = await groupOfOffice(act, ask)
  const member = (await store.listMembers(act.tx, group.institutionId, group.id)).find((each) => each.id === ask.memberId)
  if (member === undefined) throw new RefusedError('not_found')
  const change = orThrow(rules.replaceMember(member, ask.successor, act.today, act.newId()))
  await store.endMember(act.tx, group, member.id, act.today)
  if (change.joined !== null) await store.insertMembers(act.tx, group, [change.joined], member.id)
  await act.record({ institutionId: group.institutionId, regionCode: group.regionCode, kind: 'group.member_replaced', subjectId: group.id, detail: { left: member.id, joined: change.joined?.id ?? null } })
}

export async function askConsult(act: Act, ask: GroupKey & { question: string; background: string; clauseId: string | null }): Promise<{ institutionId: string; consultId: string }> {
  const group = await store.loadGroup(act.tx, ask.institutionId, ask.groupId)
  const members = await store.listMembers(act.tx, group.institutionId, group.id)
  const no = rules.mayAsk(act.actor, await staffIdOf(act.tx, act.actor.id), members)
  if (no !== null) throw new RefusedError(no.refused)
  if (act.actor.institutionId === null) throw new RefusedError('group.not_a_member')
  const consultId = act.newId()
  await store.insertConsult(act.tx, {
    body: group, id: consultId, groupId: group.id, planId: group.planId, clauseId: ask.clauseId, question: ask.question, background: ask.background,
    askedInstitutionId: act.actor.institutionId, askedBy: act.actor.id, askedName: act.actor.name, askedAt: act.now.toISOString(),
  })
  const owner = await findInstitution(act.tx, group.institutionId)
  await notify(act, { institutionId: group.institutionId, regionCode: group.regionCode, role: owner?.kind === 'commission' ? 'commission_clerk' : 'institution_clerk', topic: 'consult.asked', params: { question: ask.question, by: act.actor.name }, link: `/consults/${group.institutionId}/${consultId}` })
  await tellOfQuestion(act, group)
  await act.record({ institutionId: group.institutionId, regionCode: group.regionCode, kind: 'consult.asked', subjectId: consultId, detail: { groupId: group.id } })
  return { institutionId: group.institutionId, consultId }
}

/** The asker used the service; the group's body has one more matter to settle, told by a job where the asker cannot reach it. */
async function tellOfQuestion(act: Act, group: rules.Body): Promise<void> {
  const asker = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (asker !== undefined) await reportFact(act, { institutionId: asker.id, regionCode: asker.regionCode, kind: 'service', factKey: 'consultation', on: act.today })
  const put = { institutionId: group.institutionId, regionCode: group.regionCode }
  if (asker?.id === group.institutionId) await tellSettled(act, put)
  else await putElsewhere.enqueue(act.tx, { ...put, on: act.today })
}

const tellSettled = (act: Act, body: rules.Body) => reportFact(act, { ...body, kind: 'settle', factKey: 'consultation', on: act.today })

async function consultForOffice(act: Act, key: ConsultKey): Promise<store.ConsultRow> {
  const consult = await store.loadConsultForUpdate(act.tx, key.institutionId, key.consultId)
  if (consult.version !== key.version) throw new RefusedError('request.stale')
  return consult
}

export const asRule = (row: store.ConsultRow): rules.Consult => ({ ...row, askedOn: shanghaiToday(new Date(row.askedAt)) })

export async function conveneConsult(act: Act, ask: ConsultKey & { meetingOn: string; place: string }): Promise<void> {
  const consult = await consultForOffice(act, ask)
  orThrow(rules.convene(asRule(consult), act.actor, ask.meetingOn))
  await store.saveConsult(act.tx, consult, { state: 'convened', meeting_on: ask.meetingOn, place: ask.place })
  await tellAsker(act, consult, 'consult.convened', { on: ask.meetingOn, place: ask.place })
  await act.record({ institutionId: consult.institutionId, regionCode: consult.regionCode, kind: 'consult.convened', subjectId: consult.id, detail: { meetingOn: ask.meetingOn, place: ask.place } })
}

export async function decideConsult(act: Act, ask: ConsultKey & { attendees: string; minutes: string; decision: string; duties: readonly z.output<typeof decidedDuty>[] }): Promise<void> {
  const consult = await consultForOffice(act, ask)
  orThrow(rules.decide(asRule(consult), act.actor, act.today, ask.duties.length))
  const dutyIds: string[] = []
  for (const duty of ask.duties) {
    if (consult.planId === null) throw new RefusedError('consult.duty_without_plan')
    dutyIds.push(await addDecidedDuty(act, { planId: consult.planId, clauseId: consult.clauseId, text: duty.text, dueOn: duty.dueOn, institutionIds: duty.institutionIds, source: { kind: 'consult', id: consult.id } }))
  }
  await store.saveConsult(act.tx, consult, { state: 'decided', attendees: ask.attendees, minutes: ask.minutes, decision: ask.decision, decided_by: act.actor.id, decided_name: act.actor.name, decided_at: act.now.toISOString(), duty_ids: dutyIds })
  await tellAsker(act, consult, 'consult.decided', { decision: ask.decision.slice(0, 120) })
  await tellSettled(act, { institutionId: consult.institutionId, regionCode: consult.regionCode })
  await act.record({ institutionId: consult.institutionId, regionCode: consult.regionCode, kind: 'consult.decided', subjectId: consult.id, detail: { decision: ask.decision, duties: dutyIds } })
}

export async function declineConsult(act: Act, ask: ConsultKey & { reason: string }): Promise<void> {
  const consult = await consultForOffice(act, ask)
  orThrow(rules.decline(asRule(consult), act.actor))
  await store.saveConsult(act.tx, consult, { state: 'declined', declined_reason: ask.reason, decided_by: act.actor.id, decided_name: act.actor.name, decided_at: act.now.toISOString() })
  await tellAsker(act, consult, 'consult.declined', { reason: ask.reason.slice(0, 120) })
  await tellSettled(act, { institutionId: consult.institutionId, regionCode: consult.regionCode })
  await act.record({ institutionId: consult.institutionId, regionCode: consult.regionCode, kind: 'consult.declined', subjectId: consult.id, detail: { reason: ask.reason } })
}

async function tellAsker(act: Act, consult: store.ConsultRow, topic: string, params: Record<string, string>): Promise<void> {
  const asker = await findInstitution(act.tx, consult.askedInstitutionId)
  if (asker === undefined) return
  await notify(act, {
    institutionId: asker.id, regionCode: asker.regionCode, role: asker.kind === 'commission' ? 'commission_clerk' : 'institution_clerk', topic,
    params: { question: consult.question.slice(0, 80), ...params }, link: `/consults/${consult.institutionId}/${consult.id}`,
  })
}
