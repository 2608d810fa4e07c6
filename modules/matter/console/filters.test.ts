import { expect, test } from 'vitest'
import { countFilters, filtersOf, isFiltered, narrowed } from './filters.ts'

test('an address gives only what it may: foreign words and values are left out', () => {
  expect(filtersOf({ phase: 'all', whose: 'everybody', channel: 'pigeon', overdue: 1, text: 'ab', kind: 'complaint', other: 'x' })).toEqual({ phase: 'all', overdue: '1', text: 'ab', kind: 'complaint' })
  expect(filtersOf({})).toEqual({})
})

test('another kind drops the state, another body the department; nothing empty stays in the address', () => {
  expect(narrowed({ kind: 'complaint', state: 'handling' }, { kind: 'tip' })).toEqual({ kind: 'tip' })
  expect(narrowed({ kind: 'complaint' }, { state: 'handling' })).toEqual({ kind: 'complaint', state: 'handling' })
  expect(narrowed({ institutionId: 'a', departmentId: 'd' }, { institutionId: 'b' })).toEqual({ institutionId: 'b' })
  expect(narrowed({ text: 'ab', overdue: '1' }, { text: '', overdue: undefined })).toEqual({})
})

test('chips are not counted among the folded filters', () => {
  expect(countFilters({ kind: 'complaint', whose: 'mine', from: '2026-11-01', channel: 'phone' })).toBe(2)
  expect(isFiltered({ whose: 'mine', sort: 'received' })).toBe(false)
  expect(isFiltered({ overdue: '1' })).toBe(true)
})
