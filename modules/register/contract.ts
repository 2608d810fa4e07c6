import { z } from 'zod'
import { staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, pageOf, pageQuery } from '../../kernel/contract.ts'
import { CountsView, DefinitionView, EntryPage, EntryValues, EntryView, ImportFault, ImportView, InstitutionMissing, MissingRow, Names, PeriodView, PrintView, RegisterRow, Standing } from './contract/views.ts'
import { entryStates } from './rules/values.ts'

export * from './contract/views.ts'

const inScope = [...staffRoles]
const text = (most: number) => z.string().trim().max(most)
const key = z.object({ key: z.string().regex(/^[a-z0-9-]{1,60}$/) })
const entryKey = key.extend({ institutionId: id, entryId: id })
const importKey = key.extend({ institutionId: id, importId: id })

/** 'theme:diet,speaker:<id>': filter fields and the value each must have. A list field holds the value among others. */
const where = z.string().max(1000).regex(/^[a-z0-9_]+:[A-Za-z0-9_-]+(,[a-z0-9_]+:[A-Za-z0-9_-]+)*$/).optional()
const entryFilter = z.object({
  /** Left out: my own body for staff of an institution, all bodies of the region for a commission. */
  institutionId: id.optional(), departmentId: id.optional(), from: isoDate.optional(), to: isoDate.optional(),
  /** 'standing': all but the withdrawn. */
  state: z.enum([...entryStates, 'standing', 'all']).default('standing'),
  where,
  /** Words of the title; at least two characters. */
  search: text(60).optional(),
})

/** What a person types. Personal fields go in among the values; on a correction one left out keeps what is sealed, null removes it. */
const typed = {
  on: isoDate,
  departmentId: id.nullable().default(null),
  values: EntryValues,
  /** For each file sent along, in order, the key of the field it belongs to; '' is evidence of the entry as a whole. */
  fileFields: z.array(z.string().max(80)).max(10).default([]),
}
const revision = z.number().int()
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

export const registerContract = {
  listRegisters: endpoint({ method: 'GET', path: '/registers', access: inScope, summary: 'Registers that concern me, mine first, with how the running period stands', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(RegisterRow) }) }),
  loadRegister: endpoint({ method: 'GET', path: '/registers/:key', access: inScope, summary: 'One register: its definition (the newest, or an older version) and what I may do', params: key, query: z.object({ institutionId: id.optional(), version: z.coerce.number().int().min(1).optional() }), reply: DefinitionView }),

  listEntries: endpoint({ method: 'GET', path: '/registers/:key/entries', access: inScope, summary: 'Entries, newest first', params: key, query: entryFilter.extend({ ...pageQuery, sort: z.enum(['newest', 'oldest']).default('newest') }), reply: EntryPage }),
  loadEntry: endpoint({ method: 'GET', path: '/registers/:key/entries/:institutionId/:entryId', access: inScope, summary: 'One entry with its files and earlier versions', params: entryKey, reply: EntryView }),
  readPersonal: endpoint({ method: 'GET', path: '/registers/:key/entries/:institutionId/:entryId/personal', access: inScope, summary: 'Personal fields in clear; the read is recorded', params: entryKey, reply: z.object({ values: EntryValues, names: Names }) }),
  enterEntry: endpoint({
    method: 'POST', path: '/registers/:key/entries', access: inScope, summary: 'Enters, with files; a multipart request even without files', params: key, upload: true,
    body: z.object({ ...typed, /** The version the form was filled in against. */ version: z.number().int() }), reply: EntryView,
  }),
  correctEntry: endpoint({
    method: 'POST', path: '/registers/:key/entries/:institutionId/:entryId/correction', access: inScope, summary: 'Corrects; the earlier version and its author are kept', params: entryKey, upload: true,
    body: z.object({ ...typed, revision, /** Needed once the entry is confirmed. */ reason: text(500).default(''), /** Files of the entry as a whole that stay; left out, all stay. Those of fields stay where the values name them. */ keepFiles: z.array(id).max(20).optional() }), reply: EntryView,
  }),
  addFiles: endpoint({ method: 'POST', path: '/registers/:key/entries/:institutionId/:entryId/files', access: inScope, summary: 'Adds files to an entry and changes nothing else', params: entryKey, upload: true, body: z.object({ revision, reason: text(500).default(''), fileFields: z.array(z.string().max(80)).max(10).default([]) }), reply: EntryView }),
  downloadFile: endpoint({ method: 'GET', path: '/registers/:key/entries/:institutionId/:entryId/files/:fileId', access: inScope, summary: 'A file of an entry', params: entryKey.extend({ fileId: id }), query: z.object({ inline: z.enum(['1']).optional() }), download: true }),
  confirmEntry: endpoint({ method: 'POST', path: '/registers/:key/entries/:institutionId/:entryId/confirmation', access: inScope, summary: 'Somebody else than who entered it confirms; from then on it counts', params: entryKey, body: z.object({ revision }), reply: EntryView }),
  withdrawEntry: endpoint({ method: 'POST', path: '/registers/:key/entries/:institutionId/:entryId/withdrawal', access: inScope, summary: 'Withdraws with a reason; it stays readable and counts no more', params: entryKey, body: z.object({ revision, reason: text(500).min(2) }), reply: EntryView }),

  listMissing: endpoint({ method: 'GET', path: '/missing-entries', access: inScope, summary: 'What is missing at one institution, running and last ended periods, mine first', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(MissingRow) }) }),
  listMissingOf: endpoint({ method: 'GET', path: '/registers/:key/missing', access: inScope, summary: 'One register and period over the institutions of the region', params: key, query: z.object({ /** A day of the period; left out, today. */ on: isoDate.optional() }), reply: z.object({ period: PeriodView.nullable(), rows: z.array(InstitutionMissing), all: Standing.nullable() }) }),
  countEntries: endpoint({ method: 'GET', path: '/registers/:key/counts', access: inScope, summary: 'Counting entries per month and department, with totals', params: key, query: z.object({ institutionId: id.optional(), departmentId: id.optional(), /** First and last month. */ from: month, to: month }), reply: CountsView }),

  exportEntries: endpoint({ method: 'GET', path: '/registers/:key/entries/export', access: inScope, summary: 'The filtered list as a spreadsheet, without personal fields', params: key, query: entryFilter, download: true }),
  printEntries: endpoint({ method: 'GET', path: '/registers/:key/entries/print', access: inScope, summary: 'The filtered list ready for paper', params: key, query: entryFilter, reply: PrintView }),

  openFile: endpoint({ method: 'GET', path: '/open/:key/files/:institutionId/:fileId', access: 'anyone', summary: 'A file that a register shows to citizens', params: key.extend({ institutionId: id, fileId: id }), download: true }),

  importTemplate: endpoint({ method: 'GET', path: '/registers/:key/template', access: inScope, summary: 'A spreadsheet with the headings and one row of hints', params: key, download: true }),
  listImports: endpoint({ method: 'GET', path: '/registers/:key/imports', access: inScope, summary: 'Imports into a register by my body', params: key, query: z.object(pageQuery), reply: pageOf(ImportView.pick({ institutionId: true, id: true, registerKey: true, version: true, fileName: true, state: true, createdAt: true, createdBy: true, takenAt: true, taken: true, counts: true })) }),
  previewImport: endpoint({ method: 'POST', path: '/registers/:key/imports', access: inScope, summary: 'Uploads a spreadsheet and shows what it would enter; nothing is entered yet', params: key, upload: true, reply: ImportView }),
  loadImport: endpoint({ method: 'GET', path: '/registers/:key/imports/:institutionId/:importId', access: inScope, summary: 'One import with its first faults and rows', params: importKey, reply: ImportView }),
  listImportFaults: endpoint({ method: 'GET', path: '/registers/:key/imports/:institutionId/:importId/faults', access: inScope, summary: 'All kept faults of an import, in order of rows', params: importKey, query: z.object(pageQuery), reply: pageOf(ImportFault) }),
  exportImportFaults: endpoint({ method: 'GET', path: '/registers/:key/imports/:institutionId/:importId/faults/export', access: inScope, summary: 'The faults as a spreadsheet', params: importKey, download: true }),
  takeImport: endpoint({ method: 'POST', path: '/registers/:key/imports/:institutionId/:importId/taking', access: inScope, summary: 'Enters all rows, or all good rows, as the person chose; in one transaction', params: importKey, body: z.object({ /** 'all': nothing where any row is wrong. 'good': the wrong rows are left out. */ rows: z.enum(['all', 'good']) }), reply: ImportView }),
  discardImport: endpoint({ method: 'POST', path: '/registers/:key/imports/:institutionId/:importId/discard', access: inScope, summary: 'Throws a preview away', params: importKey, reply: ImportView }),
}
