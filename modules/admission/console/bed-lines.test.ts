import { expect, test } from 'vitest'
import { readBedLines } from './bed-lines.ts'

test('beds are written one per line, with their room behind', () => {
  expect(readBedLines(' 1 305\n\n2\t306 东\n加3 ')).toEqual([{ label: '1', room: '305' }, { label: '2', room: '306 东' }, { label: '加3', room: '' }])
  expect(readBedLines('')).toEqual([])
})
