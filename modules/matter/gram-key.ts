import type { Vault } from '../../server/platform/crypto.ts'
import { gramsOf } from './rules/grams.ts'

const most = 100_000
const known = new Map<string, number>()

/**
 * Pairs of characters as numbers that say nothing without the key (ADR 0014). The region is part of what is hashed, so that
 * the same word has another number elsewhere.
 */
export function gramNumbers(vault: Vault, regionCode: string, ...texts: readonly string[]): number[] {
  const numbers = gramsOf(...texts).map((gram) => {
    const place = `${vault.fingerprint}${regionCode}:${gram}`
    const found = known.get(place)
    if (found !== undefined) return found
    const number = Buffer.from(vault.blindIndex('code', `gram ${regionCode} ${gram}`), 'base64url').readInt32BE(0)
    if (known.size >= most) known.clear()
    known.set(place, number)
    return number
  })
  return [...new Set(numbers)].sort((a, b) => a - b)
}
