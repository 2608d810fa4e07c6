import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clauseIds, diffReadings } from './diff.ts'
import { readStructure } from './structure.ts'

const first = '行动方案\n一、目标\n改善就医体验，提升群众满意度。\n二、任务\n（一）预约诊疗。推行分时段预约，减少等候时间。\n（二）投诉处理。建立工作台账，及时解决问题。\n三、要求\n加强组织领导，落实工作责任。'
const paths = (pairs: readonly { before: { path: string }; after: { path: string } }[]): string[] => pairs.map(({ before, after }) => `${before.path}→${after.path}`)

test('RD-27 the same document has only same clauses', () => {
  const read = readStructure(first)
  const diff = diffReadings(read, readStructure(first))
  expect(diff).toMatchObject({ added: [], removed: [], changed: [], moved: [] })
  expect(diff.same).toHaveLength(5)
})

test('RD-27 a clause put in between moves the others and changes none', () => {
  const next = first.replace('（二）投诉', '（二）导医服务。设置导医台，提供引导服务。\n（三）投诉').replace('及时解决问题', '五日内解决问题')
  const diff = diffReadings(readStructure(first), readStructure(next))
  expect(diff.added.map(({ title }) => title)).toEqual(['导医服务'])
  expect(diff.removed).toEqual([])
  expect(paths(diff.changed)).toEqual(['二/（二）→二/（三）'])
  expect(diff.moved).toEqual([])
})

test('RD-27 brackets and blanks are no change, a new number is a move', () => {
  const next = first.replace('（一）', '(一) ').replace('三、要求', '四、要求')
  const diff = diffReadings(readStructure(first), readStructure(next))
  expect(paths(diff.moved)).toEqual(['三→四'])
  expect(diff.changed).toEqual([])
})

test('RD-28 ids survive renumbering and rewording and are new for new clauses', () => {
  const before = readStructure(first)
  const ids = clauseIds(before)
  const after = readStructure(first.replace('（二）投诉', '（二）导医服务。设置导医台，提供引导服务。\n（三）投诉').replace('及时解决问题', '五日内解决问题'))
  const next = clauseIds(after, { reading: before, ids })
  expect(next.get('二/（三）')).toBe(ids.get('二/（二）'))
  expect(next.get('三')).toBe(ids.get('三'))
  expect([...ids.values()]).not.toContain(next.get('二/（二）'))
})

test('RD-28 ids are unique and the same in every run', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('一、甲', '二、乙', '（一）丙。做丙。', '1.丁', '一是戊；', '文字。'), { maxLength: 30 }), (lines) => {
      const read = readStructure(lines.join('\n'))
      const ids = clauseIds(read)
      expect(new Set(ids.values()).size).toBe(ids.size)
      expect([...clauseIds(read)]).toEqual([...ids])
    }),
  )
})
