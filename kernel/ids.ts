const hex = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'))

const need = (random: Uint8Array, bytes: number) => {
  if (random.length < bytes) throw new RangeError(`${bytes} random bytes needed, got ${random.length}`)
}

/** Rule ID-7: UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits; takes 10 random bytes. */
export function uuidv7(nowMs: number, random: Uint8Array): string {
  need(random, 10)
  if (!Number.isSafeInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48) throw new RangeError(`Not a time for a UUID: ${nowMs}`)
  const byte = (at: number) => random[at] ?? 0
  const time = nowMs.toString(16).padStart(12, '0')
  const version = `${hex[0x70 | (byte(0) & 0x0f)]}${hex[byte(1)]}`
  const variant = `${hex[0x80 | (byte(2) & 0x3f)]}${hex[byte(3)]}`
  const tail = `${hex[byte(4)]}${hex[byte(5)]}${hex[byte(6)]}${hex[byte(7)]}${hex[byte(8)]}${hex[byte(9)]}`
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${tail}`
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Any UUID in lower case, the form we write. */
export const isUuid = (text: string): boolean => uuidShape.test(text)

/** Crockford's alphabet: no I, L, O, U, so that a code can be read out and copied by hand. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const randomSymbols = 11

/** Multiplies by x in GF(32) with x⁵ = x² + 1. */
const timesX = (value: number) => ((value << 1) & 31) ^ (value & 16 ? 0b00101 : 0)

/**
 * The check symbol is a polynomial over GF(32) and not Crockford's mod 37, whose extra signs (* ~ $ =) nobody can
 * read out on the phone; it finds every single wrong character and every swap of two neighbours.
 */
const checkOf = (symbols: readonly number[]): number => symbols.reduce((sum, symbol) => timesX(sum ^ symbol), 0)

/** Rule ID-8: a receipt code like 7K3M-Q0ZD-1XHA: 55 random bits and a check character; takes 7 random bytes. */
export function receiptCode(random: Uint8Array): string {
  need(random, 7)
  const symbols: number[] = []
  let bits = 0
  let held = 0
  for (const byte of random) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5 && symbols.length < randomSymbols) {
      bits -= 5
      symbols.push((held >> bits) & 31)
    }
  }
  const code = [...symbols, checkOf(symbols)].map((symbol) => alphabet[symbol]).join('')
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}

/** What a citizen typed, in the form we wrote it; null when it cannot be one of our codes. */
export function readReceiptCode(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  const symbols = Array.from(plain, (character) => alphabet.indexOf(character))
  if (symbols.length !== randomSymbols + 1 || symbols.includes(-1)) return null
  if (checkOf(symbols.slice(0, -1)) !== symbols.at(-1)) return null
  return `${plain.slice(0, 4)}-${plain.slice(4, 8)}-${plain.slice(8)}`
}
