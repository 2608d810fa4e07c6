import { z } from 'zod'
import { staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, pageOf, pageQuery } from '../../kernel/contract.ts'
import { DueView, ImportView, PackRow, PackView, RollupView, RunView } from './contract/views.ts'
import { PackContent } from './rules/content.ts'
import { packStates } from './rules/names.ts'

const staff = [...staffRoles]
const judges = ['commission_head', 'commission_clerk', 'inspector'] as const
const commission = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
const clerks = ['commission_head', 'commission_clerk'] as const

const packKey = z.object({ institutionId: id, packId: id })
const revision = z.number().int().min(1)
const version = packKey.extend({ revision: z.coerce.number().int().min(1) })
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/)
const rollupKey = z.object({ planId: id, formKey: slug, toOn: isoDate })
const remark = z.string().trim().min(4).max(2000)
const at = '/reports/:institutionId/:packId'
const rollupAt = '/report-rollups/:planId/:formKey/:toOn'
const Words = z.object({ zh: z.string(), en: z.string() })

export const reportContract = {
  listForms: endpoint({ method: 'GET', path: '/report-forms', access: staff, summary: 'The report forms of this release', reply: z.object({ rows: z.array(z.object({ key: z.string(), version: z.number().int(), sha256: z.string(), name: Words, does: Words, by: z.enum(['institution', 'commission']) })) }) }),
  listInHand: endpoint({ method: 'GET', path: '/reports', access: staff, summary: 'Report packs of my body that are not handed in, earliest due first', reply: z.object({ rows: z.array(PackRow) }) }),
  listDone: endpoint({ method: 'GET', path: '/reports/done', access: staff, summary: 'Report packs handed in: of my body, or of one institution in scope, newest first', query: z.object({ ...pageQuery, institutionId: id.optional() }), reply: pageOf(PackRow) }),
  loadPack: endpoint({ method: 'GET', path: at, access: staff, summary: 'One report pack with live figures, words, versions, scans', params: packKey, reply: PackView }),
  loadVersion: endpoint({ method: 'GET', path: `${at}/versions/:revision`, access: staff, summary: 'One version as it was handed in, unchanged for ever', params: version, reply: z.object({ content: PackContent }) }),
  lookAtPack: endpoint({ method: 'POST', path: `${at}/look`, access: staff, summary: 'Remember the figures I see, so that the next look marks what moved; opens the pack of my own body', params: packKey }),
  writeTexts: endpoint({
    method: 'PATCH', path: `${at}/texts`, access: staff, summary: 'Save words, field by field, each only over what its writer saw', params: packKey,
    body: z.object({ revision, texts: z.array(z.object({ key: z.string().max(120), was: z.string().max(10_000), text: z.string().max(10_000) })).min(1).max(60) }),
    reply: z.object({ state: z.enum(packStates), revision: z.number().int() }),
  }),
  askForSignature: endpoint({ method: 'POST', path: `${at}/signature-request`, access: staff, summary: 'Lay the pack before the head', params: packKey, body: z.object({ revision }), reply: PackView }),
  signPack: endpoint({
    method: 'POST', path: `${at}/signature`, access: staff, summary: 'Sign as the head of today, with password and second factor; on request hand in at once', params: packKey,
    body: z.object({ revision, password: z.string().min(1).max(200), code: z.string().trim().min(1).max(40), seen: z.string().regex(/^[0-9a-f]{64}$/), submit: z.boolean().default(false) }), reply: PackView,
  }),
  withdrawSignature: endpoint({ method: 'POST', path: `${at}/signature/withdrawal`, access: staff, summary: 'Take the signature back before handing in, to take new figures', params: packKey, body: z.object({ revision }), reply: PackView }),
  submitPack: endpoint({ method: 'POST', path: `${at}/submission`, access: staff, summary: 'Hand in what is signed; it is locked from then on', params: packKey, body: z.object({ revision, asSigned: z.boolean().default(false) }), reply: PackView }),
  acceptPack: endpoint({ method: 'POST', path: `${at}/acceptance`, access: judges, summary: 'Accept a pack', params: packKey, body: z.object({ revision, remark: z.string().trim().max(2000).default('') }), reply: PackView }),
  returnPack: endpoint({ method: 'POST', path: `${at}/return`, access: judges, summary: 'Return a pack with a remark', params: packKey, body: z.object({ revision, remark }), reply: PackView }),
  acceptPacks: endpoint({
    method: 'POST', path: '/reports/acceptance', access: judges, summary: 'Accept several packs; each is answered by itself', body: z.object({ packs: z.array(packKey.extend({ revision })).min(1).max(100) }),
    reply: z.object({ rows: z.array(packKey.extend({ refused: z.string().nullable() })) }),
  }),
  addScans: endpoint({ method: 'POST', path: `${at}/scans`, access: staff, summary: 'Attach scans of the sealed paper; after handing in as an addendum', params: packKey, upload: true, reply: PackView }),
  removeScan: endpoint({ method: 'POST', path: `${at}/scans/:scanId/removal`, access: staff, summary: 'Remove a scan before handing in', params: packKey.extend({ scanId: id }), reply: PackView }),
  downloadScan: endpoint({ method: 'GET', path: `${at}/scans/:scanId`, access: staff, summary: 'One scan', params: packKey.extend({ scanId: id }), download: true }),
  downloadBook: endpoint({ method: 'GET', path: `${at}/report.xlsx`, access: staff, summary: 'The report form as a spreadsheet; without a revision as it stands now', params: packKey, query: z.object({ revision: z.coerce.number().int().min(1).optional() }), download: true }),
  downloadDocument: endpoint({ method: 'GET', path: `${at}/report.docx`, access: staff, summary: 'The report as an official paper; without a revision as it stands now', params: packKey, query: z.object({ revision: z.coerce.number().int().min(1).optional() }), download: true }),
  downloadBundle: endpoint({ method: 'GET', path: `${at}/versions/:revision/bundle`, access: staff, summary: 'The locked bundle of a version: content, papers, scans, hashes', params: version, download: true }),

  listDues: endpoint({ method: 'GET', path: '/report-dues', access: commission, summary: 'Which reports are asked for, and how many are in, late, missing', query: z.object({ planId: id.optional() }), reply: z.object({ rows: z.array(DueView) }) }),
  loadRollup: endpoint({ method: 'GET', path: rollupAt, access: commission, summary: 'Every body of a campaign, form and period with its standing, and the sums', params: rollupKey, reply: RollupView }),
  openRollup: endpoint({ method: 'POST', path: rollupAt, access: clerks, summary: 'Open the commission’s own roll-up report', params: rollupKey, reply: packKey }),
  linkCampaign: endpoint({ method: 'POST', path: '/report-campaigns/:planId', access: clerks, summary: 'Say that a lower level’s campaign is counted in mine, or is not', params: z.object({ planId: id }), body: z.object({ lowerPlanId: id, counts: z.boolean() }) }),
  downloadRollup: endpoint({ method: 'GET', path: `${rollupAt}/bodies.xlsx`, access: commission, summary: 'Who reported and the sums, as a spreadsheet', params: rollupKey, download: true }),
  listImports: endpoint({ method: 'GET', path: '/report-imports', access: commission, summary: 'Bundles of lower levels that were taken in', reply: z.object({ rows: z.array(ImportView) }) }),
  importBundle: endpoint({ method: 'POST', path: '/report-imports', access: clerks, summary: 'Take in the locked bundle of a lower level', upload: true, reply: z.object({ importId: id, sourceName: z.string(), formKey: z.string(), toOn: isoDate }) }),
  loadImport: endpoint({ method: 'GET', path: '/report-imports/:importId', access: commission, summary: 'What one imported bundle says', params: z.object({ importId: id }), reply: z.object({ import: ImportView, content: PackContent, scans: z.array(z.object({ fileId: id, name: z.string(), sha256: z.string() })) }) }),
  downloadImportScan: endpoint({ method: 'GET', path: '/report-imports/:importId/scans/:fileId', access: commission, summary: 'One scan of an imported bundle', params: z.object({ importId: id, fileId: id }), download: true }),
  listRuns: endpoint({ method: 'GET', path: '/report-runs', access: commission, summary: 'How far the opening and filling of packs has come', reply: z.object({ rows: z.array(RunView) }) }),
}

export { BodyView, DueView, FieldView, ImportView, PackRow, PackView, RollupView, RunView, ScanView, VersionView } from './contract/views.ts'
