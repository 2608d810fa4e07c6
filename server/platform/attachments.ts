import { refuse, type Refusal } from '../../kernel/refusal.ts'
import { cleanBoxes } from './attachments/boxes.ts'
import { cleanJpeg } from './attachments/jpeg.ts'
import type { Cleaned } from './attachments/picture.ts'
import { cleanPng, cleanWebp } from './attachments/png-webp.ts'
import { kindOf, type FileKind } from './files.ts'
import type { Upload } from './uploads.ts'
import type { Scan } from './virus-scan.ts'

/** What a citizen may attach: pictures, recordings, films, a PDF. */
export const attachmentKinds = ['jpeg', 'png', 'webp', 'pdf', 'mp4', 'mov', 'threegp', 'm4a', 'mp3', 'wav', 'ogg', 'amr'] as const satisfies readonly FileKind[]
export type AttachmentLimits = { readonly most: number; readonly fileBytes: number; readonly totalBytes: number }
export const attachmentLimits: AttachmentLimits = { most: 6, fileBytes: 20 * 1024 * 1024, totalBytes: 60 * 1024 * 1024 }

/** A picture that fits into a small file may still need gigabytes to show; no telephone makes one of these. */
const mostPixels = 120_000_000
const longestSide = 20_000

/** Which file is refused, and why; the sentence ends with the file's name. */
export type AttachmentFault = { readonly name: string; readonly refusal: Refusal }

/** Rule FI-4: one attachment as it will be kept, judged by its content and without its notes; a refusal names the file. */
export function cleanAttachment(upload: Upload, limits: AttachmentLimits = attachmentLimits, allowed: readonly FileKind[] = attachmentKinds): Upload | Refusal {
  const { bytes, name } = upload
  if (bytes.length === 0) return refuse('file.empty', name)
  if (bytes.length > limits.fileBytes) return refuse('file.too_large', name)
  const kind = kindOf(bytes)
  if (kind === 'heic' && !allowed.includes('heic')) return refuse('file.heic', name)
  if (kind === null || !allowed.includes(kind)) return refuse('file.type_not_allowed', name)
  const picture = kind === 'jpeg' ? cleanJpeg(bytes) : kind === 'png' ? cleanPng(bytes) : kind === 'webp' ? cleanWebp(bytes) : undefined
  if (picture !== undefined) return judged(upload, picture)
  if (kind === 'mp4' || kind === 'mov' || kind === 'threegp' || kind === 'm4a') {
    const film = cleanBoxes(bytes)
    return film === null ? refuse('file.broken', name) : { ...upload, bytes: film }
  }
  return upload
}

function judged(upload: Upload, picture: Cleaned | null): Upload | Refusal {
  if (picture === null) return refuse('file.broken', upload.name)
  const { width, height, bytes } = picture
  return width > longestSide || height > longestSide || width * height > mostPixels ? refuse('file.picture_huge', upload.name) : { ...upload, bytes }
}

/**
 * All attachments of one request, cleaned, then looked at by the virus scanner where one is configured. Asks the network:
 * call it before the transaction, and keep what it answers with `keepFile` inside.
 */
export async function prepareAttachments(uploads: readonly Upload[], scan: Scan | null, limits: AttachmentLimits = attachmentLimits, allowed: readonly FileKind[] = attachmentKinds): Promise<{ files: Upload[]; faults: AttachmentFault[] }> {
  const files: Upload[] = []
  const faults: AttachmentFault[] = []
  const no = (name: string, refusal: Refusal) => void faults.push({ name, refusal })
  if (uploads.length > limits.most) no('', refuse('file.too_many', String(limits.most)))
  else if (uploads.reduce((sum, each) => sum + each.bytes.length, 0) > limits.totalBytes) no('', refuse('file.too_large_together', `${Math.floor(limits.totalBytes / 1024 / 1024)} MB`))
  if (faults.length > 0) return { files, faults }
  for (const upload of uploads) {
    const cleaned = cleanAttachment(upload, limits, allowed)
    if ('refused' in cleaned) no(upload.name, cleaned)
    else files.push(cleaned)
  }
  if (scan === null || faults.length > 0) return { files, faults }
  for (const file of files) {
    const found = await scan(file.bytes)
    if (found === 'unreachable') no(file.name, refuse('file.scan_down', file.name))
    else if (found !== 'clean') no(file.name, refuse('file.infected', file.name))
  }
  return { files, faults }
}
