import type { Actor, StaffRole } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'

export type KeptRow = {
  accountId: string
  loginName: string
  name: string
  institutionId: string
  regionCode: string
  institutionName: string
  staffId: string
  roles: StaffRole[]
  hasPassword: boolean
  mustChangePassword: boolean
  failedCount: number
  lockedUntil: string | null
  disabledAt: string | null
  secondFactor: boolean
  openId: boolean
  lastSeenAt: string | null
  createdAt: string
}

export type Wanted = { search?: string | undefined; institutionId?: string | undefined; state?: string | undefined; before?: string | undefined; limit: number }

const held = (today: IsoDate) => sql<StaffRole[]>`coalesce((
  select array_agg(distinct p.role) from post_holding h join post p on p.institution_id = h.institution_id and p.id = h.post_id
  where h.institution_id = a.institution_id and h.staff_id = a.staff_id and h.from_on <= ${today}::date and (h.to_on is null or h.to_on >= ${today}::date)
    and (p.abolished_on is null or p.abolished_on > ${today}::date)), '{}')`

/**
 * Accounts of staff with what the directory knows of their holders. Runs in the scope of identity, which sees every
 * account, so the actor's own scope is a condition here and not left to row security.
 */
const kept = (read: ReadTx, actor: Actor, today: IsoDate) =>
  read
    .selectFrom('account as a')
    .innerJoin('institution as i', 'i.id', 'a.institution_id')
    .where('a.kind', '=', 'staff')
    .where('a.staff_id', 'is not', null)
    .where((eb) => eb.or([eb('a.institution_id', '=', actor.institutionId), ...(actor.regionPrefix === null ? [] : [eb('i.region_code', 'like', `${actor.regionPrefix}%`)])]))
    .select(['a.account_id as accountId', 'a.display_name as name', 'i.id as institutionId', 'i.region_code as regionCode', 'i.name as institutionName', 'a.must_change_password as mustChangePassword', 'a.failed_count as failedCount', 'a.locked_until as lockedUntil', 'a.disabled_at as disabledAt', 'a.created_at as createdAt'])
    .select([
      sql<string>`coalesce(a.login_name, '')`.as('loginName'),
      sql<string>`a.staff_id`.as('staffId'),
      sql<boolean>`a.password_hash is not null`.as('hasPassword'),
      sql<boolean>`a.totp_enabled_at is not null`.as('secondFactor'),
      sql<boolean>`a.oidc_subject is not null`.as('openId'),
      sql<string | null>`(select max(s.last_seen_at) from session s where s.account_id = a.account_id and not s.pending_second_factor)`.as('lastSeenAt'),
      held(today).as('roles'),
    ])

const literal = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

const stateIs = (state: string, now: string) => {
  if (state === 'disabled') return sql<boolean>`a.disabled_at is not null`
  const open = sql`a.disabled_at is null`
  const locked = sql`coalesce(a.locked_until > ${now}::timestamptz, false)`
  if (state === 'locked') return sql<boolean>`${open} and ${locked}`
  if (state === 'invited') return sql<boolean>`${open} and not ${locked} and a.must_change_password`
  return sql<boolean>`${open} and not ${locked} and not a.must_change_password`
}

export const listKept = (read: ReadTx, actor: Actor, today: IsoDate, now: string, wanted: Wanted): Promise<KeptRow[]> => {
  const { search, institutionId, state, before } = wanted
  let query = kept(read, actor, today)
  if (institutionId !== undefined) query = query.where('a.institution_id', '=', institutionId)
  if (before !== undefined) query = query.where('a.account_id', '<', before)
  if (search !== undefined && search !== '') query = query.where((eb) => eb.or([eb('a.display_name', 'ilike', literal(search)), eb('a.login_name', 'ilike', literal(search))]))
  if (state !== undefined) query = query.where(stateIs(state, now))
  return query.orderBy('a.account_id', 'desc').limit(wanted.limit).execute()
}

export const findKept = (read: ReadTx, actor: Actor, today: IsoDate, accountId: string): Promise<KeptRow | undefined> => kept(read, actor, today).where('a.account_id', '=', accountId).executeTakeFirst()

export type StaffMember = { staffId: string; name: string; institutionId: string; regionCode: string; leftOn: string | null; roles: StaffRole[]; accountId: string | null }

/** Somebody who may be given an account; any body, the rule decides. */
export const findStaff = (read: ReadTx, institutionId: string, staffId: string, today: IsoDate): Promise<StaffMember | undefined> =>
  read
    .selectFrom('staff as m')
    .where('m.institution_id', '=', institutionId)
    .where('m.id', '=', staffId)
    .select(['m.id as staffId', 'm.name', 'm.institution_id as institutionId', 'm.region_code as regionCode', 'm.left_on as leftOn'])
    .select([
      sql<string | null>`(select x.account_id from account x where x.institution_id = m.institution_id and x.staff_id = m.id)`.as('accountId'),
      sql<StaffRole[]>`(select ${held(today)} from (select m.institution_id, m.id as staff_id) a)`.as('roles'),
    ])
    .executeTakeFirst()

export type NewAccount = { accountId: string; loginName: string; name: string; institutionId: string; staffId: string; passwordHash: string; at: string }
export const insertStaffAccount = (tx: Tx, row: NewAccount) =>
  tx
    .insertInto('account')
    .values({
      account_id: row.accountId, kind: 'staff', login_name: row.loginName, display_name: row.name, institution_id: row.institutionId, staff_id: row.staffId,
      password_hash: row.passwordHash, password_changed_at: row.at, must_change_password: true, created_at: row.at,
    })
    .execute()
