/**
 * Rule ME-3: what is counted is kept in millionths as whole numbers, so that a sum is exact and the same in any order of
 * adding and taking away.
 */
export type Amount = bigint

export const one: Amount = 1_000_000n
/** Nobody counts beyond this; a value that is larger was mistyped and counts as missing. */
const largest = 1e15

/** A value as it enters a sum: rounded to the millionth; null where it is no number that can be counted. */
export const amountOf = (value: number): Amount | null => (Math.abs(value) <= largest ? BigInt(value.toFixed(6).replace('.', '')) : null)

export const countOf = (count: number): Amount => BigInt(count) * one

/** The decimal text of the database. */
export function writeAmount(amount: Amount): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(7, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

export function readAmount(text: string): Amount {
  const [whole = '0', part = ''] = text.split('.')
  return BigInt(`${whole}${part.padEnd(6, '0').slice(0, 6)}`)
}

export const numberOf = (amount: Amount): number => Number(writeAmount(amount))

/** The quotient as the nearest number; what divides evenly is exact. */
export const divide = (numerator: Amount, denominator: Amount): number => Number(numerator) / Number(denominator)
