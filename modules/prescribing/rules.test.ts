import { describe, expect, test } from 'vitest'
import { anonymous, type Actor } from '../../kernel/actor.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { changeOf, dayFigures, nobody, type DayFigures } from './rules/fact.ts'
import { mayKeep } from './rules/authority.ts'
import { readCatalogue } from './rules/catalogue-sheet.ts'
import { changedColumns, drugCells, drugColumns, readDrug, type DrugColumn } from './rules/drug-sheet.ts'
import { kindOfWord, visitOfWord } from './rules/fields.ts'
import { mayConfirm, mayTakePiece, mayWithdraw, pieceBytes, piecesOf } from './rules/file.ts'
import { guessColumns, mappingFaults } from './rules/guess.ts'

describe('columns', () => {
  test.each([
    [['明细流水号', '收费日期', '费用类别', '门诊号', '开单科室', '开单医生工号', '国家医保编码', '项目名称', '数量', '金额'], { lineId: 0, onDate: 1, kind: 2, visitNo: 3, department: 4, prescriber: 5, itemCode: 6, itemName: 7, quantity: 8, amount: 9 }],
    [['序号', '科室', '医生', '药品名称', '单次剂量', '剂量单位', '单位', '总金额（元）'], { department: 1, prescriber: 2, itemName: 3, dose: 4, doseUnit: 5, unit: 6, amount: 7 }],
    [['date', 'type', 'visit_no', 'dept', 'doctor', 'code', 'name', 'qty', 'amount'], { onDate: 0, kind: 1, visitNo: 2, department: 3, prescriber: 4, itemCode: 5, itemName: 6, quantity: 7, amount: 8 }],
    [['完全', '不相干', '的列'], {}],
  ])('PR-1 %s are guessed', (headings, columns) => {
    expect(guessColumns(headings)).toEqual(columns)
  })

  test('PR-1 a mapping needs every required field, each column once, none beyond the file', () => {
    const all = { onDate: 0, kind: 1, visitNo: 2, department: 3, prescriber: 4, itemCode: 5, itemName: 6, quantity: 7, amount: 8 }
    expect(mappingFaults(all, 9)).toEqual([])
    const { amount: _, ...without } = all
    expect(mappingFaults(without, 9)).toEqual([{ code: 'missing', field: 'amount' }])
    expect(mappingFaults({ ...all, unit: 7 }, 9)).toEqual([{ code: 'double', field: 'unit' }])
    expect(mappingFaults({ ...all, amount: 9 }, 9)).toEqual([{ code: 'beyond', field: 'amount' }])
  })

  test.each([['西药费', 'drug'], ['中成药', 'drug'], ['卫生材料费', 'material'], ['化验费', 'lab'], ['CT检查', 'exam'], ['床位费', 'service'], ['其他费', 'other'], ['陪护', null]] as const)('PR-1 the kind of charge %s means %s', (word, kind) => {
    expect(kindOfWord(word)).toBe(kind)
  })
  test.each([['急诊', 'emergency'], ['普通门诊', 'outpatient'], ['住院', 'inpatient'], ['一', null]] as const)('PR-1 the kind of visit %s means %s', (word, kind) => {
    expect(visitOfWord(word)).toBe(kind)
  })
})

describe('who, and when', () => {
  const clerk: Actor = { ...anonymous, kind: 'staff', institutionId: 'one', roles: ['institution_clerk'] }
  test.each<[string, Actor, string | null, Refusal | null]>([
    ['the clerk of the house', clerk, 'one', null],
    ['a pharmacist of the house', { ...clerk, roles: ['pharmacist'] }, 'one', null],
    ['a clerk of another house', clerk, 'two', { refused: 'prescribing.not_your_house' }],
    ['a doctor of the house', { ...clerk, roles: ['doctor'] }, 'one', { refused: 'prescribing.not_your_house' }],
    ['nobody', anonymous, null, { refused: 'prescribing.not_your_house' }],
  ])('PR-15 %s', (_, actor, house, no) => {
    expect(mayKeep(actor, house)).toEqual(no)
  })

  test('PR-10 a piece belongs to a file that is coming, within its number', () => {
    expect(piecesOf(pieceBytes + 1)).toBe(2)
    expect(mayTakePiece({ state: 'coming', pieces: 2 }, 1)).toBeNull()
    expect(mayTakePiece({ state: 'coming', pieces: 2 }, 2)).toEqual({ refused: 'prescribing.piece_beyond' })
    expect(mayTakePiece({ state: 'done', pieces: 2 }, 1)).toEqual({ refused: 'prescribing.not_coming' })
  })

  test('PR-16 what is in, or half in and held, can be taken back; what is being read cannot', () => {
    expect((['coming', 'asked', 'held', 'done', 'refused'] as const).map((state) => mayWithdraw({ state }))).toEqual([null, null, null, null, null])
    expect((['ready', 'reading', 'same', 'withdrawn'] as const).map((state) => mayWithdraw({ state }))).toEqual(Array.from({ length: 4 }, () => ({ refused: 'prescribing.not_in' })))
    expect([mayConfirm({ state: 'asked' }), mayConfirm({ state: 'refused' }), mayConfirm({ state: 'done' })]).toEqual([null, null, { refused: 'prescribing.not_asked' }])
  })
})

describe('facts', () => {
  const day = { institutionId: 'one', regionCode: '990121', onDate: '2026-02-03', departmentId: nobody }
  const nothing = Object.fromEntries(dayFigures.map((figure) => [figure, 0])) as DayFigures
  test('PR-14 a day is one fact that comes, changes and goes', () => {
    const some = { ...nothing, medicalCents: 4000 }
    expect(changeOf(day, null, some)).toMatchObject({ before: null, after: { id: `2026-02-03/${nobody}`, departmentId: null, fields: { medicalCents: 4000 } } })
    expect(changeOf(day, some, { ...some, medicalCents: 5000 })).toMatchObject({ before: { fields: { medicalCents: 4000 } }, after: { fields: { medicalCents: 5000 } } })
    expect(changeOf(day, some, nothing)).toMatchObject({ before: { fields: { medicalCents: 4000 } }, after: null })
  })
})

describe('the drug catalogue', () => {
  const cells = (given: Partial<Record<DrugColumn, string>>) => ({ ...(Object.fromEntries(drugColumns.map((column) => [column.key, ''])) as Record<DrugColumn, string>), code: 'X1', generic_name: '试验药', name: '试验药片', ...given })
  test('PR-18 marks and grades are read in the words people use', () => {
    expect(readDrug(cells({ antibiotic: '限制使用', control: '精二', essential: '是', ddds_per_unit: '4.5' }))).toMatchObject({ antibiotic: 'restricted', control: 'psychotropic-2', essential: true, central: false, ddds_per_unit: '4.5', ddd: null })
  })
  test.each([
    [{ code: '' }, 'code', 'missing'], [{ ddd: '一' }, 'ddd', 'number'], [{ antibiotic: '最高级' }, 'antibiotic', 'grade'], [{ central: '也许' }, 'central', 'yes-no'], [{ control: '管' }, 'control', 'control'], [{ code: 'X'.repeat(65) }, 'code', 'long'],
  ] as const)('PR-18 %o names the column that cannot be read and why', (given, column, reason) => {
    expect(readDrug(cells(given))).toEqual({ faults: [{ column, reason }] })
  })
  test('PR-45 every cell of a row that is wrong is named, and a sheet names each by its place', () => {
    expect(readDrug(cells({ ddd: 'x', herbal: '半' }))).toEqual({ faults: [{ column: 'ddd', reason: 'number' }, { column: 'herbal', reason: 'yes-no' }] })
    const sheet = [{ row: 1, cells: ['药品目录'] }, { row: 2, cells: ['国家医保编码*', '通用名*', '药品名称*', 'DDD值', '备注'] }, { row: 3, cells: ['A', '甲', '甲片', '1.5', ''] }, { row: 4, cells: ['', '', '', '', ''] }, { row: 5, cells: ['A', '乙', '', '很多', '见附件'] }]
    expect(readCatalogue(sheet)).toMatchObject({
      drugs: [{ row: 3, drug: { code: 'A', ddd: '1.5' } }], ignored: ['备注'],
      faults: [{ row: 5, cell: 'C5', heading: '药品名称', value: '', reason: 'missing' }, { row: 5, cell: 'D5', value: '很多', reason: 'number' }, { row: 5, cell: 'A5', value: 'A', reason: 'double' }],
    })
  })
  test('PR-45 what a sheet would change is said column by column; a number written otherwise is the same', () => {
    const read = (given: Partial<Record<DrugColumn, string>>) => {
      const found = readDrug(cells(given))
      if ('faults' in found) throw new Error('a drug was expected')
      return found
    }
    const kept = { ...read({ ddds_per_unit: '4' }), ddds_per_unit: '4.000000' }
    expect([changedColumns(undefined, kept), changedColumns(kept, read({ ddds_per_unit: '4.0' })), changedColumns(kept, read({ ddds_per_unit: '4.5', antibiotic: '特殊' }))]).toEqual([null, [], ['ddds_per_unit', 'antibiotic']])
    expect(readDrug(drugCells(kept))).toMatchObject({ ...kept, ddds_per_unit: '4' })
  })
})
