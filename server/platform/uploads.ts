import type { FastifyRequest } from 'fastify'
import { RefusedError } from '../../kernel/refusal.ts'

export const uploadLimit = 20 * 1024 * 1024

export type Upload = { readonly field: string; readonly name: string; readonly bytes: Buffer }

/** Takes a multipart request: files (bounded) and one JSON field named 'body'. */
export async function takeUploads(request: FastifyRequest): Promise<{ uploads: Upload[]; body: unknown }> {
  if (!request.isMultipart()) throw new RefusedError('file.missing')
  const uploads: Upload[] = []
  const fields: Record<string, unknown> = {}
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer()
      if (part.file.truncated) throw new RefusedError('file.too_large', part.filename)
      if (part.filename !== '') uploads.push({ field: part.fieldname, name: cleanName(part.filename), bytes })
    } else if (part.fieldname === 'body') {
      Object.assign(fields, parseBody(String(part.value)))
    } else {
      fields[part.fieldname] = part.value
    }
  }
  return { uploads, body: fields }
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
