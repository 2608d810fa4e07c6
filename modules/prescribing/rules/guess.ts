import { fieldKeys, fields, type Columns, type Field } from './fields.ts'

const plain = (heading: string): string => heading.toLowerCase().replace(/[\s（）()【】[\]_*：:\-/]/g, '')

/**
 * Rule PR-1: which column says which field, guessed from the headings: an equal word before a part of one, longer words
 * before shorter ones, each column once. A person confirms it before the first line is read.
 */
export function guessColumns(headings: readonly string[]): Columns {
  const left = new Map(headings.map((heading, at) => [at, plain(heading)] as const))
  const found: Partial<Record<Field, number>> = {}
  const take = (fits: (heading: string, word: string) => boolean) => {
    const wishes = fields.flatMap(({ key, words }) => words.map((word, rank) => ({ key, word: plain(word), rank }))).filter(({ key }) => found[key] === undefined)
    for (const { key, word } of wishes.sort((a, b) => b.word.length - a.word.length || a.rank - b.rank)) {
      if (found[key] !== undefined) continue
      const at = [...left].find(([, heading]) => heading !== '' && fits(heading, word))?.[0]
      if (at === undefined) continue
      found[key] = at
      left.delete(at)
    }
  }
  take((heading, word) => heading === word)
  take((heading, word) => word.length >= 2 && !/^[a-z]+$/.test(word) && heading.includes(word))
  return found
}

export type MappingFault = { readonly code: 'missing' | 'beyond' | 'double'; readonly field: Field }

/** Rule PR-1: what a mapping lacks before lines can be read with it: each required field, each column once, none beyond the file. */
export function mappingFaults(columns: Columns, width: number): MappingFault[] {
  const uses = new Map<number, Field>()
  return fieldKeys.flatMap((field): MappingFault[] => {
    const at = columns[field]
    if (at === undefined) return fields.some((each) => each.key === field && each.required) ? [{ code: 'missing', field }] : []
    if (at < 0 || at >= width) return [{ code: 'beyond', field }]
    if (uses.has(at)) return [{ code: 'double', field }]
    uses.set(at, field)
    return []
  })
}

export const sameHeadings = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((heading, at) => heading === b[at])
