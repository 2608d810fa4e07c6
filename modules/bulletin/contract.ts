import { z } from 'zod'
import { staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, pageOf, pageQuery } from '../../kernel/contract.ts'
import { BulletinView, month, PublishedRow, WorkRow } from './contract/views.ts'
import { bulletinKinds, fieldKeys } from './rules/names.ts'

const staff = [...staffRoles]
const office = ['commission_head', 'commission_clerk'] as const
const receivers = ['institution_head', 'institution_clerk', 'complaint_officer'] as const

const key = z.object({ bulletinId: id })
const versionKey = key.extend({ version: z.coerce.number().int().min(1).max(999) })
const revision = z.number().int().min(1)
const step = z.object({ revision })
const at = '/bulletins/:bulletinId'

export const bulletinContract = {
  listPublished: endpoint({ method: 'GET', path: '/bulletins', access: staff, summary: 'Bulletins published for my region, newest first, with receipts', query: z.object(pageQuery), reply: pageOf(PublishedRow) }),
  listInHand: endpoint({ method: 'GET', path: '/bulletins/in-hand', access: office, summary: 'Bulletins my commission works on, and months one could be opened for', reply: z.object({ rows: z.array(WorkRow), months: z.object({ complaints: z.array(month), work: z.array(month) }) }) }),
  openBulletin: endpoint({ method: 'POST', path: '/bulletins', access: office, summary: 'Open the bulletin of a month; its words are drafted from figures', body: z.object({ month, kind: z.enum(bulletinKinds).default('complaints') }), reply: key }),
  loadBulletin: endpoint({ method: 'GET', path: at, access: staff, summary: 'One bulletin: the work on it for its commission, and what is published, for everybody; newest version or an earlier one', params: key, query: z.object({ version: z.coerce.number().int().min(1).max(999).optional() }), reply: BulletinView }),
  writeTexts: endpoint({
    method: 'PATCH', path: `${at}/texts`, access: office, summary: 'Save words, field by field, each only over what its writer saw; null goes back to the drafted words', params: key,
    body: z.object({ texts: z.array(z.object({ key: z.enum(fieldKeys), was: z.string().max(5000), text: z.string().max(5000).nullable() })).min(1).max(fieldKeys.length) }), reply: z.object({ revision }),
  }),
  enterVisits: endpoint({
    method: 'PUT', path: `${at}/visits`, access: office, summary: 'Enter the visits of institutions in the month; null takes a figure out', params: key,
    body: z.object({ rows: z.array(z.object({ institutionId: id, visits: z.number().int().min(0).max(50_000_000).nullable() })).min(1).max(5000) }), reply: BulletinView,
  }),
  submitBulletin: endpoint({ method: 'POST', path: `${at}/submission`, access: office, summary: 'Freeze the figures and lay it before the head', params: key, body: step.extend({ /** The words that look like names are none. */ namesChecked: z.boolean().default(false) }), reply: BulletinView }),
  withdrawBulletin: endpoint({ method: 'POST', path: `${at}/withdrawal`, access: office, summary: 'Take it back from the head; an approval becomes void', params: key, body: step, reply: BulletinView }),
  returnBulletin: endpoint({ method: 'POST', path: `${at}/return`, access: ['commission_head'], summary: 'Give it back with a remark', params: key, body: step.extend({ remark: z.string().trim().min(4).max(2000) }), reply: BulletinView }),
  approveBulletin: endpoint({
    method: 'POST', path: `${at}/approval`, access: ['commission_head'], summary: 'Approve as the head of today and second person, with password and second factor; on request publish at once', params: key,
    body: step.extend({ password: z.string().min(1).max(200), code: z.string().trim().min(1).max(40), seen: z.string().regex(/^[0-9a-f]{64}$/), publish: z.boolean().default(false) }), reply: BulletinView,
  }),
  publishBulletin: endpoint({ method: 'POST', path: `${at}/publication`, access: office, summary: 'Publish what is approved', params: key, body: step, reply: BulletinView }),
  openCorrection: endpoint({ method: 'POST', path: `${at}/correction`, access: office, summary: 'Begin the next version, saying why; with the same figures or with new ones', params: key, body: step.extend({ note: z.string().trim().min(4).max(1000), anew: z.boolean().default(false) }), reply: BulletinView }),
  discardCorrection: endpoint({ method: 'POST', path: `${at}/correction/discard`, access: office, summary: 'Give a correction up; what is published stays', params: key, body: step, reply: BulletinView }),
  receiveBulletin: endpoint({ method: 'POST', path: `${at}/receipt`, access: receivers, summary: 'Sign for a version on behalf of my institution', params: key, body: z.object({ version: z.number().int().min(1) }), reply: BulletinView }),
  makePaper: endpoint({ method: 'POST', path: `${at}/versions/:version/pdf`, access: office, summary: 'Try the PDF of a published version again', params: versionKey }),
  downloadDraft: endpoint({ method: 'GET', path: `${at}/draft.docx`, access: office, summary: 'The bulletin as it stands, marked as a draft', params: key, download: true }),
  downloadDocument: endpoint({ method: 'GET', path: '/open/bulletins/:bulletinId/:version/bulletin.docx', access: 'anyone', summary: 'A published version as an official paper', params: versionKey, download: true }),
  downloadPdf: endpoint({ method: 'GET', path: '/open/bulletins/:bulletinId/:version/bulletin.pdf', access: 'anyone', summary: 'A published version as PDF', params: versionKey, download: true }),
}

export { BulletinView, FieldView, MovedView, PublishedRow, PublishedView, ReceiptView, WorkRow, WorkView } from './contract/views.ts'
