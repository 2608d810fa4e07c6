import { expect, test } from 'vitest'
import { anonymous, staffRoles, systemActor, type Actor, type StaffRole } from '../../kernel/actor.ts'
import { inventCitizenId, inventCreditCode } from '../../kernel/invented.ts'
import { isRefusal, refusalOf } from '../../kernel/refusal.ts'
import { mayFill, mayFillAt, mayManageInstitution, mayManageStaff, rolesOf, type Body } from './rules/authority.ts'
import * as bodies from './rules/bodies.ts'
import * as holdings from './rules/holdings.ts'
import { mayManageImport } from './rules/import/authority.ts'
import { regionsFrom } from './rules/regions.ts'
import { findSubject, spellSubjects } from './rules/subjects.ts'
import { treatmentSubjects } from './treatment-subjects.ts'

const county = '990121'
const actor = (role: StaffRole, institutionId: string, regionPrefix: string | null = null): Actor => ({ ...anonymous, kind: 'staff', id: role, name: role, institutionId, regionPrefix, roles: [role] })
const clerk = actor('commission_clerk', 'commission', county)
const head = actor('commission_head', 'commission', county)
const hospitalClerk = actor('institution_clerk', 'hospital')
const hospital: Body = { institutionId: 'hospital', regionCode: county, kind: 'general', active: true }
const facts: bodies.InstitutionFacts = { name: '甲医院', shortName: '甲', regionCode: county, kind: 'general', level: 'two', ownership: 'public', beds: 10, creditCode: inventCreditCode(1), address: '', phone: '' }
const institution: bodies.Institution = { ...facts, id: 'hospital', regionPrefix: null, active: true, revision: 3 }

test.each([
  ['the clerk of the county', clerk, county, null],
  ['the clerk of the county, elsewhere', clerk, '990122', 'directory.not_yours'],
  ['the clerk of the city', actor('commission_clerk', 'city', '9901'), county, null],
  ['an inspector', actor('inspector', 'commission', county), county, 'directory.not_yours'],
  ['the hospital itself', hospitalClerk, county, 'directory.not_yours'],
  ['the system', systemActor('test'), county, null],
])('DIR-1 institutions are managed by a commission above: %s', (_, who, regionCode, refused) => {
  expect(refusalOf(mayManageInstitution(who, { institutionId: 'hospital', regionCode }))).toBe(refused)
})

test.each([
  ['its own clerk', hospitalClerk, hospital, null],
  ['the clerk of the commission', clerk, hospital, null],
  ["another hospital's clerk", actor('institution_clerk', 'other'), hospital, 'directory.not_yours'],
  ['its own doctor', actor('doctor', 'hospital'), hospital, 'directory.not_yours'],
  ['its own clerk, once it is closed', hospitalClerk, { ...hospital, active: false }, 'directory.institution_closed'],
])('DIR-2 what belongs to a body is managed by %s', (_, who, body, refused) => {
  expect(refusalOf(mayManageStaff(who, body))).toBe(refused)
})

test('DIR-3 every role exists at a commission or at an institution, and at no body both', () => {
  expect([...rolesOf('commission'), ...rolesOf('general')].sort()).toEqual([...staffRoles].sort())
  expect(refusalOf(mayFillAt(clerk, hospital, 'inspector'))).toBe('directory.role_does_not_fit')
  expect(refusalOf(mayFillAt(hospitalClerk, hospital, 'nurse'))).toBeNull()
})

test.each([
  ['commission_clerk', 'commission_head', 'directory.role_above_own'],
  ['commission_clerk', 'auditor', 'directory.role_above_own'],
  ['commission_head', 'auditor', null],
  ['institution_clerk', 'institution_head', 'directory.role_above_own'],
  ['institution_head', 'institution_head', null],
  ['commission_clerk', 'institution_head', null],
  ['institution_clerk', 'doctor', null],
] as const)('DIR-4 a %s filling the role %s: %s', (role, filled, refused) => {
  expect(refusalOf(mayFill(actor(role, 'x', county), filled))).toBe(refused)
})

const post: holdings.Post = { id: 'p', role: 'institution_clerk', title: '专干', departmentId: null, abolishedOn: null }
const person: holdings.Person = { id: 'new', joinedOn: '2026-01-10', leftOn: null }
const held = (fromOn: string, toOn: string | null, staffId = 'old'): holdings.Holding => ({ id: `h${fromOn}`, postId: 'p', staffId, fromOn, toOn })
const from = (fromOn: string, toOn: string | null = null, succeed = false) => ({ fromOn, toOn, succeed })

test.each([
  ['before the person joined', post, person, from('2026-01-09'), 'directory.before_joining'],
  ['ending before it begins', post, person, from('2026-02-02', '2026-02-01'), 'directory.dates_inverted'],
  ['beyond the last day', post, { ...person, leftOn: '2026-03-01' }, from('2026-02-01', '2026-03-02'), 'directory.already_left'],
  ['without an end though the person leaves', post, { ...person, leftOn: '2026-03-01' }, from('2026-02-01'), 'directory.already_left'],
  ['in an abolished post', { ...post, abolishedOn: '2026-02-01' }, person, from('2026-02-01'), 'directory.post_abolished'],
  ['on one day only', post, person, from('2026-01-10', '2026-01-10'), null],
])('DIR-5 an appointment %s', (_, to, who, ask, refused) => {
  expect(refusalOf(holdings.appoint(to, who, [], ask))).toBe(refused)
})

test.each([
  ['while another holds it without end', [held('2025-01-01', null)], from('2026-02-01'), 'directory.post_taken'],
  ['on the last day of another', [held('2025-01-01', '2026-02-01')], from('2026-02-01'), 'directory.post_taken'],
  ['the day after another', [held('2025-01-01', '2026-01-31')], from('2026-02-01'), null],
  ['before one that is to come, ending in time', [held('2026-05-01', null)], from('2026-02-01', '2026-04-30'), null],
  ['before one that is to come, without end', [held('2026-05-01', null)], from('2026-02-01', null, true), 'directory.post_taken'],
  ['succeeding somebody who began the same day', [held('2026-02-01', null)], from('2026-02-01', null, true), 'directory.post_taken'],
])('DIR-6 never two holders at once: %s', (_, others, ask, refused) => {
  expect(refusalOf(holdings.appoint(post, person, others, ask))).toBe(refused)
})

test('DIR-6 a successor ends the holder of before on the day before, DIR-8 and what was open passes on from him', () => {
  expect(holdings.appoint(post, person, [held('2025-01-01', null)], from('2026-02-01', null, true))).toEqual({ ends: { holdingId: 'h2025-01-01', toOn: '2026-01-31' }, predecessorId: 'old' })
  expect(holdings.appoint(post, person, [held('2024-01-01', '2024-12-31', 'older'), held('2025-01-01', '2025-06-30')], from('2026-02-01'))).toEqual({ ends: null, predecessorId: 'old' })
  expect(holdings.appoint(post, person, [], from('2026-02-01'))).toEqual({ ends: null, predecessorId: null })
})

test.each([
  ['2026-01-31', held('2026-02-01', null), 'directory.dates_inverted'],
  ['2026-02-01', held('2026-02-01', null), null],
  ['2026-06-01', held('2026-02-01', '2026-05-01'), 'directory.holding_over'],
  ['2026-04-01', held('2026-02-01', '2026-05-01'), null],
])('DIR-7 a holding is shortened, never lengthened: last day %s', (on, holding, refused) => {
  expect(refusalOf(holdings.endHolding(holding, on))).toBe(refused)
})

test('DIR-7 a move ends the old post on the day before the new one', () => {
  const moved = holdings.move(held('2026-01-10', null, 'new'), { ...post, id: 'q' }, person, [], '2026-03-01')
  expect(moved).toMatchObject({ ended: { toOn: '2026-02-28' }, appointment: { predecessorId: null } })
  expect(refusalOf(holdings.move(held('2026-03-01', null, 'new'), { ...post, id: 'q' }, person, [], '2026-03-01'))).toBe('directory.dates_inverted')
})

test('DIR-9 with the last day every holding ends and what is to come is dropped', () => {
  const own = [held('2026-01-10', null, 'new'), held('2026-09-01', null, 'new'), held('2026-01-10', null, 'other')]
  const left = holdings.leave(person, own, '2026-06-30')
  expect(left).toMatchObject({ leftOn: '2026-06-30', ended: [{ id: 'h2026-01-10', staffId: 'new', toOn: '2026-06-30' }], dropped: [{ id: 'h2026-09-01' }] })
  expect(refusalOf(holdings.leave(person, own, '2026-01-09'))).toBe('directory.before_joining')
  expect(refusalOf(holdings.leave({ ...person, leftOn: '2026-02-01' }, own, '2026-03-01'))).toBe('directory.already_left')
  expect(refusalOf(holdings.abolish(post, [held('2026-01-10', '2026-02-28')], '2026-02-28'))).toBe('directory.post_held')
  expect(holdings.abolish(post, [held('2026-01-10', '2026-02-28')], '2026-03-01')).toMatchObject({ abolishedOn: '2026-03-01' })
})

test('DIR-10 a credit code is judged by GB 32100; only the check character may be wrong, and that is remarked', () => {
  const good = inventCreditCode(7)
  const wrong = good.slice(0, 17) + (good.endsWith('A') ? 'B' : 'A')
  expect(bodies.readCreditCode(` ${good.toLowerCase()} `)).toEqual({ value: good, remark: null })
  expect(bodies.readCreditCode(wrong)).toEqual({ value: wrong, remark: '校验码不符，请核对' })
  expect(bodies.readCreditCode(good.slice(1))).toEqual({ refused: 'directory.credit_code_wrong', detail: '位数不对' })
})

test('DIR-11 telephone and id number are kept canonical or refused with the reason', () => {
  expect(bodies.readMobile('+86 154-0000-0000')).toEqual({ value: '15400000000' })
  expect(bodies.readMobile('0990-5550100')).toMatchObject({ refused: 'directory.phone_wrong' })
  const id = inventCitizenId(5)
  expect(bodies.readCitizenId(id, '2026-03-02')).toEqual({ value: id })
  expect(bodies.readCitizenId(`${id.slice(0, 17)}${id.endsWith('1') ? '2' : '1'}`, '2026-03-02')).toEqual({ refused: 'directory.id_number_wrong', detail: '校验码不符，请核对' })
})

test('DIR-12 a subject is found by code however it is typed, or by a name that only one has', () => {
  const subjects = spellSubjects({ '50': { name: '中医科', parts: ['内科专业', '其他'] }, '03': { name: '内科', parts: ['呼吸内科专业', '其他'] } })
  expect(subjects.map((each) => each.code)).toEqual(['03', '03.01', '03.02', '50', '50.01', '50.02'])
  for (const typed of ['03.01', '0301', '3.1', '３．01', '呼吸内科专业']) expect(findSubject(subjects, typed)?.code, typed).toBe('03.01')
  for (const typed of ['其他', '03.09', '99', '呼吸', '']) expect(findSubject(subjects, typed), typed).toBeNull()
})

test('DIR-12 the catalogue holds the official list: codes once, every part below its subject', () => {
  const subjects = treatmentSubjects()
  expect(new Set(subjects.map((each) => each.code)).size).toBe(subjects.length)
  expect(subjects.filter((each) => each.parent === null)).toHaveLength(34)
  expect(subjects.find((each) => each.code === '32.05')?.name).toBe('超声诊断专业')
  expect(subjects.find((each) => each.code === '50.13')).toEqual({ code: '50.13', name: '针灸科专业', parent: '50' })
})

test.each([
  ['its region', { ...facts, regionCode: '990122' }, 3, 'directory.region_fixed'],
  ['into a commission', { ...facts, kind: 'commission' as const }, 3, 'directory.kind_fixed'],
  ['from an old page', facts, 2, 'request.stale'],
  ['its beds', { ...facts, beds: 20 }, 3, null],
])('DIR-13 changing %s of an institution', (_, changed, revision, refused) => {
  expect(refusalOf(bodies.change(clerk, institution, changed, revision))).toBe(refused)
})

test('DIR-13 a commission is set up by the head of the one above, for a region strictly below', () => {
  const below = { ...facts, kind: 'commission' as const }
  expect(refusalOf(bodies.mayCreate(clerk, below))).toBe('directory.commission_by_head')
  expect(refusalOf(bodies.mayCreate(head, below))).toBe('directory.commission_by_head')
  expect(bodies.mayCreate(actor('commission_head', 'city', '9901'), below)).toBeNull()
  expect(bodies.prefixOf({ kind: 'commission', regionCode: '990100' })).toBe('9901')
})

test('DIR-14 an institution is closed and opened again, the own body never', () => {
  const closed = bodies.close(clerk, institution, 3)
  expect(closed).toMatchObject({ active: false, revision: 4 })
  expect(refusalOf(bodies.close(clerk, { ...institution, id: 'commission' }, 3))).toBe('directory.own_body')
  expect(refusalOf(bodies.reopen(clerk, institution, 3))).toBe('directory.institution_open')
  if (isRefusal(closed)) throw new Error('was refused')
  expect(refusalOf(bodies.close(clerk, closed, 4))).toBe('directory.institution_closed')
  expect(bodies.reopen(clerk, closed, 4)).toMatchObject({ active: true, revision: 5 })
})

test('DIR-15 towns, zones and "other" entries of the package are no regions; parents stand before children', () => {
  const regions = regionsFrom({
    province_list: { '110000': '北京市', '710000': '台湾省', '440000': '广东省' },
    city_list: { '110100': '北京市', '710100': '台北市', '441900': '东莞市' },
    county_list: { '110101': '东城区', '110199': '其它区', '110171': '某开发区', '441901': '某镇', '710101': '中正区', '120101': '没有上级的区' },
  })
  expect(regions.map((each) => each.code)).toEqual(['110000', '440000', '710000', '110100', '441900', '110101'])
  expect(regions.at(-1)).toEqual({ code: '110101', name: '东城区', parentCode: '110100', level: 'county' })
})

test('DIR-27 an import belongs to the body that uploaded it, and institutions are imported by a commission', () => {
  expect(mayManageImport(hospitalClerk, 'staff', { institutionId: 'hospital' })).toBeNull()
  expect(refusalOf(mayManageImport(clerk, 'staff', { institutionId: 'hospital' }))).toBe('directory.not_yours')
  expect(refusalOf(mayManageImport(hospitalClerk, 'institutions'))).toBe('access.denied')
  expect(refusalOf(mayManageImport(actor('nurse', 'hospital'), 'staff'))).toBe('access.denied')
})
