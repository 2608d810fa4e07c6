import { expect, test } from 'vitest'
import { layOut, size } from './chart-layout.ts'

const states = ['received', 'offered', 'handling', 'answered', 'closed']
const moves = [
  { from: 'received', to: 'offered', label: '转办' }, { from: 'offered', to: 'handling', label: '接收' }, { from: 'offered', to: 'received', label: '退回' },
  { from: 'handling', to: 'answered', label: '答复' }, { from: 'answered', to: 'closed', label: '办结' }, { from: 'answered', to: 'handling', label: '重办' }, { from: 'handling', to: 'handling', label: '记录' }, { from: 'received', to: 'closed', label: '撤回' },
]
const drawn = layOut(states, 'received', moves)
const boxOf = (key: string) => drawn.boxes.find((box) => box.key === key)
const lineOf = (from: string, to: string) => drawn.lines.find((line) => line.from === from && line.to === to)

test('a move leads down; only what closes a circle leads back up', () => {
  expect(drawn.lines.filter((line) => line.back).map((line) => `${line.from} ${line.to}`).toSorted()).toEqual(['answered handling', 'offered received'])
  for (const line of drawn.lines) if (!line.back) expect(boxOf(line.from)?.y).toBeLessThan(boxOf(line.to)?.y ?? 0)
})

test('no two states overlap, and everything lies inside the drawing', () => {
  for (const a of drawn.boxes) {
    expect(a.x).toBeGreaterThanOrEqual(drawn.left)
    expect(a.x + size.width).toBeLessThanOrEqual(drawn.left + drawn.width)
    expect(a.y + size.height).toBeLessThanOrEqual(drawn.height)
    for (const b of drawn.boxes) if (a.key < b.key) expect(Math.abs(a.x - b.x) >= size.width || Math.abs(a.y - b.y) >= size.height).toBe(true)
  }
})

test('moves between the same two states share a line; a move that stays draws none', () => {
  const twice = layOut(['a', 'b'], 'a', [{ from: 'a', to: 'b', label: '甲' }, { from: 'a', to: 'b', label: '乙' }, { from: 'a', to: 'b', label: '丙' }, { from: 'a', to: 'a', label: '丁' }])
  expect(twice.lines.map((line) => line.label.words)).toEqual(['甲、乙…'])
  expect(lineOf('handling', 'handling')).toBeUndefined()
})

test('labels do not lie on each other', () => {
  const labels = drawn.lines.map((line) => line.label)
  for (const [at, a] of labels.entries()) for (const b of labels.slice(at + 1)) expect(Math.abs(a.x - b.x) >= 20 || Math.abs(a.y - b.y) >= 12).toBe(true)
})

test('a single state is drawn, and a move to nowhere is left out', () => {
  expect(layOut(['a'], 'a', [{ from: 'a', to: 'gone', label: '去' }])).toMatchObject({ boxes: [{ key: 'a' }], lines: [] })
})

test('a state that may be reached at any time has no line and stands last', () => {
  const ends = layOut(['a', 'b', 'off', 'c'], 'a', [{ from: 'a', to: 'b', label: '去' }, { from: 'b', to: 'c', label: '完' }])
  const yOf = (key: string) => ends.boxes.find((box) => box.key === key)?.y
  expect(yOf('off')).toBe(yOf('c'))
})
