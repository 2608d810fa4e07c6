import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventCitizenId, inventCreditCode, inventMobile } from '../../kernel/invented.ts'
import { look } from '../../server/platform/act.ts'
import { systemActor } from '../../kernel/actor.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { holdersOf, seedRegions } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let seed = 5000
const facts = (more: object = {}) => ({ name: `新机构${(seed += 1)}`, shortName: '新', regionCode: '990121', kind: 'township', level: 'primary', ownership: 'public', beds: 20, creditCode: inventCreditCode(seed), address: '', phone: '', ...more })
const eventsOf = (institutionId: string) =>
  look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('event').select(['kind', 'detail', 'subject_id']).where('institution_id', '=', institutionId).orderBy('seq').execute())
const kindsOf = async (institutionId: string) => (await eventsOf(institutionId)).map((each) => each.kind)

/** A hospital with its clerk and head, and the commission above with its clerk and head. */
async function setUp() {
  const hospital = await newInstitution(world)
  const commission = await newInstitution(world, { kind: 'commission' })
  const people = { hospitalClerk: await hospital.person('institution_clerk'), hospitalHead: await hospital.person('institution_head'), clerk: await commission.person('commission_clerk') }
  return { hospital, commission, id: hospital.institutionId, clerk: api(world, people.clerk), hospitalClerk: api(world, people.hospitalClerk), hospitalHead: api(world, people.hospitalHead) }
}
const newPerson = async (as: ReturnType<typeof api>, institutionId: string, more: object = {}) => {
  const made = await as.post('/staff', { institutionId, name: '甲某', employeeNumber: `N${(seed += 1)}`, title: '医师', joinedOn: '2025-01-01', ...more })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  return made.body as { id: string; revision: number }
}

test('DIR-15 regions are seeded once, and again without a change', async () => {
  expect(await arrange(world, seedRegions)).toBeGreaterThan(3000)
  expect(await arrange(world, seedRegions)).toBe(0)
  const { hospitalClerk } = await setUp()
  const provinces = await hospitalClerk.get('/regions')
  expect(provinces.body.rows.map((row: { code: string }) => row.code)).toEqual(expect.arrayContaining(['110000', '710000']))
  expect((await hospitalClerk.get('/regions?parent=110100')).body.rows).toHaveLength(16)
})

test('DIR-1 a commission adds, changes and closes institutions of its region; old pages and taken codes are refused', async () => {
  const { clerk, hospitalClerk } = await setUp()
  const asked = facts()
  const made = await clerk.post('/institutions', asked)
  expect(made).toMatchObject({ status: 200, body: { name: asked.name, revision: 1, creditCodeRemark: null, blocked: { change: null, reopen: 'directory.institution_open' } } })
  expect((await clerk.post('/institutions', facts({ creditCode: asked.creditCode }))).body).toMatchObject({ error: 'directory.credit_code_taken' })
  expect((await clerk.post('/institutions', facts({ creditCode: '123' }))).body).toMatchObject({ error: 'directory.credit_code_wrong', detail: '位数不对' })
  expect((await clerk.post('/institutions', facts({ regionCode: '990199' }))).body).toMatchObject({ error: 'directory.region_unknown' })
  expect((await clerk.post('/institutions', facts({ regionCode: '110101' }))).status).toBe(403)
  expect((await hospitalClerk.post('/institutions', facts())).status).toBe(403)
  const path = `/institutions/${made.body.id}`
  expect((await clerk.put(path, { ...asked, beds: 33, revision: 1 })).body).toMatchObject({ beds: 33, revision: 2 })
  expect((await clerk.put(path, { ...asked, revision: 1 })).body).toMatchObject({ error: 'request.stale' })
  expect((await clerk.post(`${path}/closing`, { reason: '合并', revision: 2 })).body).toMatchObject({ active: false })
  expect((await clerk.post('/departments', { institutionId: made.body.id, name: '内科', kind: 'clinical', subjectCode: null })).body).toMatchObject({ error: 'directory.institution_closed' })
  expect((await clerk.post(`${path}/reopening`, { reason: '恢复', revision: 3 })).body).toMatchObject({ active: true, revision: 4 })
  expect(await kindsOf(made.body.id)).toEqual(['directory.institution_created', 'directory.institution_changed', 'directory.institution_closed', 'directory.institution_reopened'])
})

test('institutions are found by name, pinyin, initials and code, and paged without a gap in every order', async () => {
  const { clerk } = await setUp()
  const asked = facts({ name: `青石镇卫生院${seed}` })
  await clerk.post('/institutions', asked)
  for (const search of ['青石镇', 'qingshi', 'qszwsy', 'Qing Shi', asked.creditCode]) {
    expect((await clerk.get(`/institutions?search=${encodeURIComponent(search)}`)).body.rows.map((row: { name: string }) => row.name), search).toContain(asked.name)
  }
  expect((await clerk.get('/institutions?search=%25')).body.rows).toEqual([])
  for (const sort of ['region', 'name', 'beds']) {
    const all = (await clerk.get(`/institutions?sort=${sort}&limit=500`)).body.rows as { id: string }[]
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: { rows: { id: string }[]; next: string | null } = (await clerk.get(`/institutions?sort=${sort}&limit=3${after === '' ? '' : `&after=${after}`}`)).body
      seen.push(...page.rows.map((row) => row.id))
      after = page.next
    }
    expect(seen).toEqual(all.map((row) => row.id))
  }
  expect((await clerk.get('/institutions?after=nonsense')).status).toBe(400)
})

test('DIR-16 a department has a subject of the list, one name, and closes when no post of it is held', async () => {
  const { id, hospitalClerk } = await setUp()
  const made = await hospitalClerk.post('/departments', { institutionId: id, name: '呼吸内科', kind: 'clinical', subjectCode: '0301' })
  expect(made.body).toMatchObject({ subjectCode: '03.01', subjectName: '内科／呼吸内科专业', staff: 0 })
  expect((await hospitalClerk.post('/departments', { institutionId: id, name: '呼吸内科', kind: 'clinical', subjectCode: null })).body).toMatchObject({ error: 'directory.department_exists' })
  expect((await hospitalClerk.post('/departments', { institutionId: id, name: '外科', kind: 'clinical', subjectCode: '98' })).body).toMatchObject({ error: 'directory.subject_unknown' })
  const person = await newPerson(hospitalClerk, id)
  const post = await hospitalClerk.post('/posts', { institutionId: id, role: 'doctor', title: '医师', departmentId: made.body.id })
  const appointed = await hospitalClerk.post(`/posts/${id}/${post.body.id}/holdings`, { staffId: person.id, fromOn: '2026-01-01', toOn: null })
  expect(appointed.body.holders).toMatchObject([{ staffId: person.id }])
  const closing = `/departments/${id}/${made.body.id}/closing`
  expect((await hospitalClerk.post(closing, { on: '2026-03-02', revision: 1 })).body).toMatchObject({ error: 'directory.department_in_use' })
  await hospitalClerk.post(`/holdings/${id}/${appointed.body.holders[0].holdingId}/end`, { on: '2026-03-01' })
  expect((await hospitalClerk.post(closing, { on: '2026-03-02', revision: 1 })).body).toMatchObject({ closedOn: '2026-03-02' })
})

test('DIR-8 a post passes on: the successor holds it, roles follow the day, and it is recorded once', async () => {
  const { id, hospitalClerk, clerk } = await setUp()
  const [first, second] = [await newPerson(hospitalClerk, id), await newPerson(hospitalClerk, id, { name: '乙某' })]
  const post = (await hospitalClerk.post('/posts', { institutionId: id, role: 'complaint_officer', title: '投诉专员', departmentId: null })).body as { id: string }
  const appoint = (staffId: string, fromOn: string, succeed = false) => hospitalClerk.post(`/posts/${id}/${post.id}/holdings`, { staffId, fromOn, toOn: null, succeed })
  await appoint(first.id, '2026-01-01')
  expect((await appoint(second.id, '2026-03-05')).body).toMatchObject({ error: 'directory.post_taken' })
  expect((await appoint(second.id, '2026-03-05', true)).body.holders).toMatchObject([{ staffId: first.id, toOn: '2026-03-04' }, { staffId: second.id, fromOn: '2026-03-05' }])
  const holders = (on: string) => look(world.platform, systemActor('test'), async ({ read }) => (await holdersOf(read, id, { role: 'complaint_officer' }, on)).map((each) => each.staffId))
  expect([await holders('2026-03-04'), await holders('2026-03-05')]).toEqual([[first.id], [second.id]])
  const passed = (await eventsOf(id)).filter((each) => each.kind === 'directory.post_passed_on')
  expect(passed).toMatchObject([{ subject_id: post.id, detail: { from: first.id, to: second.id, on: '2026-03-05' } }])
  expect((await hospitalClerk.get(`/staff/${id}/${second.id}`)).body).toMatchObject({ posts: [], coming: [{ role: 'complaint_officer' }], past: [] })
  const target = (await clerk.post('/posts', { institutionId: id, role: 'desk_clerk', title: '窗口', departmentId: null })).body as { id: string }
  const coming = (await hospitalClerk.get(`/staff/${id}/${first.id}`)).body.posts[0] as { holdingId: string }
  expect((await hospitalClerk.post(`/staff/${id}/${first.id}/move`, { holdingId: coming.holdingId, toPostId: target.id, on: '2026-03-03' })).body).toMatchObject({ posts: [{ toOn: '2026-03-02' }], coming: [{ role: 'desk_clerk' }] })
  expect((await hospitalClerk.post(`/posts/${id}/${post.id}/abolition`, { on: '2026-04-01' })).body).toMatchObject({ error: 'directory.post_held' })
})

test('DIR-6 two appointments to one post at once: one is taken, one refused', async () => {
  const { id, hospitalClerk } = await setUp()
  const post = (await hospitalClerk.post('/posts', { institutionId: id, role: 'nurse', title: '护士', departmentId: null })).body as { id: string }
  const people = await Promise.all([newPerson(hospitalClerk, id), newPerson(hospitalClerk, id)])
  const answers = await Promise.all(people.map((each) => hospitalClerk.post(`/posts/${id}/${post.id}/holdings`, { staffId: each.id, fromOn: '2026-03-02', toOn: null })))
  expect(answers.map((each) => each.status).sort((a, b) => a - b)).toEqual([200, 409])
})

test('DIR-4 nobody appoints above the own post, and DIR-2 nobody in another body', async () => {
  const { id, hospitalClerk, hospitalHead } = await setUp()
  expect((await hospitalClerk.post('/posts', { institutionId: id, role: 'institution_head', title: '院长', departmentId: null })).body).toMatchObject({ error: 'directory.role_above_own' })
  expect((await hospitalClerk.post('/posts', { institutionId: id, role: 'commission_clerk', title: '科员', departmentId: null })).body).toMatchObject({ error: 'directory.role_does_not_fit' })
  expect((await hospitalHead.post('/posts', { institutionId: id, role: 'institution_head', title: '院长', departmentId: null })).status).toBe(200)
  const stranger = await setUp()
  const person = await newPerson(hospitalClerk, id)
  expect((await stranger.hospitalClerk.get(`/staff/${id}/${person.id}`)).status).toBe(404)
  expect((await stranger.hospitalClerk.get(`/staff/${id}/${person.id}/contact`)).status).toBe(403)
  expect((await stranger.hospitalClerk.post('/staff', { institutionId: id, name: '丙', employeeNumber: '1', title: '', joinedOn: '2026-01-01' })).status).toBe(403)
  expect((await stranger.hospitalClerk.get(`/staff?institutionId=${id}`)).body.rows).toEqual([])
})

test('DIR-17 personal values are sealed, masked in lists, found by the whole number, and read in clear only on record', async () => {
  const { id, hospital, hospitalClerk } = await setUp()
  const phone = inventMobile((seed += 1))
  const idNumber = inventCitizenId(seed)
  const person = await newPerson(hospitalClerk, id, { phone, idNumber })
  const listed = await hospitalClerk.get(`/staff?search=${phone}`)
  expect(listed.body.rows).toMatchObject([{ id: person.id, phone: `${phone.slice(0, 3)}****${phone.slice(-4)}` }])
  expect(JSON.stringify(listed.body)).not.toContain(phone)
  expect((await hospitalClerk.post('/staff', { institutionId: id, name: '丁', employeeNumber: 'X1', title: '', joinedOn: '2026-01-01', idNumber })).body).toMatchObject({ error: 'directory.id_number_taken' })
  expect((await hospitalClerk.get(`/staff/${id}/${person.id}/contact`, { 'idempotency-key': 'k' })).status).toBe(400)
  expect(await kindsOf(id)).not.toContain('read.staff_contact')
  const clear = await hospitalClerk.get(`/staff/${id}/${person.id}/contact`)
  expect(clear).toMatchObject({ status: 200, body: { phone, idNumber }, headers: { 'cache-control': 'private, no-store' } })
  expect((await kindsOf(id)).at(-1)).toBe('read.staff_contact')
  expect((await api(world, await hospital.person('nurse')).get(`/staff/${id}/${person.id}/contact`)).status).toBe(403)
  const base = { name: '甲某', employeeNumber: `N${(seed += 1)}`, title: '', joinedOn: '2025-01-01' }
  await hospitalClerk.put(`/staff/${id}/${person.id}`, { ...base, revision: 1, phone: null })
  expect((await hospitalClerk.get(`/staff/${id}/${person.id}/contact`)).body).toEqual({ phone: null, idNumber })
})

test('DIR-9 who leaves holds nothing afterwards', async () => {
  const { id, hospitalClerk } = await setUp()
  const person = await newPerson(hospitalClerk, id)
  const post = (await hospitalClerk.post('/posts', { institutionId: id, role: 'nurse', title: '护士', departmentId: null })).body as { id: string }
  await hospitalClerk.post(`/posts/${id}/${post.id}/holdings`, { staffId: person.id, fromOn: '2026-01-01', toOn: null })
  expect((await hospitalClerk.post(`/staff/${id}/${person.id}/leaving`, { on: '2026-03-01', revision: 1 })).body).toMatchObject({ leftOn: '2026-03-01', posts: [], past: [{ toOn: '2026-03-01' }], blocked: { appoint: 'directory.already_left' } })
  expect((await hospitalClerk.get(`/posts?institutionId=${id}&state=vacant`)).body.rows.map((row: { id: string }) => row.id)).toContain(post.id)
  expect((await hospitalClerk.get(`/staff?institutionId=${id}&state=left`)).body.rows).toMatchObject([{ id: person.id }])
})

test('every list is exported as a spreadsheet with the rows of the list', async () => {
  const { id, hospitalClerk } = await setUp()
  await newPerson(hospitalClerk, id, { name: '=cmd', phone: inventMobile((seed += 1)) })
  await hospitalClerk.post('/departments', { institutionId: id, name: '药房', kind: 'pharmacy', subjectCode: null })
  const sheetOf = async (path: string) => {
    const file = await hospitalClerk.get(path)
    expect(file.status, path).toBe(200)
    const book = xlsx.read(file.raw, { type: 'buffer' })
    return JSON.stringify(xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 }))
  }
  expect(await sheetOf('/institutions/export')).toContain('统一社会信用代码')
  expect(await sheetOf(`/departments/export?institutionId=${id}`)).toContain('药房')
  const staff = await sheetOf(`/staff/export?institutionId=${id}`)
  expect(staff).toContain("'=cmd")
  expect(staff).not.toContain(inventMobile(seed))
  expect(await sheetOf(`/posts/export?institutionId=${id}`)).toContain('机构经办人')
})
