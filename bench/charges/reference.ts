import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type Sum = { cents: number; count: number }
export type Reference = { readonly drugs: Map<string, Map<string, Sum>>; readonly departments: Map<string, Map<string, { medical: number; drug: number; cases: Set<string> }>> }

/**
 * The independent answer: added up from the generated text alone, by splitting at commas, with nothing of the program. By month:
 * cents and packs of each drug; by year (October to September) and department: medical income and drugs without herbal slices.
 */
export async function referenceOf(file: string, isHerbal: (code: string) => boolean): Promise<Reference> {
  const reference: Reference = { drugs: new Map(), departments: new Map() }
  const grown = <K, V>(map: Map<K, V>, key: K, empty: () => V): V => map.get(key) ?? (map.set(key, empty()).get(key) as V)
  let isFirst = true
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, at = '', kind, visitKind, visit = '', , department = '', , code = '', , packs = '', , yuan = ''] = line.split(',')
    const cents = Math.round(Number(yuan) * 100)
    if (isFirst || Number.isNaN(cents)) {
      isFirst = false
      continue
    }
    if (kind === '西药费') {
      const sum = grown(grown(reference.drugs, at.slice(0, 7), () => new Map<string, Sum>()), code, () => ({ cents: 0, count: 0 }))
      sum.cents += cents
      sum.count += Number(packs)
    }
    const unit = grown(grown(reference.departments, at < '2025-10' ? '2024-10' : '2025-10', () => new Map()), department, () => ({ medical: 0, drug: 0, cases: new Set<string>() }))
    unit.medical += cents
    unit.cases.add(`${visitKind} ${visit}`)
    if (kind === '西药费' && !isHerbal(code)) unit.drug += cents
  }
  return reference
}

/** The first ten places, ties sharing them: code, cents and packs. */
export function topOf(sums: ReadonlyMap<string, Sum>, by: 'cents' | 'count'): string[] {
  const other = by === 'cents' ? 'count' : 'cents'
  const ordered = [...sums].filter(([, sum]) => sum[by] > 0).sort(([a, x], [b, y]) => y[by] - x[by] || y[other] - x[other] || (a < b ? -1 : 1))
  const tenth = ordered[9]?.[1][by] ?? 0
  return ordered.filter(([, sum]) => sum[by] >= tenth).slice(0, 30).map(([code, sum]) => `${code} ${sum.cents} ${sum.count}`)
}
