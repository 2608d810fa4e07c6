import type { FastifyRequest } from 'fastify'
import { RefusedError, refuse, type Refusal } from '../../kernel/refusal.ts'

export const uploadLimit = 20 * 1024 * 1024

export type Upload = { readonly field: string; readonly name: string; readonly bytes: Buffer }

/** Takes a multipart request: files (bounded) and one JSON field named 'body'. */
export async function takeUploads(request: FastifyRequest): Promise<{ uploads: Upload[]; body: unknown }> {
  if (!request.isMultipart()) throw new RefusedError('file.missing')
  const uploads: Upload[] = []
  const fields: Record<string, unknown> = {}
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer().catch((error: unknown) => {
        // Said with its name, which the parser's own refusal has not.
        throw part.file.truncated ? new RefusedError('file.too_large', cleanName(part.filename)) : error
      })
      if (part.filename !== '') uploads.push({ field: part.fieldname, name: cleanName(part.filename), bytes })
    } else if (part.fieldname === 'body') {
      Object.assign(fields, parseBody(String(part.value)))
    } else {
      fields[part.fieldname] = part.value
    }
  }
  return { uploads, body: fields }
}

type FormLimits = { readonly most: number; readonly fileBytes: number; readonly totalBytes: number }

/**
 * A form of a page, with or without files. What is wrong with a file is told beside the fields and not thrown: whoever
 * typed for ten minutes gets the words back. Bytes past the limits are let go of as they come.
 */
export async function takeForm(request: FastifyRequest, limits: FormLimits): Promise<{ form: Record<string, string>; uploads: Upload[]; faults: { name: string; refusal: Refusal }[] }> {
  const form: Record<string, string> = {}
  const uploads: Upload[] = []
  const faults: { name: string; refusal: Refusal }[] = []
  let total = 0
  // Sizes are counted here: a limit of the parser's own would end the form in the middle.
  const parts = request.parts({ limits: { fileSize: limits.totalBytes * 6, files: 60, fields: 60, fieldSize: 256 * 1024 } })
  for await (const part of parts) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') form[part.fieldname] = part.value
      continue
    }
    const name = cleanName(part.filename)
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of part.file) {
      size += (piece as Buffer).length
      total += (piece as Buffer).length
      if (size <= limits.fileBytes && total <= limits.totalBytes && uploads.length < limits.most) pieces.push(piece as Buffer)
    }
    // A browser sends an empty part for a field without a file.
    if (part.filename === '' && size === 0) continue
    if (size > limits.fileBytes) faults.push({ name, refusal: refuse('file.too_large', name) })
    else if (total > limits.totalBytes) faults.push({ name: '', refusal: refuse('file.too_large_together', `${Math.floor(limits.totalBytes / 1024 / 1024)} MB`) })
    else if (uploads.length >= limits.most) faults.push({ name: '', refusal: refuse('file.too_many', String(limits.most)) })
    else uploads.push({ field: part.fieldname, name, bytes: Buffer.concat(pieces) })
    if (total > limits.totalBytes * 5) break
  }
  return { form, uploads, faults: faults.filter((each, at) => faults.findIndex((other) => other.refusal.refused === each.refusal.refused && other.name === each.name) === at) }
}

function parseBody(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    throw new RefusedError('request.invalid', 'body')
  }
}

/** The last part of a path, without control characters, at most 200 characters. */
// oxlint-disable-next-line no-control-regex -- control characters in a file name are what is being removed
const cleanName = (name: string): string => (name.split(/[\\/]/).pop() ?? '').replace(/[\u0000-\u001f]/g, '').slice(-200) || 'file'
