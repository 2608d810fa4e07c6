import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../server/platform/database.ts'
import type { Body, Consult, Member } from './rules.ts'

const memberColumns = ['id', 'ordinal', 'role', 'name', 'post_title as postTitle', 'staff_institution_id as staffInstitutionId', 'staff_id as staffId', 'from_on as fromOn', 'to_on as toOn'] as const
const groupColumns = ['id', 'institution_id as institutionId', 'region_code as regionCode', 'plan_id as planId', 'name', 'office', 'office_director as officeDirector', 'working_rules as workingRules'] as const

export type Group = Body & { id: string; planId: string | null; name: string; office: string; officeDirector: string; workingRules: string }

/** Groups in scope with their counts: present members, consultations not yet closed. */
export const listGroups = (read: ReadTx, planId: string | undefined) =>
  read
    .selectFrom('leading_group as g')
    .select(['g.id', 'g.institution_id as institutionId', 'g.plan_id as planId', 'g.name', 'g.office', 'g.office_director as officeDirector'])
    .select((eb) => [
      eb.selectFrom('group_member as m').whereRef('m.institution_id', '=', 'g.institution_id').whereRef('m.group_id', '=', 'g.id').where('m.to_on', 'is', null).select((e) => e.fn.countAll<number>().as('n')).as('members'),
      eb.selectFrom('consult as c').whereRef('c.institution_id', '=', 'g.institution_id').whereRef('c.group_id', '=', 'g.id').where('c.state', 'in', ['asked', 'convened']).select((e) => e.fn.countAll<number>().as('n')).as('openConsults'),
    ])
    .$if(planId !== undefined, (query) => query.where('g.plan_id', '=', planId ?? ''))
    .orderBy('g.created_at', 'desc')
    .limit(1000)
    .execute()

export const loadGroup = (read: ReadTx, institutionId: string, groupId: string): Promise<Group> =>
  read.selectFrom('leading_group').select(groupColumns).where('institution_id', '=', institutionId).where('id', '=', groupId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const listMembers = (read: ReadTx, institutionId: string, groupId: string): Promise<Member[]> =>
  read.selectFrom('group_member').select(memberColumns).where('institution_id', '=', institutionId).where('group_id', '=', groupId).orderBy('ordinal').orderBy('from_on').limit(1000).execute()

export const insertGroup = (tx: Tx, group: Group, createdAt: string) =>
  tx
    .insertInto('leading_group')
    .values({ institution_id: group.institutionId, id: group.id, region_code: group.regionCode, plan_id: group.planId, name: group.name, office: group.office, office_director: group.officeDirector, working_rules: group.workingRules, created_at: createdAt })
    .execute()

export const saveGroup = (tx: Tx, group: Group) =>
  tx
    .updateTable('leading_group')
    .set({ name: group.name, office: group.office, office_director: group.officeDirector, working_rules: group.workingRules })
    .where('institution_id', '=', group.institutionId)
    .where('id', '=', group.id)
    .execute()

export async function insertMembers(tx: Tx, group: Group, members: readonly Member[], replaces: string | null = null): Promise<void> {
  if (members.length === 0) return
  await tx
    .insertInto('group_member')
    .values(
      members.map((member) => ({
        institution_id: group.institutionId,
        id: member.id,
        region_code: group.regionCode,
        group_id: group.id,
        issued: group.planId !== null,
        ordinal: member.ordinal,
        role: member.role,
        name: member.name,
        post_title: member.postTitle,
        staff_institution_id: member.staffInstitutionId,
        staff_id: member.staffId,
        from_on: member.fromOn,
        to_on: member.toOn,
        replaces,
      })),
    )
    .execute()
}

export const endMember = (tx: Tx, group: Group, memberId: string, toOn: string) =>
  tx.updateTable('group_member').set({ to_on: toOn }).where('institution_id', '=', group.institutionId).where('id', '=', memberId).execute()

const consultColumns = [
  'id', 'institution_id as institutionId', 'region_code as regionCode', 'group_id as groupId', 'plan_id as planId', 'clause_id as clauseId', 'question', 'background', 'state',
  'asked_institution_id as askedInstitutionId', 'asked_name as askedName', 'asked_at as askedAt', 'meeting_on as meetingOn', 'place', 'attendees', 'minutes', 'decision',
  'declined_reason as declinedReason', 'decided_name as decidedName', 'decided_at as decidedAt', 'duty_ids as dutyIds', 'version',
] as const

const consultState = (state: string): Consult['state'] => (state === 'convened' || state === 'decided' || state === 'declined' ? state : 'asked')

export async function listConsults(read: ReadTx, ask: { groupId?: string | undefined; state?: string | undefined; before?: { at: string; id: string } | undefined; limit: number }) {
  const rows = await read
    .selectFrom('consult')
    .select(consultColumns)
    .$if(ask.groupId !== undefined, (query) => query.where('group_id', '=', ask.groupId ?? ''))
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.before !== undefined, (query) => query.where((eb) => eb.or([eb('asked_at', '<', ask.before?.at ?? ''), eb.and([eb('asked_at', '=', ask.before?.at ?? ''), eb('id', '<', ask.before?.id ?? '')])])))
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(ask.limit)
    .execute()
  return rows.map((row) => ({ ...row, state: consultState(row.state) }))
}
export type ConsultRow = Awaited<ReturnType<typeof listConsults>>[number]

export async function loadConsult(read: ReadTx, institutionId: string, consultId: string): Promise<ConsultRow> {
  const row = await read.selectFrom('consult').select(consultColumns).where('institution_id', '=', institutionId).where('id', '=', consultId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  return { ...row, state: consultState(row.state) }
}

/** Locks the row: two clerks of one office act one after the other. */
export async function loadConsultForUpdate(tx: Tx, institutionId: string, consultId: string): Promise<ConsultRow> {
  const row = await tx.selectFrom('consult').select(consultColumns).where('institution_id', '=', institutionId).where('id', '=', consultId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  return { ...row, state: consultState(row.state) }
}

export const insertConsult = (
  tx: Tx,
  consult: { body: Body; id: string; groupId: string; planId: string | null; clauseId: string | null; question: string; background: string; askedInstitutionId: string; askedBy: string; askedName: string; askedAt: string },
) =>
  tx
    .insertInto('consult')
    .values({
      institution_id: consult.body.institutionId, id: consult.id, region_code: consult.body.regionCode, group_id: consult.groupId, plan_id: consult.planId, clause_id: consult.clauseId,
      question: consult.question, background: consult.background, state: 'asked',
      asked_institution_id: consult.askedInstitutionId, asked_by: consult.askedBy, asked_name: consult.askedName, asked_at: consult.askedAt,
    })
    .execute()

type Change = { state: Consult['state']; meeting_on?: string; place?: string; attendees?: string; minutes?: string; decision?: string; declined_reason?: string; decided_by?: string; decided_name?: string; decided_at?: string; duty_ids?: string[] }
export const saveConsult = (tx: Tx, consult: ConsultRow, change: Change) =>
  tx.updateTable('consult').set({ ...change, version: consult.version + 1 }).where('institution_id', '=', consult.institutionId).where('id', '=', consult.id).execute()

/** When a body asked, in time order: the use it made of consultations. */
export const listAsked = (read: ReadTx, institutionId: string, from: string, to: string) =>
  read
    .selectFrom('consult')
    .select(['id', 'institution_id as groupInstitutionId', 'question', 'asked_at as askedAt'])
    .where('asked_institution_id', '=', institutionId)
    .where('asked_at', '>=', from)
    .where('asked_at', '<', to)
    .orderBy('asked_at')
    .execute()

/** Consultations put to the groups of a body, with when each was asked and settled. */
export const listPut = (read: ReadTx, institutionId: string, before: string) =>
  read.selectFrom('consult').select(['id', 'question', 'asked_at as askedAt', 'decided_at as settledAt']).where('institution_id', '=', institutionId).where('asked_at', '<', before).orderBy('asked_at').execute()

/** Groups of a body, with when each was set up. */
export const listFounded = (read: ReadTx, institutionId: string, from: string, to: string) =>
  read.selectFrom('leading_group').select(['id', 'name', 'created_at as createdAt']).where('institution_id', '=', institutionId).where('created_at', '>=', from).where('created_at', '<', to).orderBy('created_at').execute()
