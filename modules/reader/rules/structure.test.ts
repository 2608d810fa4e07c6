import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bare, toLines } from './lines.ts'
import type { Clause } from './model.ts'
import { textLines, toParts } from './parts.ts'
import type { Parts } from './parts.ts'
import { readStructure } from './structure.ts'

const fragments = [
  '一、工作目标', '二、', '（一）加强管理。', '(二) 优化流程，', '〔三〕', '1.', '1．5张床位', '2、和薄弱环节', '①', '一是', '二是健全制度；', '第一阶段：动员部署（4月6日-18日）',
  '附件', '附件：1.名单 2.汇总表', '附件1', '组长：王某某  局长', '成  员：李  某   科长', '联系人：李 某 赵某某', '2023年6月12日', '清源县卫生健康局', '清源县卫生健康局文件',
  '关于印发《行动方案》的通知', '行动方案', '清卫〔2023〕3号', '- 2 -', '（此件公开发布）', '各医院：', '。', '，', '“', '〞', '\u00a0', '\u3000', '\n', '\r\n', '\t', ' ', '1.1 总则', '1.2 范围', '各单位要高度重视。', '——', '抄送：',
]
const documents = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fragments) }, { weight: 3, arbitrary: fc.constant('\n') }, fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 }).map((pieces) => pieces.join(''))

const printedText = (clauses: readonly Clause[]): string => clauses.map((clause) => clause.printed + clause.title + clause.text + printedText(clause.children)).join('')
const paths = (clauses: readonly Clause[]): string[] => clauses.flatMap((clause) => [clause.path, ...paths(clause.children)])
const lists = (parts: Parts): number[] =>
  [parts.shell, parts.head, parts.wrapper, parts.body, parts.list, parts.tail, parts.closing, parts.pages, ...parts.annexes.flatMap((annex) => [annex.head, annex.lines])].flat().map(({ no }) => no)

test('RD-3 every line that holds text is in exactly one part', () => {
  fc.assert(
    fc.property(documents, (source) => {
      const lines = toLines(source)
      expect(lists(toParts(lines)).sort((a, b) => a - b)).toEqual(textLines(lines).filter((no) => bare(lines[no - 1]?.raw ?? '') !== ''))
    }),
    { numRuns: 400 },
  )
})

test('RD-9 a walk through the clauses prints every character of notice and body in order', () => {
  fc.assert(
    fc.property(documents, (source) => {
      const { parts, clauses } = readStructure(source)
      const kept = clauses.filter(({ path }) => !path.startsWith('附件') && !path.startsWith('文末'))
      const printed = [...parts.wrapper, ...parts.body].map(({ raw }) => bare(raw)).join('')
      expect(bare(printedText(kept))).toBe(printed)
    }),
    { numRuns: 600 },
  )
})

test('RD-16 attachments and closing lines keep every character as well', () => {
  fc.assert(
    fc.property(documents, (source) => {
      const { parts, clauses } = readStructure(source)
      const behind = clauses.filter(({ path }) => path.startsWith('附件') || path.startsWith('文末')).map((clause) => ({ ...clause, title: clause.level === 0 ? '' : clause.title }))
      const printed = [...parts.annexes.flatMap(({ lines }) => lines), ...parts.closing].map(({ raw }) => bare(raw)).join('')
      expect(bare(printedText(behind))).toBe(printed)
    }),
    { numRuns: 300 },
  )
})

test('RD-14 paths are unique, whatever is printed', () => {
  fc.assert(
    fc.property(documents, (source) => {
      const all = paths(readStructure(source).clauses)
      expect(new Set(all).size).toBe(all.length)
    }),
    { numRuns: 300 },
  )
})

test('RD-26 the same text gives the same structure, and any text gives one', () => {
  fc.assert(
    fc.property(fc.oneof(documents, fc.string({ unit: 'binary', maxLength: 400 })), (source) => {
      expect(JSON.stringify(readStructure(source))).toBe(JSON.stringify(readStructure(source)))
    }),
    { numRuns: 200 },
  )
})

/** Not a clock: the work is counted by comparing how the time grows, with ample room for a busy machine. */
test.each(['（', '一、', '1.', '组长：张三 局长\n', '附件1\n', '附件：1.甲表2.乙表\n', '某某实施方案\n', '关于印发甲方案的通知\n', '书记（', '王某 ', '邮箱：a.', '联系人：', '第一阶段：甲（5月）。'])('RD-26 reading %j over and over takes time in proportion to its length', (piece) => {
  const cost = (length: number): number => {
    const source = piece.repeat(Math.ceil(length / piece.length))
    readStructure(source)
    return Math.min(...[1, 2, 3].map(() => {
      const before = process.cpuUsage()
      readStructure(source)
      const used = process.cpuUsage(before)
      return used.user + used.system
    }))
  }
  // Eight times the text: linear work costs about 8 times, quadratic 64 times.
  expect(cost(160_000) / Math.max(cost(20_000), 1_000)).toBeLessThan(32)
})
