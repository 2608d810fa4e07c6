/** Without 0/O, 1/I/L, U, V and what looks like them: read out over the phone and typed by old hands. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ'
const length = 8

/** Rule PO-1: the code on a poster, eight symbols that are not taken for each other; takes random bytes. */
export const spotCode = (random: Uint8Array): string => Array.from(random.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')

/** What was scanned or typed, in the form it was written; null where it cannot be one. */
export function readSpotCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')
  return plain.length === length && Array.from(plain).every((symbol) => alphabet.includes(symbol)) ? plain : null
}
