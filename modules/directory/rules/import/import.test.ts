import { describe, expect, test } from 'vitest'
import { anonymous, type Actor, type StaffRole } from '../../../../kernel/actor.ts'
import { inventCitizenId, inventCreditCode, inventMobile } from '../../../../kernel/invented.ts'
import type { Institution } from '../bodies.ts'
import type { NamedBody } from './bodies-named.ts'
import { readDate, typedRows, type TypedRow } from './cells.ts'
import { findHeadings, importColumns, matchHeadings, type ImportKind } from './columns.ts'
import { judgeDepartments } from './departments.ts'
import { judgeInstitutions } from './institutions.ts'
import { countsOf, promiseOf } from './judged.ts'
import { placeInPost, postPool } from './post-places.ts'
import { sampleCells } from './sample.ts'
import { judgeStaff, type KnownPerson, type StaffContext } from './staff.ts'

const county = '990121'
const actor = (role: StaffRole, institutionId: string, regionPrefix: string | null): Actor => ({ ...anonymous, kind: 'staff', name: role, institutionId, regionPrefix, roles: [role] })
const commission = actor('commission_clerk', 'c', county)
const hospital = actor('institution_clerk', 'h', null)
const row = (cells: Record<string, string>, number = 3, odd: TypedRow['odd'] = {}): TypedRow => ({ row: number, cells, odd })
const told = (judged: { faults: readonly { column: string; reason: string; severity: string }[] }[]) => judged.flatMap((each) => each.faults.map((fault) => `${fault.column}: ${fault.reason}`))

describe('headings', () => {
  test('DIR-20 are matched without blanks, stars, brackets and width, or by a synonym', () => {
    const matched = matchHeadings('institutions', ['单位 名称', '统一社会信用代码*', '床位数（张）', '区划代码', '类型', '备注'], 0)
    expect(Object.fromEntries(matched.at)).toEqual({ name: 0, creditCode: 1, beds: 2, region: 3, kind: 4 })
    expect(matched).toMatchObject({ ignored: ['备注'], missing: [] })
  })
  test('DIR-20 an exact title wins over a synonym of another column', () => {
    expect(Object.fromEntries(matchHeadings('staff', ['电话', '手机号', '工号', '姓名'], 0).at)).toEqual({ employeeNumber: 2, name: 3, phone: 1 })
  })
  test('DIR-20 titles may stand above; what is missing is named; a page without headings has none', () => {
    expect(findHeadings('departments', [{ cells: ['某院科室一览'] }, { cells: ['科室', '诊疗科目'] }])).toMatchObject({ line: 1, missing: ['科室类别'] })
    expect(findHeadings('staff', [{ cells: ['一'] }, { cells: ['二', '三'] }])).toBeNull()
  })
  test.each(['institutions', 'departments', 'staff'] as ImportKind[])('DIR-20 no heading of %s means two columns, and the example row is passed over', (kind) => {
    const titles = importColumns[kind].map((each) => each.title)
    expect(new Set(titles).size).toBe(titles.length)
    const matched = matchHeadings(kind, titles.map((title) => `${title}*`), 0)
    expect([...matched.at.values()]).toEqual(titles.map((_, at) => at))
    const example = { row: 3, cells: importColumns[kind].map((each) => each.example), odd: {} }
    expect(typedRows(kind, matched.at, [example, { ...example, row: 4, cells: [...example.cells.slice(0, 1), '另一行'] }]).map((each) => each.row)).toEqual([4])
  })
})

test.each([
  ['2024-3-1', '2024-03-01'], ['2024/03/01', '2024-03-01'], ['2024.3.1', '2024-03-01'], ['2024年3月1日', '2024-03-01'], ['20240301', '2024-03-01'], ['２０２４－０３－０１', '2024-03-01'], ['2024-03-01 00:00:00', '2024-03-01'],
  ['2024-02-30', null], ['24-3-1', null], ['三月', null], ['1899-12-31', null],
])('DIR-21 the date %s is read as %s', (typed, date) => {
  expect(readDate(typed)).toBe(date)
})

const good = { name: '甲医院', creditCode: inventCreditCode(1), region: county, kind: '综合医院' }
const known: Institution = { id: 'i1', name: '甲医院', shortName: '甲', regionCode: county, regionPrefix: null, kind: 'general', level: 'two', ownership: 'public', beds: 10, creditCode: inventCreditCode(1), address: '某路', phone: '', active: true, revision: 4 }
const institutions = (rows: TypedRow[], existing: Institution[] = []) => judgeInstitutions(rows, { actor: commission, regions: new Set([county, '110101']), existing })
const wrongCheck = good.creditCode.slice(0, 17) + (good.creditCode.endsWith('A') ? 'B' : 'A')

test.each([
  ['no name', { ...good, name: '' }, [], '机构名称: 必填'],
  ['no code', { ...good, creditCode: '' }, [], '统一社会信用代码: 必填'],
  ['a short code', { ...good, creditCode: '123' }, [], '统一社会信用代码: 位数不对'],
  ['no region', { ...good, region: '' }, [], '行政区划代码: 必填'],
  ['an unknown region', { ...good, region: '990199' }, [], '行政区划代码: 行政区划代码不在目录中（应为 6 位数字）'],
  ['a foreign region', { ...good, region: '110101' }, [], '行政区划代码: 不在您的管理范围内'],
  ['no kind', { ...good, kind: '' }, [], '机构类别: 必填'],
  ['a kind nobody knows', { ...good, kind: '甲类' }, [], /^机构类别: 不是可选的值；可填：/],
  ['a commission', { ...good, kind: '卫生健康委' }, [], '机构类别: 卫生健康委不能通过导入建立'],
  ['half a bed', { ...good, beds: '1.5' }, [], '床位数: 应为 0 至 20000 的整数'],
  ['a name another code has', { ...good, creditCode: inventCreditCode(2) }, [known], `机构名称: 目录中已有同名机构，其信用代码是 ${good.creditCode}`],
  ['a closed institution', good, [{ ...known, active: false }], '统一社会信用代码: 该机构已关闭；请先恢复'],
  ['a region that moved', { ...good, region: '110101' }, [known], '行政区划代码: 不在您的管理范围内'],
])('DIR-21 institutions: %s is named with column and reason', (_, cells, existing, reason) => {
  const judged = institutions([row(cells, 7)], existing)
  expect(judged[0]).toMatchObject({ row: 7, entry: null })
  const expected: unknown = reason instanceof RegExp ? expect.stringMatching(reason) : reason
  expect(told(judged)).toContainEqual(expected)
})

test('DIR-21 institutions: a wrong check character warns and the row is taken', () => {
  const judged = institutions([row({ ...good, creditCode: wrongCheck })])
  expect(judged[0]).toMatchObject({ action: 'create', faults: [{ column: '统一社会信用代码', severity: 'warning' }] })
})

test('DIR-22 rows that contradict each other are all faults and name each other', () => {
  const judged = institutions([row(good, 3), row({ ...good, name: '乙医院' }, 4), row({ ...good, creditCode: inventCreditCode(3) }, 9)])
  expect(told(judged)).toEqual(['统一社会信用代码: 与第 4 行重复', '统一社会信用代码: 与第 3 行重复', '机构名称: 与第 3 行重复'])
  expect(countsOf(judged)).toMatchObject({ rows: 3, good: 0, bad: 3, created: 0 })
})

test('DIR-23 an empty cell leaves what is there; changes are said; the same again is unchanged', () => {
  const changed = institutions([row({ ...good, kind: '', region: '', beds: '20 张', level: '三甲' })], [known])
  expect(changed[0]).toMatchObject({ action: 'change', changes: ['级别：二级 → 三级', '床位数：10 → 20'], entry: { id: 'i1', revision: 4, facts: { address: '某路', kind: 'general' } } })
  expect(institutions([row(good)], [known])[0]).toMatchObject({ action: 'unchanged', changes: [] })
})

const body = { institutionId: 'h', regionCode: county, kind: 'general', active: true, name: '甲医院', shortName: '甲', creditCode: good.creditCode } as const
const other = { ...body, institutionId: 'o', name: '乙医院', shortName: '甲', creditCode: inventCreditCode(2) }
const department = { institutionId: 'h', id: 'd1', name: '内科', kind: 'clinical', subjectCode: '03', closedOn: null, revision: 2 } as const
const subjects = [{ code: '03', name: '内科', parent: null }]
const departments = (cells: Record<string, string>, bodies: readonly NamedBody[] = [body], who = hospital) => judgeDepartments([row(cells)], { actor: who, bodies, existing: [department, { ...department, id: 'd2', name: '旧科', closedOn: '2025-01-01' }], subjects })

test.each([
  ['an unknown body', { body: '丙', name: '外科', kind: '临床' }, [body], hospital, '机构: 目录中没有这个机构'],
  ['a short name two bodies have', { body: '甲', name: '外科', kind: '临床' }, [body, other], commission, '机构: 有多个机构叫这个名称；请填统一社会信用代码'],
  ["another's body", { body: '乙医院', name: '外科', kind: '临床' }, [body, other], hospital, '机构: 该机构不在您的管理范围内'],
  ['a closed body', { name: '外科', kind: '临床' }, [{ ...body, active: false }], hospital, '机构: 该机构已关闭'],
  ['nobody named and none of its own', { name: '外科', kind: '临床' }, [body], commission, '机构: 必填'],
  ['no name', { name: '', kind: '临床' }, [body], hospital, '科室名称: 必填'],
  ['no kind', { name: '外科' }, [body], hospital, '科室类别: 必填'],
  ['an unknown subject', { name: '外科', kind: '临床', subject: '98' }, [body], hospital, '诊疗科目代码: 不在《医疗机构诊疗科目名录》中；请填代码，如 03.01'],
  ['a closed department', { name: '旧科', kind: '临床' }, [body], hospital, '科室名称: 该科室已于 2025-01-01 撤销'],
])('DIR-21 departments: %s is named', (_, cells, bodies, who, reason) => {
  const judged = departments(cells, bodies, who)
  expect(judged[0]?.entry).toBeNull()
  expect(told(judged)).toContain(reason)
})

test('DIR-23 departments: found by name, changed where a cell differs', () => {
  expect(departments({ name: '内科', kind: '医技' })[0]).toMatchObject({ action: 'change', changes: ['科室类别：临床 → 医技'], entry: { id: 'd1', revision: 2, subjectCode: '03' } })
  expect(departments({ name: '外科', kind: '临床科室', subject: '内科' })[0]).toMatchObject({ action: 'create', entry: { id: null, subjectCode: '03', institutionId: 'h' } })
})

const indexOf = (purpose: string, value: string) => `${purpose}:${value}`
const person: KnownPerson = { institutionId: 'h', id: 's1', employeeNumber: '001', name: '甲某', title: '医师', joinedOn: '2020-01-01', leftOn: null, phoneIndex: indexOf('phone', inventMobile(1)), idNumberIndex: indexOf('id_number', inventCitizenId(1)), revision: 5 }
const context: StaffContext = { actor: hospital, today: '2026-03-02', bodies: [body], departments: [department], people: [person, { ...person, id: 's2', employeeNumber: '002', idNumberIndex: null, leftOn: '2025-05-05' }], posts: [], indexOf }
const staff = (cells: Record<string, string>, more: Partial<StaffContext> = {}, odd: TypedRow['odd'] = {}) => judgeStaff([row(cells, 3, odd)], { ...context, ...more })
const newcomer = { employeeNumber: '100', name: '乙某' }

test.each([
  ['no number', { name: '乙某' }, '工号: 必填'],
  ['no name', { employeeNumber: '100' }, '姓名: 必填'],
  ['a landline', { ...newcomer, phone: '0990-5550100' }, '手机号: 号段不是大陆手机号'],
  ['a wrong id number', { ...newcomer, idNumber: '110101190001010000' }, /^身份证号: /],
  ["somebody else's id number", { ...newcomer, idNumber: inventCitizenId(1) }, '身份证号: 目录中该身份证号属于工号 001'],
  ['somebody who left', { employeeNumber: '002', name: '丙某' }, '工号: 此人已于 2025-05-05 离职'],
  ['a day that is none', { ...newcomer, joinedOn: '2024-02-30' }, '入职日期: 不是有效的日期；请写成 2024-03-01'],
  ['an unknown department', { ...newcomer, department: '外科' }, '科室: 本机构没有这个科室；请先导入科室'],
  ['an unknown role', { ...newcomer, role: '太医' }, /^角色: 不是可选的值；可填：/],
  ['a post without a role', { ...newcomer, post: '院长助理' }, '角色: 填写了岗位就必须填写角色'],
  ["a commission's role", { ...newcomer, role: '监督员' }, '角色: 这一角色不属于该类单位'],
  ['a role above the own', { ...newcomer, role: '院长' }, '角色: 您的岗位不能任命这一角色'],
  ['a post before joining', { ...newcomer, role: '护士', joinedOn: '2026-01-10', heldFrom: '2026-01-01' }, '任职日期: 早于入职日期 2026-01-10'],
  ['a name too long', { employeeNumber: '100', name: '长'.repeat(61) }, '姓名: 最多 60 个字'],
])('DIR-21 staff: %s is named', (_, cells, reason) => {
  const judged = staff(cells)
  expect(judged[0]?.entry).toBeNull()
  const expected: unknown = reason instanceof RegExp ? expect.stringMatching(reason) : reason
  expect(told(judged)).toContainEqual(expected)
})

test('DIR-21 staff: an id number that the spreadsheet rounded is named as such, once', () => {
  expect(told(staff({ ...newcomer, idNumber: '110101190001010000' }, {}, { idNumber: 'rounded' }))).toEqual(['身份证号: 单元格是数字格式，末几位已被表格软件抹去；请设为文本格式后重新填写'])
})

test('DIR-24 personal values are masked in faults, examples and changes', () => {
  const bad = { ...newcomer, phone: '25412345678', idNumber: `${inventCitizenId(3).slice(0, 17)}?` }
  expect(staff(bad)[0]?.faults.map((fault) => fault.value)).toEqual(['254****5678', `990***********${bad.idNumber.slice(-4)}`])
  expect(sampleCells('staff', row({ ...newcomer, phone: inventMobile(9) })).join()).not.toContain(inventMobile(9))
  expect(staff({ employeeNumber: '001', name: '甲某', phone: inventMobile(9) })[0]).toMatchObject({ action: 'change', changes: ['手机号：更改'] })
  expect(staff({ employeeNumber: '001', name: '甲某', phone: inventMobile(1), idNumber: inventCitizenId(1) })[0]).toMatchObject({ action: 'unchanged' })
})

test('DIR-22 staff: the same number or the same id number twice', () => {
  const twice = judgeStaff([row({ ...newcomer, idNumber: inventCitizenId(8) }, 3), row({ ...newcomer, name: '丁某' }, 5), row({ employeeNumber: '101', name: '戊某', idNumber: inventCitizenId(8) }, 6)], context)
  expect(told(twice)).toEqual(['工号: 与第 5 行重复', '身份证号: 与第 6 行重复', '工号: 与第 3 行重复', '身份证号: 与第 3 行重复'])
})

const vacant = { institutionId: 'h', id: 'p1', role: 'nurse', title: '护士', departmentId: null, holderIds: [], freeFrom: '2026-02-01' } as const
const wanted = { institutionId: 'h', role: 'nurse', title: '护士', departmentId: null, fromOn: '2026-03-01' } as const

test('DIR-26 a holder stays, a vacant post is filled once, else a new one is set up', () => {
  const pool = postPool([vacant, { ...vacant, id: 'p2', holderIds: ['s1'], freeFrom: null }])
  expect(placeInPost(pool, wanted, 's1')).toBeNull()
  expect(placeInPost(pool, { ...wanted, fromOn: '2026-01-31' }, 's3')?.postId).toBeNull()
  expect(placeInPost(pool, wanted, 's3')?.postId).toBe('p1')
  expect(placeInPost(pool, wanted, null)?.postId).toBeNull()
})

test('DIR-25 a promise breaks when the directory came to mean something else', () => {
  const cells = { employeeNumber: '001', name: '甲某', title: '主治医师' }
  const [before] = staff(cells)
  const [same] = staff(cells)
  const [later] = staff(cells, { people: [{ ...person, revision: 6 }] })
  const [gone] = staff(cells, { people: [] })
  if (before === undefined || same === undefined || later === undefined || gone === undefined) throw new Error('nothing judged')
  expect(promiseOf(same)).toBe(promiseOf(before))
  expect(promiseOf(later)).not.toBe(promiseOf(before))
  expect(promiseOf(gone)).not.toBe(promiseOf(before))
})
