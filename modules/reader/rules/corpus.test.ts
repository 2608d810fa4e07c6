import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bare } from './lines.ts'
import type { Clause } from './model.ts'
import { readStructure } from './structure.ts'

/** Real plans stay outside the repository; HUIYIN_CORPUS names their folder, else it is looked for beside the repository. */
const folder = process.env['HUIYIN_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.txt')).sort() : []
if (files.length === 0) console.log(`No real plans at ${folder}: the tests that read them are skipped (set HUIYIN_CORPUS).`)

const printedText = (clauses: readonly Clause[]): string => clauses.map((clause) => clause.printed + clause.title + clause.text + printedText(clause.children)).join('')
const flat = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((clause) => [clause, ...flat(clause.children)])

describe.skipIf(files.length === 0)('real plans', () => {
  test.each(files)('RD-9 %s keeps every character of its text, and every numbered clause has words', (name) => {
    const { parts, clauses } = readStructure(readFileSync(join(folder, name), 'utf8'))
    const kept = clauses.filter(({ path }) => !path.startsWith('附件') && !path.startsWith('文末'))
    expect(bare(printedText(kept))).toBe([...parts.wrapper, ...parts.body].map(({ raw }) => bare(raw)).join(''))
    const numbered = flat(kept).filter(({ printed }) => printed !== '')
    expect(numbered.length).toBeGreaterThanOrEqual(10)
    expect(numbered.filter(({ title, text, children }) => title === '' && text === '' && children.length === 0)).toEqual([])
  })

  test.each(files)('RD-5 %s has a title that ends as a plan does and is no sentence', (name) => {
    const { title } = readStructure(readFileSync(join(folder, name), 'utf8'))
    expect(title).toMatch(/方案$/)
    expect(title).not.toMatch(/[。；]/)
  })
})
