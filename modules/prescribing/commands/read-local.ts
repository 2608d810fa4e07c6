import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { createHash } from 'node:crypto'
import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { headOf } from '../ingest/head.ts'
import { formatOf } from '../ingest/spool.ts'
import { mostBytes, mostSheetBytes } from '../rules/file.ts'
import { guessColumns, mappingFaults, sameHeadings } from '../rules/guess.ts'
import { fields } from '../rules/fields.ts'
import * as store from '../store/files.ts'
import { insertMapping, listMappings } from '../store/mappings.ts'
import { readFile, type ReadOptions } from './read-file.ts'

type Body = { readonly institutionId: string; readonly regionCode: string }

/**
 * Reads a file that lies on this machine, for whoever runs the installation: under the mapping its headings have, else under
 * the guessed one, which is refused where a column is missing. The same file again goes on where it stopped, or is said to be in.
 */
export async function readLocalFile(platform: Platform, body: Body, source: string, by: Actor, options: ReadOptions = {}): Promise<store.FileRow> {
  const { size } = await stat(source)
  if (size === 0) throw new RefusedError('file.empty', path.basename(source))
  if (size > mostBytes) throw new RefusedError('prescribing.too_large', `${mostBytes / 1024 / 1024 / 1024} GB`)
  const sha256 = await hashOf(source)
  const begun = await look(platform, by, ({ read }) => store.findBegun(read, body.institutionId, sha256))
  const fileId = begun?.id ?? (await announce(platform, body, source, size, sha256, by))
  const key = { institutionId: body.institutionId, fileId }
  await readFile(platform, key, { ...options, path: source })
  return look(platform, by, ({ read }) => store.loadFile(read, key))
}

async function announce(platform: Platform, body: Body, source: string, size: number, sha256: string, by: Actor): Promise<string> {
  const file = await open(source, 'r')
  const bytes = Buffer.alloc(Math.min(size, 1024 * 1024))
  await file.read(bytes, 0, bytes.length, 0)
  await file.close()
  const format = formatOf(bytes)
  if (format !== 'csv' && size > mostSheetBytes) throw new RefusedError('prescribing.sheet_too_large', `${mostSheetBytes / 1024 / 1024} MB`)
  const head = await headOf(format === 'csv' ? bytes : await whole(source), format)
  if (head === null) throw new RefusedError('prescribing.not_readable')
  return act(platform, by, async (at) => {
    const now = at.now.toISOString()
    const fileId = at.newId()
    const known = (await listMappings(at.tx, body.institutionId)).find((each) => sameHeadings(each.headings, head.headings))
    const mapping = known ?? { id: at.newId(), version: 1, system: path.basename(source), headings: head.headings, columns: guessColumns(head.headings), kinds: {} }
    const [fault] = mappingFaults(mapping.columns, head.headings.length)
    if (fault !== undefined) throw new RefusedError('prescribing.columns_missing', fields.find((each) => each.key === fault.field)?.zh ?? fault.field)
    if (known === undefined) await insertMapping(at.tx, body, mapping, { id: at.actor.id, name: at.actor.name, at: now })
    await store.insertFile(at.tx, { ...body, id: fileId, name: path.basename(source), size, pieces: 0, by: at.actor.id, byName: at.actor.name, at: now })
    await store.saveFile(at.tx, { institutionId: body.institutionId, fileId }, { format, encoding: head.encoding, sha256, state: 'ready', mapping_id: mapping.id, mapping_version: mapping.version })
    await at.record({ ...body, kind: 'prescribing.file_came', subjectId: fileId, detail: { name: path.basename(source), format, encoding: head.encoding } })
    return fileId
  })
}

async function hashOf(source: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(source, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer)
  return hash.digest('hex')
}

async function whole(source: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of createReadStream(source)) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
