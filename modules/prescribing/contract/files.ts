import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../../kernel/contract.ts'
import { keeperRoles, readerRoles } from '../rules/authority.ts'
import { chargeKinds, fieldKeys } from '../rules/fields.ts'
import { fileStates, mostBytes } from '../rules/file.ts'

const refusal = z.string().nullable()
const readers = [...readerRoles]
const keepers = [...keeperRoles]
const fileKey = z.object({ institutionId: id, fileId: id })
const Columns = z.partialRecord(z.enum(fieldKeys), z.number().int().min(0).max(199))
const Kinds = z.record(z.string().max(60), z.enum(chargeKinds))

export const ChargeFileRow = z.object({
  institutionId: id, id, name: z.string(), size: z.number(), state: z.enum(fileStates), format: z.enum(['csv', 'xlsx', 'fhir']), encoding: z.string(),
  /** Of the text, from 0 to 1. */
  progress: z.number(), lines: z.number().int(), kept: z.number().int(), same: z.number().int(), corrected: z.number().int(), rejected: z.number().int(), /** Of a file that was taken back: lines that stay, since another file holds them as well. */ handed: z.number().int(), fromOn: isoDate.nullable(), toOn: isoDate.nullable(),
  fault: z.string().nullable(), faultDetail: z.string(), sameAs: id.nullable(), madeName: z.string(), madeAt: isoInstant, doneAt: isoInstant.nullable(),
})
export const ChargeFileView = ChargeFileRow.extend({
  pieces: z.number().int(), pieceBytes: z.number().int(), came: z.array(z.number().int()), sha256: z.string(),
  mapping: z.object({ id, version: z.number().int(), system: z.string(), confirmedName: z.string(), confirmedAt: isoInstant, columns: Columns, headings: z.array(z.string()), kinds: Kinds }).nullable(),
  /** While columns are asked for: headings, guess, first lines. */
  asked: z.object({ headings: z.array(z.string()), guess: Columns, sample: z.array(z.array(z.string())), systems: z.array(z.string()), kinds: Kinds }).nullable(),
  reasons: z.array(z.object({ reason: z.string(), field: z.string(), lines: z.number().int() })),
  blocked: z.object({ confirm: refusal, withdraw: refusal }),
})
export const RejectRow = z.object({ lineNo: z.number().int(), n: z.number().int(), field: z.string(), heading: z.string(), reason: z.string(), cell: z.string() })
const CodeRow = z.object({ kind: z.enum(['department', 'prescriber', 'item']), code: z.string().trim().min(1).max(64), name: z.string().trim().max(60).default(''), targetId: id.nullable().default(null), itemCode: z.string().trim().max(64).nullable().default(null) })

export const fileContract = {
  listFiles: endpoint({ method: 'GET', path: '/prescribing/files', access: readers, summary: 'Files of prescription and fee lines, newest first', query: z.object(pageQuery), reply: pageOf(ChargeFileRow).extend({ blocked: z.object({ send: refusal }) }) }),
  loadFile: endpoint({ method: 'GET', path: '/prescribing/files/:institutionId/:fileId', access: readers, summary: 'One file: how far it is, what is asked, what was turned away', params: fileKey, reply: ChargeFileView }),
  announceFile: endpoint({ method: 'POST', path: '/prescribing/files', access: keepers, summary: 'Announces a file; its pieces follow', body: z.object({ name: z.string().trim().min(1).max(200), size: z.number().int().min(1).max(mostBytes * 4) }), reply: ChargeFileView }),
  takePiece: endpoint({ method: 'POST', path: '/prescribing/files/:institutionId/:fileId/pieces/:n', access: keepers, summary: 'One piece of a file, in any order', params: fileKey.extend({ n: z.coerce.number().int().min(0).max(100_000) }), upload: true, reply: z.object({}) }),
  finishUpload: endpoint({ method: 'POST', path: '/prescribing/files/:institutionId/:fileId/arrival', access: keepers, summary: 'All pieces were sent: the file is looked at', params: fileKey, reply: ChargeFileView }),
  confirmMapping: endpoint({ method: 'POST', path: '/prescribing/files/:institutionId/:fileId/mapping', access: keepers, summary: 'Which column says what; reading begins', params: fileKey, body: z.object({ system: z.string().trim().min(2).max(40), headings: z.array(z.string().max(200)).min(1).max(200), columns: Columns, kinds: Kinds.default({}) }), reply: ChargeFileView }),
  withdrawFile: endpoint({ method: 'POST', path: '/prescribing/files/:institutionId/:fileId/withdrawal', access: keepers, summary: 'Takes back what a file brought', params: fileKey, body: z.object({ reason: z.string().trim().min(4).max(200) }), reply: ChargeFileView }),
  listRejects: endpoint({ method: 'GET', path: '/prescribing/files/:institutionId/:fileId/rejects', access: readers, summary: 'Lines that were turned away', params: fileKey, query: z.object(pageQuery), reply: pageOf(RejectRow) }),
  exportRejects: endpoint({ method: 'GET', path: '/prescribing/files/:institutionId/:fileId/rejects.xlsx', access: readers, summary: 'Lines that were turned away, as .xlsx', params: fileKey, download: true }),
  listCodes: endpoint({
    method: 'GET', path: '/prescribing/codes', access: readers, summary: 'What codes of the hospital system stand for, and those that stand for nobody',
    reply: z.object({
      known: z.array(CodeRow),
      /** An item: a drug of the bills whose code the catalogue does not know. */
      unknown: z.array(z.object({ kind: z.enum(['department', 'prescriber', 'item']), code: z.string(), name: z.string(), lines: z.number().int() })),
      departments: z.array(z.object({ id, name: z.string() })), staff: z.array(z.object({ id, name: z.string(), number: z.string() })), blocked: z.object({ keep: refusal }),
    }),
  }),
  keepCodes: endpoint({ method: 'POST', path: '/prescribing/codes', access: keepers, summary: 'Says what codes stand for; lines that are in follow', body: z.object({ codes: z.array(CodeRow).min(1).max(500) }), reply: z.object({ kept: z.number().int() }) }),
}
