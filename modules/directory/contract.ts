import { z } from 'zod'
import { staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, pageOf, pageQuery } from '../../kernel/contract.ts'
import { departmentKinds, directoryManagers, institutionKinds, institutionLevels, ownerships } from './rules/kinds.ts'

const refusal = z.string().nullable()
const text = (most: number) => z.string().trim().max(most)
const name = (most: number) => text(most).min(1)
const revision = z.number().int()
const regionCode = z.string().regex(/^\d{6}$/)
const search = text(60).optional()
const institutionKey = { institutionId: id }
const inScope = [...staffRoles]
/** Why each button is disabled; null enables it. */
const blocked = <Key extends string>(...keys: Key[]) => z.object(Object.fromEntries(keys.map((key) => [key, refusal])) as Record<Key, typeof refusal>)

export const RegionView = z.object({ code: regionCode, name: z.string(), parentCode: regionCode.nullable(), level: z.enum(['province', 'city', 'county']) })

export const InstitutionRow = z.object({
  id, name: z.string(), shortName: z.string(), regionCode, regionName: z.string(),
  kind: z.enum(institutionKinds), level: z.enum(institutionLevels), ownership: z.enum(ownerships),
  beds: z.number().int(), creditCode: z.string(), address: z.string(), phone: z.string(), active: z.boolean(), revision,
})
export const InstitutionView = InstitutionRow.extend({
  /** What is odd about the credit code though it was taken (Rule ID-1), in the reader's words. */
  creditCodeRemark: z.string().nullable(),
  counts: z.object({ departments: z.number().int(), staff: z.number().int(), posts: z.number().int(), vacantPosts: z.number().int() }),
  blocked: blocked('change', 'close', 'reopen', 'manageStaff'),
})
const institutionBody = z.object({
  name: name(100), shortName: name(40), regionCode,
  kind: z.enum(institutionKinds), level: z.enum(institutionLevels), ownership: z.enum(ownerships),
  beds: z.number().int().min(0).max(20_000), creditCode: name(30), address: text(200), phone: text(40),
})
const institutionFilter = z.object({
  search, kind: z.enum(institutionKinds).optional(), level: z.enum(institutionLevels).optional(), ownership: z.enum(ownerships).optional(),
  region: z.string().regex(/^\d{2,6}$/).optional(), state: z.enum(['active', 'closed', 'all']).default('active'), sort: z.enum(['region', 'name', 'beds']).default('region'),
})

export const DepartmentView = z.object({
  institutionId: id, institutionName: z.string(), id, name: z.string(), kind: z.enum(departmentKinds),
  subjectCode: z.string().nullable(), subjectName: z.string().nullable(), closedOn: isoDate.nullable(), staff: z.number().int(), revision,
  blocked: blocked('change', 'close'),
})
const departmentBody = z.object({ name: name(60), kind: z.enum(departmentKinds), subjectCode: text(12).nullable() })
const departmentFilter = z.object({ institutionId: id.optional(), search, kind: z.enum(departmentKinds).optional(), state: z.enum(['open', 'closed', 'all']).default('open') })
const departmentKey = z.object({ ...institutionKey, departmentId: id })

const Held = z.object({ holdingId: id, postId: id, role: z.enum(staffRoles), title: z.string(), departmentId: id.nullable(), departmentName: z.string().nullable(), fromOn: isoDate, toOn: isoDate.nullable() })
export const StaffRow = z.object({
  institutionId: id, institutionName: z.string(), id, name: z.string(), employeeNumber: z.string(), title: z.string(),
  /** Masked; the clear value is readContact. */
  phone: z.string().nullable(), idNumber: z.string().nullable(),
  joinedOn: isoDate, leftOn: isoDate.nullable(), revision, posts: z.array(Held),
})
/** `posts` are those of today, `past` and `coming` the others. */
export const StaffView = StaffRow.extend({ past: z.array(Held), coming: z.array(Held), blocked: blocked('change', 'appoint', 'leave', 'readContact') })
const personal = { phone: text(30).nullable().optional(), idNumber: text(30).nullable().optional() }
const staffFilter = z.object({ institutionId: id.optional(), departmentId: id.optional(), role: z.enum(staffRoles).optional(), search, state: z.enum(['present', 'left', 'all']).default('present') })
const staffKey = z.object({ ...institutionKey, staffId: id })

export const PostView = z.object({
  institutionId: id, institutionName: z.string(), id, role: z.enum(staffRoles), title: z.string(), departmentId: id.nullable(), departmentName: z.string().nullable(), abolishedOn: isoDate.nullable(),
  /** Today's holder first, then who is to come. */
  holders: z.array(z.object({ holdingId: id, staffId: id, name: z.string(), fromOn: isoDate, toOn: isoDate.nullable() })),
  blocked: blocked('appoint', 'change', 'abolish'),
})
const postFilter = z.object({ institutionId: id.optional(), departmentId: id.optional(), role: z.enum(staffRoles).optional(), search, state: z.enum(['held', 'vacant', 'abolished', 'existing', 'all']).default('existing') })
const postKey = z.object({ ...institutionKey, postId: id })

export const importKinds = ['institutions', 'departments', 'staff'] as const
export const ImportFault = z.object({
  /** The row's number as the spreadsheet shows it; 0 speaks of the whole file. */
  row: z.number().int(), column: z.string(), value: z.string(), reason: z.string(), severity: z.enum(['fault', 'warning']),
})
export const ImportView = z.object({
  institutionId: id, id, kind: z.enum(importKinds), fileName: z.string(), state: z.enum(['preview', 'committed', 'discarded']), createdAt: z.iso.datetime(), createdBy: z.string(), committedAt: z.iso.datetime().nullable(),
  counts: z.object({ rows: z.number().int(), good: z.number().int(), bad: z.number().int(), created: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), faults: z.number().int(), warnings: z.number().int() }),
  /** Headings that were recognised (column → heading in the file) and those nobody knows, which are ignored. */
  columns: z.array(z.object({ column: z.string(), heading: z.string() })), ignored: z.array(z.string()),
  /** The first ones; the rest is listImportFaults. */
  faults: z.array(ImportFault),
  /** The first good rows as they would be taken. */
  sample: z.array(z.object({ row: z.number().int(), action: z.enum(['create', 'change', 'unchanged']), cells: z.array(z.string()), changes: z.array(z.string()) })),
  blocked: blocked('commit', 'discard'),
})
const importKey = z.object({ ...institutionKey, importId: id })

export const directoryContract = {
  listRegions: endpoint({ method: 'GET', path: '/regions', access: 'signed-in', summary: 'Lists regions below one, or those matching a search', query: z.object({ parent: regionCode.optional(), search }), reply: z.object({ rows: z.array(RegionView) }) }),
  listSubjects: endpoint({ method: 'GET', path: '/treatment-subjects', access: 'signed-in', summary: 'Lists the official treatment subjects', reply: z.object({ rows: z.array(z.object({ code: z.string(), name: z.string(), parent: z.string().nullable() })) }) }),

  listInstitutions: endpoint({ method: 'GET', path: '/institutions', access: 'signed-in', summary: 'Lists commissions and institutions', query: institutionFilter.extend(pageQuery), reply: pageOf(InstitutionRow) }),
  exportInstitutions: endpoint({ method: 'GET', path: '/institutions/export', access: inScope, summary: 'The same list as a spreadsheet', query: institutionFilter, download: true }),
  loadInstitution: endpoint({ method: 'GET', path: '/institutions/:institutionId', access: 'signed-in', summary: 'One commission or institution', params: z.object(institutionKey), reply: InstitutionView }),
  createInstitution: endpoint({ method: 'POST', path: '/institutions', access: ['commission_head', 'commission_clerk'], summary: 'Adds an institution of the region', body: institutionBody, reply: InstitutionView }),
  changeInstitution: endpoint({ method: 'PUT', path: '/institutions/:institutionId', access: ['commission_head', 'commission_clerk'], summary: 'Changes an institution', params: z.object(institutionKey), body: institutionBody.extend({ revision }), reply: InstitutionView }),
  closeInstitution: endpoint({ method: 'POST', path: '/institutions/:institutionId/closing', access: ['commission_head', 'commission_clerk'], summary: 'Closes an institution; its rows stay readable', params: z.object(institutionKey), body: z.object({ reason: name(500), revision }), reply: InstitutionView }),
  reopenInstitution: endpoint({ method: 'POST', path: '/institutions/:institutionId/reopening', access: ['commission_head', 'commission_clerk'], summary: 'Opens a closed institution again', params: z.object(institutionKey), body: z.object({ reason: name(500), revision }), reply: InstitutionView }),

  listDepartments: endpoint({ method: 'GET', path: '/departments', access: inScope, summary: 'Lists departments in scope', query: departmentFilter.extend(pageQuery), reply: pageOf(DepartmentView) }),
  exportDepartments: endpoint({ method: 'GET', path: '/departments/export', access: inScope, summary: 'The same list as a spreadsheet', query: departmentFilter, download: true }),
  createDepartment: endpoint({ method: 'POST', path: '/departments', access: directoryManagers, summary: 'Adds a department', body: departmentBody.extend(institutionKey), reply: DepartmentView }),
  changeDepartment: endpoint({ method: 'PUT', path: '/departments/:institutionId/:departmentId', access: directoryManagers, summary: 'Changes a department', params: departmentKey, body: departmentBody.extend({ revision }), reply: DepartmentView }),
  closeDepartment: endpoint({ method: 'POST', path: '/departments/:institutionId/:departmentId/closing', access: directoryManagers, summary: 'Closes a department without held posts', params: departmentKey, body: z.object({ on: isoDate, revision }), reply: DepartmentView }),

  listStaff: endpoint({ method: 'GET', path: '/staff', access: inScope, summary: 'Lists staff in scope with the posts they hold today', query: staffFilter.extend(pageQuery), reply: pageOf(StaffRow) }),
  exportStaff: endpoint({ method: 'GET', path: '/staff/export', access: directoryManagers, summary: 'The same list as a spreadsheet, personal values masked', query: staffFilter, download: true }),
  loadStaff: endpoint({ method: 'GET', path: '/staff/:institutionId/:staffId', access: inScope, summary: 'One person with all posts, past and coming', params: staffKey, reply: StaffView }),
  readContact: endpoint({ method: 'GET', path: '/staff/:institutionId/:staffId/contact', access: directoryManagers, summary: 'Telephone and id number in clear; the read is recorded', params: staffKey, reply: z.object({ phone: z.string().nullable(), idNumber: z.string().nullable() }) }),
  createStaff: endpoint({ method: 'POST', path: '/staff', access: directoryManagers, summary: 'Adds a person', body: z.object({ ...institutionKey, name: name(60), employeeNumber: name(30), title: text(60), joinedOn: isoDate, ...personal }), reply: StaffView }),
  changeStaff: endpoint({ method: 'PUT', path: '/staff/:institutionId/:staffId', access: directoryManagers, summary: 'Changes a person; a personal value left out stays, null removes it', params: staffKey, body: z.object({ name: name(60), employeeNumber: name(30), title: text(60), joinedOn: isoDate, revision, ...personal }), reply: StaffView }),
  moveStaff: endpoint({ method: 'POST', path: '/staff/:institutionId/:staffId/move', access: directoryManagers, summary: 'Ends one post and begins another the next day', params: staffKey, body: z.object({ holdingId: id, toPostId: id, on: isoDate }), reply: StaffView }),
  leaveStaff: endpoint({ method: 'POST', path: '/staff/:institutionId/:staffId/leaving', access: directoryManagers, summary: 'Last day of a person; all posts end with it', params: staffKey, body: z.object({ on: isoDate, revision }), reply: StaffView }),

  listPosts: endpoint({ method: 'GET', path: '/posts', access: inScope, summary: 'Lists posts in scope with their holders', query: postFilter.extend(pageQuery), reply: pageOf(PostView) }),
  exportPosts: endpoint({ method: 'GET', path: '/posts/export', access: inScope, summary: 'The same list as a spreadsheet', query: postFilter, download: true }),
  createPost: endpoint({ method: 'POST', path: '/posts', access: directoryManagers, summary: 'Sets up a post', body: z.object({ ...institutionKey, role: z.enum(staffRoles), title: name(60), departmentId: id.nullable() }), reply: PostView }),
  changePost: endpoint({ method: 'PUT', path: '/posts/:institutionId/:postId', access: directoryManagers, summary: 'Renames a post or moves it to another department', params: postKey, body: z.object({ title: name(60), departmentId: id.nullable() }), reply: PostView }),
  abolishPost: endpoint({ method: 'POST', path: '/posts/:institutionId/:postId/abolition', access: directoryManagers, summary: 'Abolishes a post that nobody holds from that day on', params: postKey, body: z.object({ on: isoDate }), reply: PostView }),
  appoint: endpoint({ method: 'POST', path: '/posts/:institutionId/:postId/holdings', access: directoryManagers, summary: 'Appoints a person; with `succeed` the present holder ends the day before', params: postKey, body: z.object({ staffId: id, fromOn: isoDate, toOn: isoDate.nullable(), succeed: z.boolean().default(false) }), reply: PostView }),
  endHolding: endpoint({ method: 'POST', path: '/holdings/:institutionId/:holdingId/end', access: directoryManagers, summary: 'Last day of a person in a post', params: z.object({ ...institutionKey, holdingId: id }), body: z.object({ on: isoDate }), reply: PostView }),

  importTemplate: endpoint({ method: 'GET', path: '/imports/templates/:kind', access: directoryManagers, summary: 'A spreadsheet with the columns and an example row', params: z.object({ kind: z.enum(importKinds) }), download: true }),
  listImports: endpoint({ method: 'GET', path: '/imports', access: directoryManagers, summary: 'Imports of the own body', query: z.object(pageQuery), reply: pageOf(ImportView.omit({ faults: true, sample: true, columns: true, ignored: true, blocked: true })) }),
  previewImport: endpoint({ method: 'POST', path: '/imports', access: directoryManagers, summary: 'Uploads a spreadsheet and shows what it would do; nothing is taken yet', body: z.object({ kind: z.enum(importKinds) }), upload: true, reply: ImportView }),
  loadImport: endpoint({ method: 'GET', path: '/imports/:institutionId/:importId', access: directoryManagers, summary: 'One import with its first faults and rows', params: importKey, reply: ImportView }),
  listImportFaults: endpoint({ method: 'GET', path: '/imports/:institutionId/:importId/faults', access: directoryManagers, summary: 'All faults of an import, in order of rows', params: importKey, query: z.object(pageQuery), reply: pageOf(ImportFault) }),
  commitImport: endpoint({ method: 'POST', path: '/imports/:institutionId/:importId/commit', access: directoryManagers, summary: 'Takes all good rows in one transaction, or none', params: importKey, reply: ImportView }),
  discardImport: endpoint({ method: 'POST', path: '/imports/:institutionId/:importId/discard', access: directoryManagers, summary: 'Throws a preview away', params: importKey, reply: ImportView }),
}
