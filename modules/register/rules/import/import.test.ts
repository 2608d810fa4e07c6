import { describe, expect, test } from 'vitest'
import { aRegister, anActor, hospital, otherWard, ward } from '../../fixtures.ts'
import { directoryOf, readCell, readDay } from './cells.ts'
import { columnsOf, dayColumn, departmentColumn, findHeadings, letters, mayImport } from './columns.ts'
import { judgeRow, typedRow } from './judge-row.ts'
import { mayDiscard, mayTake } from './taking.ts'

const definition = aRegister()
const people = [{ staffId: 's1', name: '王芳', employeeNumber: '0012' }, { staffId: 's2', name: '王芳', employeeNumber: '0013' }, { staffId: '01890000-0000-7000-8000-0000000000c3', name: '赵 敏', employeeNumber: '0014' }]
const directory = directoryOf([{ id: ward, name: '内科' }, { id: otherWard, name: '外科' }], people)
const field = (type: string, more: object = {}) => {
  const [found] = aRegister({ fields: [{ key: 'x', label: { zh: '某项', en: 'X' }, type: type as 'text', ...more }], checks: [], totals: [], title: 'x' }).fields
  if (found === undefined) throw new Error('no field')
  return found
}
const options = [{ value: 'diet', zh: '合理膳食', en: 'Diet' }, { value: 'drugs', zh: '用药', en: 'Drugs' }]

test('RG-22 columns are the day, the department and every field but files; a number may bring its unit', () => {
  expect(columnsOf(definition).map((column) => column.key)).toEqual([dayColumn, departmentColumn, 'topic', 'theme', 'which', 'speaker', 'helpers', 'attended', 'asked', 'phone'])
  expect(columnsOf(aRegister({ scope: 'institution', departments: undefined })).map((column) => column.key)).not.toContain(departmentColumn)
  expect([mayImport(definition), mayImport(aRegister({ evidence: { files: 'required' } })), mayImport(aRegister({ fields: [...definition.fields, { key: 'sign', label: { zh: '签字', en: 'Signed' }, type: 'signature', required: true }] }))]).toMatchObject([null, { refused: 'register.import_needs_files' }, { refused: 'register.import_needs_files' }])
  expect([letters(0), letters(25), letters(26), letters(63)]).toEqual(['A', 'Z', 'AA', 'BL'])
})

test('RG-22 headings are found by name in the best of the first lines, an exact title before a synonym', () => {
  const found = findHeadings(columnsOf(definition), [{ cells: ['某院登记表'] }, { cells: ['日期', '部门', ' 主题 ', '类别*', '主讲人', '听讲人数（人）', '天气'] }])
  expect(found).toMatchObject({ line: 1, ignored: ['天气'], missing: [] })
  expect(Object.fromEntries(found?.at ?? [])).toEqual({ [dayColumn]: 0, [departmentColumn]: 1, topic: 2, theme: 3, speaker: 4, attended: 5 })
  expect(findHeadings(columnsOf(definition), [{ cells: ['甲', '乙'] }])).toBeNull()
  expect(findHeadings(columnsOf(definition), [{ cells: ['主题', '类别'] }])?.missing).toEqual(['开展日期', '科室', '主讲人', '听讲人数'])
})

describe('RG-23 what people type', () => {
  test.each([
    ['2026年3月1日', '2026-03-01'], ['2026/3/1', '2026-03-01'], ['20260301', '2026-03-01'], ['２０２６．３．１', '2026-03-01'], ['2026-02-30', null], ['三月一日', null], ['2026-03-01 08:30', '2026-03-01'],
  ])('the day %s', (text, wanted) => {
    expect(readDay(text)).toBe(wanted)
  })
  test.each([
    [field('number'), '1,200', 1200], [field('number', { unit: { zh: '人', en: 'people' } }), '20 人', 20], [field('number', { decimals: 1 }), '35.5%', 35.5],
    [field('boolean'), '√', true], [field('boolean'), '无', false], [field('choice', { options }), '合理 膳食', 'diet'], [field('choice', { options }), 'DRUGS', 'drugs'],
    [field('choices', { options }), '用药、合理膳食', ['drugs', 'diet']], [field('time'), '8点30分', '08:30'], [field('time'), '8:5', '08:05'],
    [field('person'), '0013', 's2'], [field('person'), '0012 王芳', 's1'], [field('person'), '王芳（0013）', 's2'], [field('person'), '赵敏', '01890000-0000-7000-8000-0000000000c3'],
    [field('people'), '0012，0013', ['s1', 's2']], [field('department'), '内 科', ward], [field('text'), ' 随便 ', ' 随便 '],
  ])('%o typed as %s', (given, text, value) => {
    expect(readCell(given, text, directory)).toEqual({ value })
  })
  test.each([
    [field('number'), '二十', '应为整数'], [field('number', { decimals: 1 }), '约3', '应为数字'], [field('boolean'), '也许', '请填 是 或 否'], [field('choice', { options }), '体育', '不是可选的值；可填：合理膳食、用药'],
    [field('person'), '王芳', '有同名人员，请改填工号'], [field('person'), '孙七', '人员目录中没有这个人，请填工号或姓名'], [field('people'), '0012、孙七', '“孙七”人员目录中没有这个人，请填工号或姓名'],
    [field('department'), '眼科', '科室目录中没有这个科室，或当天已撤销'], [field('time'), '25:00', '不是有效的时间，请写成 14:30'], [field('date'), '昨天', '不是有效的日期，请写成 2026-03-01'],
  ])('%o typed as %s is told why', (given, text, reason) => {
    expect(readCell(given, text, directory)).toEqual({ reason })
  })
})

const columns = columnsOf(definition)
const at = new Map([[dayColumn, 0], [departmentColumn, 1], ['topic', 2], ['theme', 3], ['which', 4], ['speaker', 5], ['attended', 6], ['asked', 7], ['phone', 8]])
const judge = (cells: readonly string[], more: { odd?: Record<number, 'rounded' | 'error'>; filled?: number[]; departments?: readonly string[] } = {}) => {
  const row = typedRow(columns, at, { row: 7, cells, odd: more.odd ?? {}, ...(more.filled === undefined ? {} : { filled: more.filled }) })
  if (row === null) throw new Error('no row')
  return judgeRow(row, { definition, columns, at, today: '2026-03-06', directoryOn: () => directory, departments: more.departments ?? 'all' })
}

test('RG-23 a row is good, or every bad cell is named with its address; a personal value is not shown', () => {
  expect(judge(['2026-03-02', '内科', '少盐', '膳食', '', '赵敏', '20', '', '13900000001'])).toMatchObject({ faults: [], good: { row: 7, on: '2026-03-02', departmentId: ward, values: { topic: '少盐', attended: 20, phone: '13900000001' } } })
  const bad = judge(['2026-03-02', '', '少盐', '膳食', '多余的说明', '赵敏', '20', '21', '123'])
  expect(bad.good).toBeNull()
  expect(bad.faults.map((fault) => `${fault.severity} ${fault.cell} ${fault.value} ${fault.reason}`)).toEqual(['fault B7  请填写', 'fault I7 （已隐去） 请填 11 位手机号', 'warning E7 多余的说明 按本行其他内容，这一项不需要填，没有导入'])
})

test('RG-23 checks across fields, cells that a spreadsheet spoiled, merged cells, and departments that are not theirs', () => {
  expect(judge(['2026-03-02', '内科', '少盐', '膳食', '', '赵敏', '20', '21', '']).faults).toMatchObject([{ cell: 'H7', reason: '提问人数不能多于听讲人数' }])
  expect(judge(['2026-03-02', '内科', '少盐', '膳食', '', '赵敏', '20', '', ''], { odd: { 6: 'error' } }).faults).toMatchObject([{ cell: 'G7', reason: '单元格是公式错误，请改为正确的值' }])
  expect(judge(['2026-03-02', '内科', '少盐', '膳食', '', '赵敏', '20', '', ''], { filled: [1] })).toMatchObject({ good: { row: 7 }, faults: [{ cell: 'B7', severity: 'warning' }] })
  expect(judge(['2026-03-02', '外科', '少盐', '膳食', '', '赵敏', '20', '', ''], { departments: [ward] }).faults).toMatchObject([{ cell: 'B7', reason: '只能为您任职的科室登记' }])
})

test('the row of hints and blank rows are passed over', () => {
  const everywhere = new Map(columns.map((column, place) => [column.key, place]))
  expect([typedRow(columns, everywhere, { row: 3, cells: columns.map((column) => column.hint), odd: {} }), typedRow(columns, everywhere, { row: 4, cells: ['', ' ', ''], odd: {} })]).toEqual([null, null])
})

test('RG-24 who takes what of a preview', () => {
  const run = { institutionId: hospital.institutionId, state: 'preview', createdBy: 'nurse', counts: { good: 3, bad: 1 } } as const
  const clerk = anActor('institution_clerk', { id: 'clerk' })
  const nurse = anActor('nurse', { id: 'nurse', departmentId: ward })
  const other = anActor('nurse', { id: 'other', departmentId: ward })
  const refused = (...ask: Parameters<typeof mayTake>) => mayTake(...ask)?.refused ?? null
  expect([refused(definition, hospital, clerk, run, 'good'), refused(definition, hospital, nurse, run, 'good'), refused(definition, hospital, other, run, 'good'), refused(definition, hospital, clerk, run, 'all')]).toEqual([null, null, 'register.not_your_department', 'register.import_has_faults'])
  expect([refused(definition, hospital, clerk, { ...run, state: 'taken' }, 'good'), refused(definition, hospital, clerk, { ...run, counts: { good: 0, bad: 4 } }, 'good'), refused(definition, hospital, clerk, { ...run, institutionId: 'x' }, 'good')]).toEqual(['register.import_over', 'register.import_nothing', 'register.not_yours_to_enter'])
  expect([mayDiscard(definition, nurse, run), mayDiscard(definition, other, run), mayDiscard(definition, clerk, { ...run, state: 'taken' })]).toMatchObject([null, { refused: 'register.not_yours_to_enter' }, { refused: 'register.import_over' }])
})
