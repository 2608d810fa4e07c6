import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { TextDecoder } from 'node:util'
import { RefusedError } from '../../../kernel/refusal.ts'
import { readSheetApart } from '../../../server/platform/sheets-apart.ts'
import { mostSheetBytes } from '../rules/file.ts'
import { bundleHeadings, rowsOfBundle } from './bundle.ts'
import { separatedLine } from './separated.ts'
import { sniffEncoding, type Encoding } from './sniff.ts'

const lineEnds = /\s*[\r\n]+\s*/g

export type Format = 'csv' | 'xlsx' | 'fhir'

/** What a file is, judged by its first bytes. */
export function formatOf(head: Uint8Array): Format {
  if ((head[0] === 0x50 && head[1] === 0x4b) || (head[0] === 0xd0 && head[1] === 0xcf)) return 'xlsx'
  const begin = Buffer.from(head.subarray(0, 200)).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart()
  return begin.startsWith('{') ? 'fhir' : 'csv'
}

/** Headings and rows of one spreadsheet or bundle, which are opened whole and therefore bounded. */
export async function textOfWhole(bytes: Buffer, format: 'xlsx' | 'fhir'): Promise<string> {
  if (bytes.length > mostSheetBytes) throw new RefusedError('prescribing.sheet_too_large', `${Math.floor(mostSheetBytes / 1024 / 1024)} MB`)
  if (format === 'fhir') return [bundleHeadings, ...rowsOfBundle(bytes.toString('utf8'))].map(separatedLine).join('')
  const rows = await readSheetApart(bytes, { rows: 1_048_576, columns: 100, unpackedBytes: 1500 * 1024 * 1024 })
  let line = 1
  // A row of the sheet is the line of that number: blank ones, which are left out, are put back, and a cell's line ends go.
  return rows.map(({ row, cells }) => {
    const blank = '\n'.repeat(Math.max(0, row - line))
    line = row + 1
    return `${blank}${separatedLine(cells.map((cell) => cell.replaceAll(lineEnds, ' ')))}`
  }).join('')
}

export type Spooled = { readonly sha256: string; readonly bytes: number; readonly encoding: Encoding }

/** Writes what comes as UTF-8 text to a path, piece by piece, and says what went by. What has no room throws, and nothing of it counts. */
export async function spool(source: AsyncIterable<Buffer>, path: string, format: Format, encoding: Encoding): Promise<Spooled> {
  const hash = createHash('sha256')
  const out = await open(path, 'w')
  try {
    if (format === 'csv') {
      const bytes = await decodeInto(source, out, hash, encoding)
      return { sha256: hash.digest('hex'), bytes, encoding }
    }
    const pieces: Buffer[] = []
    for await (const piece of source) {
      hash.update(piece)
      pieces.push(piece)
    }
    const text = Buffer.from(await textOfWhole(Buffer.concat(pieces), format))
    await out.writeFile(text)
    return { sha256: hash.digest('hex'), bytes: text.length, encoding: 'utf-8' }
  } finally {
    await out.close()
  }
}

async function decodeInto(source: AsyncIterable<Buffer>, out: FileHandle, hash: Hash, encoding: Encoding): Promise<number> {
  // What is UTF-8 already goes through as it is: the judge turns away the lines whose bytes are none.
  const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding)
  let written = 0
  const write = async (bytes: Uint8Array) => {
    await out.writeFile(bytes)
    written += bytes.length
  }
  for await (const piece of source) {
    hash.update(piece)
    await write(decoder === null ? piece : Buffer.from(decoder.decode(piece, { stream: true })))
  }
  if (decoder !== null) await write(Buffer.from(decoder.decode()))
  return written
}

export const headEncoding = (head: Uint8Array, format: Format): Encoding => (format === 'csv' ? sniffEncoding(head) : 'utf-8')
