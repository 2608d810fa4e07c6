import { randomBytes, randomUUID } from 'node:crypto'
import { systemActor } from '../../kernel/actor.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { newToken, tokenHash } from '../../server/platform/crypto.ts'
import { sql } from '../../server/platform/database.ts'
import { recountMonths } from '../../modules/prescribing/public.ts'

export type House = { readonly institutionId: string; readonly token: string; readonly lines: number }

/** A hospital of level two with so many qualified pharmacists and doctors, and so many prescriptions of October 2026 (two to four drugs each) and stays; every value follows from the position. */
export async function arrangeHouse(platform: Platform, size: { readonly prescriptions: number; readonly stays: number; readonly doctors: number; readonly drugs: number; readonly readers: number }): Promise<House> {
  const token = newToken()
  return act(platform, systemActor('bench'), async ({ tx, now }) => {
    const at = now.toISOString()
    const newId = () => uuidv7(now.getTime(), randomBytes(10))
    const institutionId = newId()
    const key = { institution_id: institutionId, region_code: '990121' }
    for (const [code, level, parent_code] of [['990000', 'province', null], ['990100', 'city', '990000'], ['990121', 'county', '990100']] as const) await tx.insertInto('region').values({ code, name: code, level, parent_code }).onConflict((c) => c.doNothing()).execute()
    await tx.insertInto('institution').values({ id: institutionId, region_code: '990121', region_prefix: null, name: '云溪县人民医院', short_name: '县医院', kind: 'general', level: 'two', ownership: 'public', credit_code: `BENCH${randomUUID().slice(0, 13)}`, created_at: at }).execute()
    const departments = Array.from({ length: 30 }, () => newId())
    await tx.insertInto('department').values(departments.map((id, n) => ({ ...key, id, name: `科室${n}`, kind: 'clinical' }))).execute()
    const doctors = Array.from({ length: size.doctors }, () => newId())
    const readers = Array.from({ length: size.readers }, () => newId())
    await tx.insertInto('staff').values([...doctors.map((id, n) => ({ ...key, id, name: `医师${n}`, title: '医师', employee_number: `D${n}`, joined_on: '2020-01-01' })), ...readers.map((id, n) => ({ ...key, id, name: `药师${n}`, title: '主管药师', employee_number: `P${n}`, joined_on: '2020-01-01' }))]).execute()
    for (const [n, staffId] of readers.entries()) {
      const postId = newId()
      await tx.insertInto('post').values({ ...key, id: postId, role: 'pharmacist', title: '药师' }).execute()
      await tx.insertInto('post_holding').values({ ...key, id: newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }).execute()
      const accountId = newId()
      await tx.insertInto('account').values({ account_id: accountId, kind: 'staff', display_name: `药师${n}`, institution_id: institutionId, staff_id: staffId, created_at: at }).execute()
      if (n === 0) await tx.insertInto('session').values({ token_hash: tokenHash(token), id: newId(), account_id: accountId, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
    }
    await sql`select charge_months('2026-10-01', '2026-10-31')`.execute(tx)
    await sql`insert into drug_item (code, atc, generic_name, name, form, strength, unit, ddd, ddd_unit, source, changed_at) select 'B' || n, 'A' || lpad((n % 90)::text, 2, '0') || 'AA' || lpad((n % 97)::text, 2, '0'), '药品' || n, '药品' || n, '片剂', '5mg', '盒', 10, 'mg', 'bench', ${at}::timestamptz from generate_series(0, ${size.drugs - 1}) n`.execute(tx)
    // Skewed as bills are: few doctors and few drugs make up much of it.
    await sql`
      insert into charge_line (institution_id, on_date, doc_no, line_key, region_code, file_id, line_no, kind, visit_kind, visit_no, prescription_no, department_id, department_code, staff_id, prescriber_code, item_code, item_name, quantity, unit, amount_cents, self_pay_cents, dose, dose_unit, frequency, days, route, diagnoses, age_days, long_term, reason, procurement, content)
      select ${institutionId}::uuid, date '2026-10-01' + (n % 31)::int, 'RX' || n, md5(n || '-' || k)::uuid, '990121', ${randomUUID()}::uuid, (n * 4 + k)::int, 'drug', case when n % 9 = 0 then 'emergency' else 'outpatient' end, 'V' || n, 'RX' || n,
        (${departments}::uuid[])[1 + (n % 30)::int], '', (${doctors}::uuid[])[1 + floor(${size.doctors} * power((n * 7919 % 100003) / 100003.0, 2))::int], '', 'B' || i.item, '药品' || i.item, 1 + n % 3, '盒', 500 + (n * 31 + k * 17) % 20000, 0, 5, 'mg', '一日两次', 3 + (n % 12)::int, '口服', '高血压病', 20000 + (n % 9000)::int, false, '', '', md5('c' || n || '-' || k)::uuid
      from generate_series(0, ${size.prescriptions - 1}::bigint) n cross join lateral generate_series(1, 2 + (n % 3)) k cross join lateral (select floor(${size.drugs} * power(((n * 104729 + k * 15485863) % 100003) / 100003.0, 3))::int as item) i`.execute(tx)
    await sql`
      insert into charge_line (institution_id, on_date, doc_no, line_key, region_code, file_id, line_no, kind, visit_kind, visit_no, prescription_no, department_id, department_code, staff_id, prescriber_code, item_code, item_name, quantity, unit, amount_cents, self_pay_cents, dose, dose_unit, frequency, days, route, diagnoses, age_days, long_term, reason, procurement, discharged_on, content)
      select ${institutionId}::uuid, date '2026-10-01' + (n % 25)::int, 'ZY' || n, md5('s' || n || '-' || k)::uuid, '990121', ${randomUUID()}::uuid, (n * 8 + k)::int, 'drug', 'inpatient', 'ZY' || n, '', (${departments}::uuid[])[1 + (n % 30)::int], '', (${doctors}::uuid[])[1 + (n % ${size.doctors})::int], '', 'B' || (n * 13 + k) % ${size.drugs}, '药品' || (n * 13 + k) % ${size.drugs}, 2, '盒', 3000, 0, 5, 'mg', '一日两次', 3, '口服', '肺炎', 20000, false, '', '', date '2026-10-01' + (n % 25 + 5)::int, md5('d' || n || '-' || k)::uuid
      from generate_series(0, ${size.stays - 1}::bigint) n cross join generate_series(1, 8) k`.execute(tx)
    await recountMonths(tx, { institutionId, regionCode: '990121' }, ['2026-10-01'], at, randomUUID())
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from charge_line where institution_id = ${institutionId}`.execute(tx)
    return { institutionId, token, lines: rows[0]?.n ?? 0 }
  })
}
