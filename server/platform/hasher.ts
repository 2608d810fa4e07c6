import { createHash, hash } from 'node:crypto'
import type { Hasher } from '../../kernel/hasher.ts'

const block = 64
/** What RFC 2104 puts before the text and before the inner digest, for one key. */
type Pads = { readonly key: string; readonly inner: Buffer; readonly outer: Buffer }
let last: Pads | null = null

function padsOf(key: string): Pads {
  if (last?.key === key) return last
  const bytes = Buffer.from(key, 'utf8')
  const short = bytes.length > block ? createHash('sha256').update(bytes).digest() : bytes
  const padded = Buffer.concat([short, Buffer.alloc(block - short.length)])
  last = { key, inner: padded.map((byte) => byte ^ 0x36) as Buffer, outer: Buffer.concat([padded.map((byte) => byte ^ 0x5c), Buffer.alloc(32)]) }
  return last
}

/** A draw keys a hundred thousand numbers with one seed: with its pads kept, each costs two plain digests, less than half of an HMAC begun anew. */
export const hasher: Hasher = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  hmac(key, text) {
    const { inner, outer } = padsOf(key)
    const message = Buffer.allocUnsafe(block + Buffer.byteLength(text))
    inner.copy(message)
    message.write(text, block)
    hash('sha256', message, 'buffer').copy(outer, block)
    return hash('sha256', outer, 'hex')
  },
}
