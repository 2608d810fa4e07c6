/** How often each pair of neighbouring characters occurs. */
export type Bigrams = ReadonlyMap<string, number>

/** Rule TX-1: width, case, blanks and punctuation do not make two Chinese texts different. */
export const normaliseHan = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, '')

/** The bigrams of the normalised text; a single character stands for itself. */
export function bigrams(text: string): Bigrams {
  const characters = Array.from(normaliseHan(text))
  const counts = new Map<string, number>()
  const add = (gram: string) => counts.set(gram, (counts.get(gram) ?? 0) + 1)
  if (characters.length === 1) add(characters[0] ?? '')
  for (let at = 1; at < characters.length; at += 1) add(`${characters[at - 1]}${characters[at]}`)
  return counts
}

const sizeOf = (grams: Bigrams): number => {
  let size = 0
  for (const count of grams.values()) size += count
  return size
}

/** Dice coefficient of two texts that are compared many times. */
export function diceOf(a: Bigrams, b: Bigrams): number {
  const total = sizeOf(a) + sizeOf(b)
  if (total === 0) return 1
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const [gram, count] of small) shared += Math.min(count, large.get(gram) ?? 0)
  return (2 * shared) / total
}

/** Rule TX-2: 1 for equal texts, 0 for texts without a common pair of characters. */
export const similarity = (a: string, b: string): number => diceOf(bigrams(a), bigrams(b))
