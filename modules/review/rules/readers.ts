import type { ReviewNumbers } from './numbers.ts'

/** Rule RV-5: pharmacists of the middle title or above at hospitals of level two and above, pharmacists by title elsewhere. */
export function isQualified(title: string, level: string, { middle, pharmacist }: ReviewNumbers['titles']): boolean {
  const held = title.trim()
  if (middle.some((word) => held === word || held.startsWith(`${word}（`) || held.startsWith(`${word}(`))) return true
  return level !== 'two' && level !== 'three' && pharmacist.includes(held)
}
