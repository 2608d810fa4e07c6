import { createHash } from 'node:crypto'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Act, Look } from './act.ts'
import type { Upload } from './uploads.ts'

const chunkSize = 256 * 1024

export const mediaTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  office: 'application/x-ole-storage',
  jpeg: 'image/jpeg',
  png: 'image/png',
  text: 'text/plain; charset=utf-8',
  webp: 'image/webp',
  heic: 'image/heic',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  threegp: 'video/3gpp',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  amr: 'audio/amr',
} as const
export type FileKind = keyof typeof mediaTypes

const startsWith = (bytes: Uint8Array, ...head: number[]) => head.every((byte, index) => bytes[index] === byte)

/** Rule FI-1: the kind of a file is judged by its content, never by its name; null where it is none of ours. */
export function kindOf(bytes: Uint8Array): FileKind | null {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return 'pdf'
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'office'
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    const listing = Buffer.from(bytes).toString('latin1')
    if (listing.includes('word/')) return 'docx'
    if (listing.includes('xl/')) return 'xlsx'
    return null
  }
  return soundOrPictureOf(bytes) ?? (isText(bytes) ? 'text' : null)
}

const wordAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
const brands: Readonly<Record<string, FileKind>> = { heic: 'heic', heix: 'heic', hevc: 'heic', heim: 'heic', heis: 'heic', mif1: 'heic', msf1: 'heic', 'M4A ': 'm4a', 'M4B ': 'm4a', 'qt  ': 'mov', '3gp4': 'threegp', '3gp5': 'threegp', '3gp6': 'threegp', '3gpp': 'threegp', '3g2a': 'threegp', avif: 'heic', avis: 'heic' }

/** What telephones record and photograph. */
function soundOrPictureOf(bytes: Uint8Array): FileKind | null {
  if (bytes.length < 12) return null
  const [head, second, third] = [wordAt(bytes, 0), wordAt(bytes, 4), wordAt(bytes, 8)]
  if (head === 'RIFF') return third === 'WEBP' ? 'webp' : third === 'WAVE' ? 'wav' : null
  if (head === 'OggS') return 'ogg'
  if (head.startsWith('ID3')) return 'mp3'
  if (head === '#!AM' && second.startsWith('R')) return 'amr'
  if (second === 'ftyp') return brands[third] ?? 'mp4'
  // A frame of MPEG audio: eleven bits set, then layer III of a known version.
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) return 'mp3'
  return null
}

function isText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4096)
  if (sample.length === 0 || sample.includes(0)) return false
  if (startsWith(sample, 0x4d, 0x5a) || startsWith(sample, 0x3c)) return false
  return sample.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}

export type KeptFile = { readonly id: string; readonly sha256: string; readonly size: number; readonly mediaType: string; readonly name: string }

/** Keeps a file with the change that needs it, in the same transaction: it exists exactly if the change does. */
export async function keepFile(
  act: Act,
  upload: Upload,
  owner: { institutionId: string; regionCode: string; purpose: string; allowed: readonly FileKind[] },
): Promise<KeptFile> {
  if (upload.bytes.length === 0) throw new RefusedError('file.empty', upload.name)
  const kind = kindOf(upload.bytes)
  if (kind === null || !owner.allowed.includes(kind)) throw new RefusedError('file.type_not_allowed', upload.name)
  const kept: KeptFile = {
    id: act.newId(),
    sha256: createHash('sha256').update(upload.bytes).digest('hex'),
    size: upload.bytes.length,
    mediaType: mediaTypes[kind],
    name: upload.name,
  }
  const key = { institution_id: owner.institutionId, region_code: owner.regionCode }
  await act.tx
    .insertInto('file')
    .values({
      ...key,
      id: kept.id,
      sha256: kept.sha256,
      size: kept.size,
      media_type: kept.mediaType,
      name: kept.name,
      purpose: owner.purpose,
      created_by: act.actor.id,
      created_at: act.now.toISOString(),
    })
    .execute()
  for (let n = 0; n * chunkSize < upload.bytes.length; n++) {
    const bytes = upload.bytes.subarray(n * chunkSize, (n + 1) * chunkSize)
    await act.tx.insertInto('file_chunk').values({ ...key, file_id: kept.id, n, bytes }).execute()
  }
  return kept
}

/** The bytes of a kept file the actor's rows reach; refused as not found otherwise. */
export async function fetchFile(look: Pick<Look, 'read'>, institutionId: string, fileId: string) {
  const file = await look.read.selectFrom('file').selectAll().where('institution_id', '=', institutionId).where('id', '=', fileId).executeTakeFirst()
  if (file === undefined) throw new RefusedError('not_found')
  const chunks = await look.read.selectFrom('file_chunk').select('bytes').where('institution_id', '=', institutionId).where('file_id', '=', fileId).orderBy('n').execute()
  return { name: file.name, mediaType: file.media_type, sha256: file.sha256, bytes: Buffer.concat(chunks.map((chunk) => chunk.bytes)) }
}
