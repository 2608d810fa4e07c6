import { newReader, type Cleaned } from './picture.ts'

const pngKept = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT'])

/** Rule FI-3: a PNG with the chunks that draw it and no others: no texts, no Exif, no time, nothing behind its end. */
export function cleanPng(bytes: Uint8Array): Cleaned | null {
  const read = newReader(bytes)
  const parts: Uint8Array[] = [bytes.subarray(0, 8)]
  let [width, height, drawn] = [0, 0, false]
  for (let at = 8; read.has(at, 12); ) {
    const length = read.four(at)
    const name = read.word(at + 4)
    if (!read.has(at, length + 12)) return null
    if (name === 'IHDR') [width, height] = [read.four(at + 8), read.four(at + 12)]
    if (name === 'IDAT') drawn = true
    if (pngKept.has(name)) parts.push(bytes.subarray(at, at + length + 12))
    if (name === 'IEND') return drawn && width > 0 && height > 0 ? { bytes: Buffer.concat(parts), width, height } : null
    at += length + 12
  }
  return null
}

const webpDropped = new Set(['EXIF', 'XMP '])

/** Rule FI-3: a WebP without its Exif and XMP chunks. */
export function cleanWebp(bytes: Uint8Array): Cleaned | null {
  const read = newReader(bytes)
  const end = Math.min(bytes.length, read.four(4, true) + 8)
  const parts: Buffer[] = []
  let [width, height] = [0, 0]
  for (let at = 12; at + 8 <= end; ) {
    const name = read.word(at)
    const length = read.four(at + 4, true)
    const whole = 8 + length + (length % 2)
    if (!read.has(at, 8 + length)) return null
    const chunk = Buffer.from(bytes.subarray(at, at + whole))
    if (name === 'VP8X') {
      // The flags that announce Exif and XMP go with them.
      chunk[8] = (chunk[8] ?? 0) & ~0x0c
      ;[width, height] = [1 + (read.four(at + 12, true) & 0xffffff), 1 + (read.four(at + 15, true) & 0xffffff)]
    }
    if (name === 'VP8 ' && width === 0) [width, height] = [read.two(at + 14, true) & 0x3fff, read.two(at + 16, true) & 0x3fff]
    if (name === 'VP8L' && width === 0) [width, height] = [1 + (read.four(at + 9, true) & 0x3fff), 1 + ((read.four(at + 9, true) >>> 14) & 0x3fff)]
    if (!webpDropped.has(name)) parts.push(chunk)
    at += whole
  }
  if (width === 0 || height === 0) return null
  const body = Buffer.concat(parts)
  const head = Buffer.from('RIFF0000WEBP', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  return { bytes: Buffer.concat([head, body]), width, height }
}
