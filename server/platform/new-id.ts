import { uuidv7 } from '../../kernel/ids.ts'
import { freshBytes } from './random.ts'

/** What the newest id of a millisecond counts; of the milliseconds used last, so that a clock set back goes on where it was. */
const counts = new Map<number, number>()
const mostKept = 16

/** Rule ID-7: an id whose neighbours of the same millisecond stand in the order this server made them: 26 bits count on from a random number, 48 are random. */
export function newIdAt(nowMs: number): string {
  const random = freshBytes(10)
  const count = (counts.get(nowMs) ?? random.readUInt32BE(0) >>> 7) + 1
  counts.delete(nowMs)
  for (const [oldest] of counts) {
    if (counts.size < mostKept) break
    counts.delete(oldest)
  }
  counts.set(nowMs, count)
  random.set([(count >>> 22) & 0x0f, (count >>> 14) & 0xff, (count >>> 8) & 0x3f, count & 0xff])
  return uuidv7(nowMs, random)
}
