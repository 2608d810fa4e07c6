import { newReader } from './picture.ts'

const holders = new Set(['moov', 'trak', 'mdia', 'minf'])
const notes = new Set(['udta', 'meta', 'uuid', 'Xtra'])

/**
 * Rule FI-3: a film or recording of the MP4 family whose notes (where, with which telephone) are blanked. The boxes keep
 * their length and become free space, because the tables of a film point at places in the file. Null where a box leaves the file.
 */
export function cleanBoxes(bytes: Uint8Array): Buffer | null {
  const cleaned = Buffer.from(bytes)
  const read = newReader(cleaned)
  const seen = new Set<string>()
  const walk = (from: number, to: number, depth: number): boolean => {
    for (let at = from; at + 8 <= to; ) {
      const name = read.word(at + 4)
      const [length, head] = lengthAt(at, to)
      if (length < head || at + length > to) return false
      seen.add(name)
      if (notes.has(name)) {
        cleaned.write('free', at + 4, 'latin1')
        cleaned.fill(0, at + head, at + length)
      } else if (holders.has(name) && depth < 6 && !walk(at + head, at + length, depth + 1)) return false
      at += length
    }
    return true
  }
  const lengthAt = (at: number, to: number): [length: number, head: number] => {
    const length = read.four(at)
    if (length === 0) return [to - at, 8]
    return length === 1 ? [read.four(at + 8) * 2 ** 32 + read.four(at + 12), 16] : [length, 8]
  }
  return walk(0, cleaned.length, 0) && seen.has('moov') ? cleaned : null
}
