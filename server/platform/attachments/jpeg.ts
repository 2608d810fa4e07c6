import { newReader, type Cleaned } from './picture.ts'

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
/** JFIF, colour profile, Adobe's colour transform: without them the picture looks different; they tell nothing of place or person. */
const isKept = (marker: number, name: string) => marker === 0xe0 || marker === 0xee || (marker === 0xe2 && name === 'ICC_PROFILE')
const isNotes = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe

/** Rule FI-3: a JPEG without Exif, XMP, IPTC, comments and whatever was put behind its end; only which side is up is kept. */
export function cleanJpeg(bytes: Uint8Array): Cleaned | null {
  const read = newReader(bytes)
  const parts: Uint8Array[] = [bytes.subarray(0, 2)]
  let [width, height, orientation, scans] = [0, 0, 1, 0]
  let at = 2
  while (read.has(at, 2)) {
    if (read.byte(at) !== 0xff) return null
    const marker = read.byte(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9) break
    const length = read.two(at + 2)
    if (length < 2 || !read.has(at + 2, length)) return null
    const end = at + 2 + length
    if (isFrame(marker)) [height, width] = [read.two(at + 5), read.two(at + 7)]
    if (marker === 0xe1 && read.word(at + 4) === 'Exif') orientation = orientationOf(bytes.subarray(at + 10, end))
    if (!isNotes(marker) || isKept(marker, read.word(at + 4, 11))) parts.push(bytes.subarray(at, end))
    at = end
    if (marker === 0xda) {
      const next = endOfScan(bytes, at)
      parts.push(bytes.subarray(at, next))
      at = next
      scans += 1
    }
  }
  if (scans === 0 || width === 0 || height === 0) return null
  if (orientation !== 1) parts.splice(1, 0, exifWith(orientation))
  return { bytes: Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]), width, height }
}

/** Where the compressed picture stops: at the first marker that is neither stuffing nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

function orientationOf(tiff: Uint8Array): number {
  const read = newReader(tiff)
  const little = read.word(0, 2) === 'II'
  const directory = read.four(4, little)
  const entries = Math.min(read.two(directory, little), 200)
  for (let n = 0; n < entries; n += 1) {
    const entry = directory + 2 + n * 12
    if (read.two(entry, little) === 0x0112) {
      const value = read.two(entry + 8, little)
      return value >= 1 && value <= 8 ? value : 1
    }
  }
  return 1
}

/** The smallest Exif there is: one directory with one entry, the orientation. */
const exifWith = (orientation: number): Buffer =>
  Buffer.from([0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])
