import type { StaffRole } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { Institution } from './rules/bodies.ts'
import * as institutions from './store/institutions.ts'
import * as posts from './store/posts.ts'
import * as staff from './store/staff.ts'

export { pinyinOf } from './pinyin.ts'
export { seedRegions } from './commands/regions.ts'
export { readMobile, readCitizenId } from './rules/bodies.ts'
export { subjectName, treatmentSubjects } from './treatment-subjects.ts'
export type { Institution } from './rules/bodies.ts'
export type { Holder } from './store/posts.ts'
export { accountsOfStaff, staffTitles } from './store/staff.ts'
export { accountsOfHolders, departmentNames, departmentsOn, rosterOn, staffNumbers, type RosterDepartment, type RosterPerson } from './store/roster.ts'

/** One body, closed ones too; undefined where there is none. Everyone may read bodies. */
export const findInstitution = (read: ReadTx, institutionId: string): Promise<Institution | undefined> => institutions.findInstitution(read, institutionId)

/** The bodies with these ids, in no order; unknown ids are left out. */
export const institutionsByIds = (read: ReadTx, ids: readonly string[]): Promise<Institution[]> => institutions.institutionsByIds(read, ids)

/** Names by id, for views that show several bodies. */
export async function institutionNames(read: ReadTx, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await institutions.institutionsByIds(read, ids)
  return new Map(found.map((each) => [each.id, each.name]))
}

/** Active bodies of a region by code prefix, in order of region and name; commissions only where asked for. */
export async function listInstitutions(read: ReadTx, ask: { regionPrefix: string; withCommissions?: boolean }): Promise<Institution[]> {
  const found = await institutions.listInstitutions(read, { region: ask.regionPrefix, state: 'active', sort: 'region' }, undefined, 100_000)
  return ask.withCommissions === true ? found : found.filter((each) => each.kind !== 'commission')
}

/**
 * Who holds the posts of a role, or one post, on a day. Address work and notices to roles and posts and ask this when a
 * person is needed: then what is open passes on with the post (Rule DIR-8).
 */
export const holdersOf = (read: ReadTx, institutionId: string, which: { role: StaffRole } | { postId: string }, on: IsoDate): Promise<posts.Holder[]> => posts.holdersOn(read, institutionId, which, on)

/** The member of staff behind the actor's account; null for citizens and the system. */
export const staffIdOf = (read: ReadTx, accountId: string): Promise<string | null> => staff.staffIdOfAccount(read, accountId)

/** The holding of a role on a day by whoever is behind an account, by that day's posts and not by what a session remembers; null where there is none. */
export async function holdingOf(read: ReadTx, institutionId: string, of: { accountId: string; role: StaffRole }, on: IsoDate): Promise<posts.Holder | null> {
  const staffId = await staff.staffIdOfAccount(read, of.accountId)
  return (await posts.holdersOn(read, institutionId, { role: of.role }, on)).find((holder) => holder.staffId === staffId) ?? null
}

/** The commission above another one; undefined where none works here. */
export async function commissionAbove(read: ReadTx, institutionId: string): Promise<Institution | undefined> {
  const own = await institutions.findInstitution(read, institutionId)
  return own?.regionPrefix == null ? undefined : institutions.findCommissionAbove(read, own.regionPrefix)
}

/** Names of staff in scope by id. */
export const staffNames = (read: ReadTx, staffIds: readonly string[]): Promise<Map<string, string>> => staff.staffNames(read, staffIds)
