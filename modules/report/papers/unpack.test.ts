import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { RefusedError } from '../../../kernel/refusal.ts'
import { unpackBundle } from './unpack.ts'

const parts = { 'MANIFEST.json': strToU8('{}'), 'pack.json': strToU8('x'.repeat(5000)) }
const archive = () => Buffer.from(zipSync(parts, { level: 6 }))
const outcome = (bytes: Uint8Array) => {
  try {
    return [...unpackBundle(bytes).keys()].join(' ')
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return error.refusal.refused
  }
}
/** Where the directory's n-th entry begins. */
const entryAt = (bytes: Buffer, n = 0) => {
  let at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  for (; n > 0; n -= 1) at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), at + 4)
  return at
}
const changed = (change: (bytes: Buffer) => void) => {
  const bytes = archive()
  change(bytes)
  return bytes
}

test('RP-13 an archive of parts that a bundle may hold is unpacked', () => {
  expect(outcome(archive())).toBe('MANIFEST.json pack.json')
  expect(Buffer.from(unpackBundle(archive()).get('pack.json') ?? []).toString()).toBe('x'.repeat(5000))
})

test.each<[string, () => Uint8Array, string]>([
  ['what is no archive', () => Buffer.from('%PDF-1.7 and so on, long enough'), 'report.bundle_unreadable'],
  ['nothing', () => Buffer.alloc(0), 'report.bundle_unreadable'],
  ['an archive cut off in the middle', () => archive().subarray(0, 60), 'report.bundle_truncated'],
  ['an archive without its last bytes', () => archive().subarray(0, -30), 'report.bundle_truncated'],
  ['a claim of 4 GB without the fields that would hold it', () => changed((bytes) => bytes.writeUInt32LE(0xffffffff, entryAt(bytes) + 24)), 'report.bundle_too_large'],
  ['a claim of 3 GB', () => changed((bytes) => bytes.writeUInt32LE(3_000_000_000, entryAt(bytes) + 24)), 'report.bundle_too_large'],
  ['many parts that are small each and too large together', () => zipSync(Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`scans/0${n}.pdf`, new Uint8Array(12_000_000)])), { level: 9 }), 'report.bundle_too_large'],
  ['a part that unpacks to more than it says', () => changed((bytes) => bytes.writeUInt32LE(10, entryAt(bytes, 1) + 24)), 'report.bundle_changed'],
  ['a name that leads elsewhere', () => zipSync({ '../pack.json': strToU8('x') }), 'report.bundle_changed'],
  ['a part nobody knows', () => zipSync({ 'run.exe': strToU8('x') }), 'report.bundle_changed'],
  ['a place beyond the end', () => changed((bytes) => bytes.writeUInt32LE(9_000_000, entryAt(bytes) + 42)), 'report.bundle_truncated'],
  ['a method nobody uses', () => changed((bytes) => bytes.writeUInt16LE(99, entryAt(bytes) + 10)), 'report.bundle_unreadable'],
  ['a sealed part', () => changed((bytes) => bytes.writeUInt16LE(1, entryAt(bytes) + 8)), 'report.bundle_unreadable'],
  ['a directory that lies elsewhere', () => changed((bytes) => bytes.writeUInt32LE(0xffffffff, bytes.length - 6)), 'report.bundle_too_large'],
  ['a broken stream', () => changed((bytes) => bytes.fill(0xff, 31 + 'MANIFEST.json'.length, 31 + 'MANIFEST.json'.length + 2)), 'report.bundle_changed'],
])('RP-13 %s is refused in one sentence', (_, bytes, refused) => {
  expect(outcome(bytes())).toBe(refused)
})

test('RP-13 a part that would unpack to a gigabyte is stopped at the size it declares', () => {
  const bomb = Buffer.from(zipSync({ 'pack.json': new Uint8Array(100_000_000) }, { level: 9 }))
  bomb.writeUInt32LE(1000, entryAt(bomb) + 24)
  const before = process.memoryUsage().arrayBuffers
  expect(outcome(bomb)).toBe('report.bundle_changed')
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
})
