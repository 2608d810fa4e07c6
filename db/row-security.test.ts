import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous, systemActor, type Actor } from '../kernel/actor.ts'
import { scopeStatement } from '../server/platform/database.ts'
import { cloneDatabase } from '../server/testing/database.ts'
import { declaredTables, dropChecks, makeRow, type Declared } from '../server/testing/rows.ts'

// Two bodies in two regions, two accounts; every declared table gets a row of each.
const one = { institution_id: randomUUID(), region_code: '990121', account_id: randomUUID() }
const two = { institution_id: randomUUID(), region_code: '990221', account_id: randomUUID() }
const staffOf = (body: typeof one): Actor => ({ ...anonymous, kind: 'staff', id: body.account_id, institutionId: body.institution_id })
const commissionOf = (prefix: string): Actor => ({ ...anonymous, kind: 'staff', id: randomUUID(), institutionId: randomUUID(), regionPrefix: prefix })

/** The roster of an issued plan is part of the issued text; what is proved here is the group a body sets up for itself. */
const ownPart: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { leading_group: { plan_id: null } }
/** Policies beyond those of declare_table: each was looked at for what it opens. */
const reviewed = ['consult.ask_elsewhere', 'consult.read_asked', 'group_member.read_issued', 'leading_group.read_issued', 'matter_gram.index_own', 'notice.mark_read', 'register_open_item.read_listed']

let database: Awaited<ReturnType<typeof cloneDatabase>>
let superuser: Client
let app: Client
let tables: Declared[]
const made = new Map<string, { one: Record<string, unknown>; two: Record<string, unknown> }>()

beforeAll(async () => {
  database = await cloneDatabase()
  superuser = new Client({ connectionString: database.superUrl })
  app = new Client({ connectionString: database.appUrl })
  await superuser.connect()
  await app.connect()
  tables = await declaredTables(superuser)
  await dropChecks(superuser)
  for (const table of tables) {
    const own = ownPart[table.name] ?? {}
    made.set(table.name, { one: await makeRow(superuser, table, { ...own, ...one }), two: await makeRow(superuser, table, { ...own, ...two }) })
  }
})
afterAll(async () => {
  await Promise.all([superuser.end(), app.end()])
  await database.drop()
})

const having = (policy: string) => tables.filter((table) => table.policy === policy)
const keyOf = (table: Declared): 'institution_id' | 'account_id' => (table.policy === 'personal' ? 'account_id' : 'institution_id')

/** Runs one statement as the application in a scope, and undoes it. */
async function as(actor: Actor | null, statement: string, values: readonly unknown[] = []) {
  await app.query(actor === null ? 'begin' : scopeStatement(actor, false))
  try {
    return await app.query<Record<string, string>>(statement, [...values])
  } finally {
    await app.query('rollback')
  }
}
const seen = async (actor: Actor | null, table: Declared): Promise<string[]> => {
  const key = keyOf(table)
  return (await as(actor, `select distinct "${key}" as k from "${table.name}"`)).rows.map((row) => row['k'] ?? '').sort()
}
const change = async (actor: Actor, table: Declared, key: string, value: string): Promise<number | string> => {
  try {
    return (await as(actor, `update "${table.name}" set "${key}" = "${key}" where "${key}" = $1`, [value])).rowCount ?? 0
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
/** No row was reached, or the right is missing altogether. */
const isNo = (outcome: number | string): boolean => outcome === 0 || outcome === '42501'
const insert = async (actor: Actor, table: Declared, row: Readonly<Record<string, unknown>>): Promise<string> => {
  const names = table.columns.map((column) => column.name)
  try {
    await as(actor, `insert into "${table.name}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`, names.map((name) => row[name]))
    return 'inserted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

describe('the catalogue', () => {
  test('RS-1 every table is declared, and each with rows of a body or a person enables and forces row security', async () => {
    const { rows } = await superuser.query<{ name: string; declared: boolean; on: boolean; forced: boolean; own: boolean }>(`
      select c.relname as name, t.name is not null as declared, c.relrowsecurity as on, c.relforcerowsecurity as forced,
             exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname in ('institution_id', 'account_id')) as own
        from pg_class c join pg_namespace n on n.oid = c.relnamespace left join table_class t on t.name = c.relname
       where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`)
    expect(rows.filter((row) => !row.declared).map((row) => row.name)).toEqual(['migration', 'table_class'])
    expect(rows.filter((row) => row.own).length).toBeGreaterThan(20)
    expect(rows.filter((row) => row.own && !(row.on && row.forced)).map((row) => row.name)).toEqual([])
  })

  test('RS-1 every table under row security has a policy, and none trusts all rows but the chain heads', async () => {
    const { rows } = await superuser.query<{ tablename: string; policyname: string }>(`select tablename, policyname from pg_policies where schemaname = 'public'`)
    const guarded = tables.filter((table) => table.policy !== 'open').map((table) => table.name)
    expect(guarded.filter((name) => !rows.some((row) => row.tablename === name))).toEqual([])
    expect(having('everyone').map((table) => table.name)).toEqual(['chain_head'])
    const standard = ['own_rows', 'read_all', 'write_region', 'change_region', 'remove_region', 'own_account', 'read_own', 'leave_trace', 'all_rows']
    expect(rows.filter((row) => !standard.includes(row.policyname)).map((row) => `${row.tablename}.${row.policyname}`).sort()).toEqual(reviewed)
  })

  test('RS-2 the application role is no superuser, bypasses nothing, owns nothing, and creates nothing', async () => {
    const { rows } = await superuser.query(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = 'huiyin_app'`)
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false }])
    const owned = await superuser.query(`
      select relname as name from pg_class where relowner = 'huiyin_app'::regrole union all
      select proname from pg_proc where proowner = 'huiyin_app'::regrole union all
      select nspname from pg_namespace where nspowner = 'huiyin_app'::regrole`)
    expect(owned.rows).toEqual([])
    await expect(app.query('create table trial (n int)')).rejects.toThrow('permission denied')
    await expect(app.query('alter table staff disable row level security')).rejects.toThrow('must be owner')
    await expect(app.query('set session_replication_role = replica')).rejects.toThrow('permission denied')
  })
})

describe('the rows', () => {
  test('RS-3 without a scope, and in nobody\'s scope, not one row of a body or a person is seen', async () => {
    for (const table of [...having('owned'), ...having('append'), ...having('personal')]) {
      expect([table.name, await seen(null, table), await seen(anonymous, table)]).toEqual([table.name, [], []])
    }
  })

  test('RS-4 staff see the rows of their body, a commission those of its region, the system all', async () => {
    const owned = [...having('owned'), ...having('append')]
    expect(owned.length).toBeGreaterThan(15)
    for (const table of owned) {
      expect([table.name, await seen(staffOf(one), table)]).toEqual([table.name, [one.institution_id]])
      expect([table.name, await seen(commissionOf('990121'), table)]).toEqual([table.name, [one.institution_id]])
      expect([table.name, await seen(commissionOf('9902'), table)]).toEqual([table.name, [two.institution_id]])
      expect([table.name, await seen(commissionOf('990'), table)]).toEqual([table.name, [one.institution_id, two.institution_id].sort()])
      expect([table.name, await seen(systemActor('test'), table)]).toEqual([table.name, [one.institution_id, two.institution_id].sort()])
    }
  })

  test('RS-5 nobody changes or removes a row of another body, and owned tables take none from outside', async () => {
    for (const table of [...having('owned'), ...having('append')]) {
      expect([table.name, isNo(await change(staffOf(one), table, 'institution_id', two.institution_id))]).toEqual([table.name, true])
      expect([table.name, isNo(await change(commissionOf('990121'), table, 'institution_id', two.institution_id))]).toEqual([table.name, true])
    }
    for (const table of having('owned')) {
      const row = made.get(table.name)?.two ?? {}
      expect([table.name, await insert(staffOf(one), table, row)]).toEqual([table.name, '42501'])
      // In its own scope the same row fails on its key only: what refused it above was the line between bodies.
      expect([table.name, await insert(staffOf(two), table, row)]).not.toEqual([table.name, '42501'])
    }
  })

  test('RS-6 what is issued is read by everyone and changed only by the commission of its region', async () => {
    const issued = having('issued').filter((table) => table.columns.some((column) => column.name === 'region_code'))
    expect(issued.length).toBeGreaterThan(0)
    for (const table of issued) {
      const isOpen = await as(null, `select 1 from "${table.name}"`)
      expect([table.name, isOpen.rowCount]).toEqual([table.name, 2])
      expect([table.name, isNo(await change(staffOf(one), table, 'region_code', one.region_code))]).toEqual([table.name, true])
      expect([table.name, isNo(await change(commissionOf('9902'), table, 'region_code', one.region_code))]).toEqual([table.name, true])
    }
  })

  test('RS-7 personal rows are seen and changed by their account alone, and by the identity scope', async () => {
    const personal = having('personal')
    expect(personal.map((table) => table.name)).toEqual(expect.arrayContaining(['account', 'citizen', 'session', 'recovery_code', 'password_history', 'idempotency']))
    for (const table of personal) {
      expect([table.name, await seen(staffOf(one), table)]).toEqual([table.name, [one.account_id]])
      expect([table.name, await seen(commissionOf('99'), table)]).toEqual([table.name, []])
      expect([table.name, await seen(systemActor('identity'), table)]).toEqual([table.name, [one.account_id, two.account_id].sort()])
      expect([table.name, isNo(await change(staffOf(one), table, 'account_id', two.account_id))]).toEqual([table.name, true])
    }
  })

  test('RS-8 tables without row security hold nothing of a body or a person in clear', () => {
    const open = having('open')
    expect(open.map((table) => table.name).sort()).toMatchInlineSnapshot(`
      [
        "admission_receipt_try",
        "calendar_day",
        "calendar_year",
        "drug_item",
        "matter_form_use",
        "matter_receipt_try",
        "measure_definition",
        "measure_spread",
        "one_time_code",
        "outbox",
        "payment_stand_in",
        "plan_template",
        "region",
        "register_definition",
        "setting",
        "unknown_sign_in",
      ]
    `)
    for (const table of open) expect([table.name, table.columns.filter((column) => ['institution_id', 'account_id', 'staff_id'].includes(column.name))]).toEqual([table.name, []])
  })
})
