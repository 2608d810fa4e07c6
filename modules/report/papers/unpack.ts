import { inflateRawSync } from 'node:zlib'
import { RefusedError } from '../../../kernel/refusal.ts'
import { bundleLimits, partName } from '../rules/bundle.ts'

// Archives come from outside, so their own directory is read here, every number of it checked before it is used: a
// general reader follows a claim of 4 GB into 64-bit fields that may not be there.

const sizes = { end: 22, entry: 46, local: 30 } as const
const marks = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 } as const
/** What an archive writes where a number does not fit 32 or 16 bits. */
const huge = 0xffffffff
const stored = 0
const deflated = 8
const sealed = 0x1

type Entry = { readonly name: string; readonly flags: number; readonly method: number; readonly packed: number; readonly size: number; readonly at: number }

function endOf(bytes: Buffer): number {
  for (let at = bytes.length - sizes.end; at >= Math.max(0, bytes.length - sizes.end - 0xffff); at -= 1) if (bytes.readUInt32LE(at) === marks.end) return at
  throw new RefusedError('report.bundle_truncated')
}

/** The directory of the archive; nothing is unpacked yet. */
function entriesOf(bytes: Buffer): Entry[] {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > bundleLimits.parts || at === huge) throw new RefusedError('report.bundle_too_large')
  return Array.from({ length: count }, (): Entry => {
    if (at + sizes.entry > bytes.length || bytes.readUInt32LE(at) !== marks.entry) throw new RefusedError('report.bundle_truncated')
    const nameLength = bytes.readUInt16LE(at + 28)
    const entry = {
      name: bytes.toString('utf8', at + sizes.entry, at + sizes.entry + nameLength), flags: bytes.readUInt16LE(at + 8), method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20), size: bytes.readUInt32LE(at + 24), at: bytes.readUInt32LE(at + 42),
    }
    at += sizes.entry + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    return entry
  })
}

function unpack(bytes: Buffer, entry: Entry): Uint8Array {
  if (entry.at + sizes.local > bytes.length || bytes.readUInt32LE(entry.at) !== marks.local) throw new RefusedError('report.bundle_truncated', entry.name)
  const from = entry.at + sizes.local + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28)
  if (from + entry.packed > bytes.length) throw new RefusedError('report.bundle_truncated', entry.name)
  const packed = bytes.subarray(from, from + entry.packed)
  if ((entry.flags & sealed) !== 0 || (entry.method !== stored && entry.method !== deflated)) throw new RefusedError('report.bundle_unreadable')
  if (entry.method === stored) return packed
  try {
    // One byte more than declared is one too many: what lies about its size stops there.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch {
    throw new RefusedError('report.bundle_changed', entry.name)
  }
}

/** Rule RP-13: the parts by name; no more is unpacked than a bundle may hold, whatever the archive claims. */
export function unpackBundle(given: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  if (bytes.length < sizes.end || bytes.readUInt32LE(0) !== marks.local) throw new RefusedError('report.bundle_unreadable')
  const entries = entriesOf(bytes)
  if (entries.some((entry) => entry.size === huge || entry.packed === huge) || entries.reduce((sum, entry) => sum + entry.size, 0) > bundleLimits.bytes) throw new RefusedError('report.bundle_too_large')
  const parts = new Map<string, Uint8Array>()
  for (const entry of entries) {
    if (!partName.test(entry.name) || parts.has(entry.name)) throw new RefusedError('report.bundle_changed', entry.name.slice(0, 80))
    parts.set(entry.name, unpack(bytes, entry))
  }
  return parts
}
