import type { App } from '../../server/platform/app.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import * as departmentCommands from './commands/departments.ts'
import * as importCommands from './commands/imports.ts'
import * as institutionCommands from './commands/institutions.ts'
import * as postCommands from './commands/posts.ts'
import * as staffCommands from './commands/staff.ts'
import { directoryContract as contract } from './contract.ts'
import { pageFrom, readCursor } from './cursor.ts'
import { readCitizenId, readMobile } from './rules/bodies.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { departmentSheet, institutionSheet, postSheet, staffSheet, templateSheet } from './sheets.ts'
import * as departmentStore from './store/departments.ts'
import * as importStore from './store/imports.ts'
import * as institutionStore from './store/institutions.ts'
import * as postStore from './store/posts.ts'
import { listRegions } from './store/regions.ts'
import * as staffStore from './store/staff.ts'
import { treatmentSubjects } from './treatment-subjects.ts'
import * as views from './views.ts'
import type { Act, Look } from '../../server/platform/act.ts'
import type { Vault } from '../../server/platform/crypto.ts'

/** An exported list is whole, up to what a spreadsheet is still handy with. */
const exportLimit = 50_000

const asking = (look: Pick<Look, 'read' | 'actor' | 'today' | 'platform'>): views.Asker => ({ read: look.read, actor: look.actor, today: look.today, vault: look.platform.vault })
const inCommand = (act: Pick<Act, 'tx' | 'actor' | 'today' | 'vault'>): views.Asker => ({ read: act.tx, actor: act.actor, today: act.today, vault: act.vault })

export function directoryRoutes(app: App): void {
  app.query(contract.listRegions, async ({ read, query }) => ({ rows: await listRegions(read, { parent: query.parent, search: query.search }) }))
  app.query(contract.listSubjects, async () => ({ rows: treatmentSubjects().map((each) => ({ ...each })) }))
  institutionRoutes(app)
  departmentRoutes(app)
  staffRoutes(app)
  postRoutes(app)
  importRoutes(app)
}

function institutionRoutes(app: App): void {
  app.query(contract.exportInstitutions, async ({ query, ...look }) => institutionSheet(await views.viewInstitutions(asking(look), await institutionStore.listInstitutions(look.read, query, undefined, exportLimit)), look.today))
  app.query(contract.listInstitutions, async ({ query, ...look }) => {
    const rows = await institutionStore.listInstitutions(look.read, query, readCursor(query.after, institutionStore.cursorLength(query.sort)), query.limit + 1)
    const page = pageFrom(rows, query.limit, (row) => institutionStore.institutionCursor(query.sort, row))
    return { rows: await views.viewInstitutions(asking(look), page.rows), next: page.next }
  })
  app.query(contract.loadInstitution, async ({ params, ...look }) => views.viewInstitution(asking(look), params.institutionId))
  app.command(contract.createInstitution, async ({ body, ...act }) => views.viewInstitution(inCommand(act), await institutionCommands.createInstitution(act, body)))
  app.command(contract.changeInstitution, async ({ params, body, ...act }) => {
    await institutionCommands.changeInstitution(act, { ...body, ...params })
    return views.viewInstitution(inCommand(act), params.institutionId)
  })
  app.command(contract.closeInstitution, async ({ params, body, ...act }) => {
    await institutionCommands.closeInstitution(act, { ...body, ...params })
    return views.viewInstitution(inCommand(act), params.institutionId)
  })
  app.command(contract.reopenInstitution, async ({ params, body, ...act }) => {
    await institutionCommands.reopenInstitution(act, { ...body, ...params })
    return views.viewInstitution(inCommand(act), params.institutionId)
  })
}

async function viewDepartment(asker: views.Asker, institutionId: string, departmentId: string) {
  const [view] = await views.viewDepartments(asker, [await departmentStore.loadDepartment(asker.read, institutionId, departmentId)])
  if (view === undefined) throw new RefusedError('not_found')
  return view
}

function departmentRoutes(app: App): void {
  app.query(contract.exportDepartments, async ({ query, ...look }) => departmentSheet(await views.viewDepartments(asking(look), await departmentStore.listDepartments(look.read, query, undefined, exportLimit)), look.today))
  app.query(contract.listDepartments, async ({ query, ...look }) => {
    const page = pageFrom(await departmentStore.listDepartments(look.read, query, readCursor(query.after, 3), query.limit + 1), query.limit, (row) => [row.institutionId, row.name, row.id])
    return { rows: await views.viewDepartments(asking(look), page.rows), next: page.next }
  })
  app.command(contract.createDepartment, async ({ body, ...act }) => viewDepartment(inCommand(act), body.institutionId, await departmentCommands.createDepartment(act, body)))
  app.command(contract.changeDepartment, async ({ params, body, ...act }) => {
    await departmentCommands.changeDepartment(act, { ...body, ...params })
    return viewDepartment(inCommand(act), params.institutionId, params.departmentId)
  })
  app.command(contract.closeDepartment, async ({ params, body, ...act }) => {
    await departmentCommands.closeDepartment(act, { ...body, ...params })
    return viewDepartment(inCommand(act), params.institutionId, params.departmentId)
  })
}

/** What the search text would be as a telephone or id number: those are found by their blind index only. */
function indexesOf(vault: Vault, search: string | undefined, today: string): string[] {
  if (search === undefined) return []
  const phone = readMobile(search)
  const idNumber = readCitizenId(search, today)
  return [...(isRefusal(phone) ? [] : [vault.blindIndex('phone', phone.value)]), ...(isRefusal(idNumber) ? [] : [vault.blindIndex('id_number', idNumber.value)])]
}

function staffRoutes(app: App): void {
  const viewPerson = async (asker: views.Asker, key: { institutionId: string; staffId: string }) => views.viewStaff(asker, await staffStore.loadStaff(asker.read, key.institutionId, key.staffId))
  app.query(contract.exportStaff, async ({ query, ...look }) => {
    const indexes = indexesOf(look.platform.vault, query.search, look.today)
    return staffSheet(await views.viewStaffRows(asking(look), await staffStore.listStaff(look.read, { ...query, indexes }, look.today, undefined, exportLimit)), look.today)
  })
  app.query(contract.listStaff, async ({ query, ...look }) => {
    const indexes = indexesOf(look.platform.vault, query.search, look.today)
    const page = pageFrom(await staffStore.listStaff(look.read, { ...query, indexes }, look.today, readCursor(query.after, 3), query.limit + 1), query.limit, (row) => [row.institutionId, row.name, row.id])
    return { rows: await views.viewStaffRows(asking(look), page.rows), next: page.next }
  })
  app.query(contract.loadStaff, async ({ params, ...look }) => viewPerson(asking(look), params))
  // A read that leaves a trace must write: it runs as a command though it is a GET. A key would keep the clear values
  // as the first answer, so none is taken.
  app.command(contract.readContact, async ({ params, request, reply, ...act }) => {
    if (request.headers['idempotency-key'] !== undefined) throw new RefusedError('request.invalid', 'Idempotency-Key')
    void reply.header('cache-control', 'private, no-store')
    return staffCommands.readContact(act, params)
  })
  app.command(contract.createStaff, async ({ body, ...act }) => viewPerson(inCommand(act), { institutionId: body.institutionId, staffId: await staffCommands.createStaff(act, body) }))
  app.command(contract.changeStaff, async ({ params, body, ...act }) => {
    await staffCommands.changeStaff(act, { ...body, ...params })
    return viewPerson(inCommand(act), params)
  })
  app.command(contract.moveStaff, async ({ params, body, ...act }) => {
    await staffCommands.moveStaff(act, { ...body, ...params })
    return viewPerson(inCommand(act), params)
  })
  app.command(contract.leaveStaff, async ({ params, body, ...act }) => {
    await staffCommands.leaveStaff(act, { ...body, ...params })
    return viewPerson(inCommand(act), params)
  })
}

async function viewPost(asker: views.Asker, institutionId: string, postId: string) {
  const [view] = await views.viewPosts(asker, [await postStore.loadPost(asker.read, institutionId, postId)])
  if (view === undefined) throw new RefusedError('not_found')
  return view
}

function postRoutes(app: App): void {
  app.query(contract.exportPosts, async ({ query, ...look }) => postSheet(await views.viewPosts(asking(look), await postStore.listPosts(look.read, query, look.today, undefined, exportLimit)), look.today))
  app.query(contract.listPosts, async ({ query, ...look }) => {
    const page = pageFrom(await postStore.listPosts(look.read, query, look.today, readCursor(query.after, 4), query.limit + 1), query.limit, (row) => [row.institutionId, row.role, row.title, row.id])
    return { rows: await views.viewPosts(asking(look), page.rows), next: page.next }
  })
  app.command(contract.createPost, async ({ body, ...act }) => viewPost(inCommand(act), body.institutionId, await postCommands.createPost(act, body)))
  app.command(contract.changePost, async ({ params, body, ...act }) => {
    await postCommands.changePost(act, { ...body, ...params })
    return viewPost(inCommand(act), params.institutionId, params.postId)
  })
  app.command(contract.abolishPost, async ({ params, body, ...act }) => {
    await postCommands.abolishPost(act, { ...body, ...params })
    return viewPost(inCommand(act), params.institutionId, params.postId)
  })
  app.command(contract.appoint, async ({ params, body, ...act }) => {
    await postCommands.appoint(act, { ...body, ...params })
    return viewPost(inCommand(act), params.institutionId, params.postId)
  })
  app.command(contract.endHolding, async ({ params, body, ...act }) => viewPost(inCommand(act), params.institutionId, await postCommands.endHolding(act, { ...body, ...params })))
}

function importRoutes(app: App): void {
  const viewRun = async (asker: views.Asker, key: { institutionId: string; importId: string }) => views.viewImport(asker.actor, await importStore.loadImport(asker.read, key.institutionId, key.importId))
  app.query(contract.importTemplate, async ({ params }) => templateSheet(params.kind))
  app.query(contract.listImports, async ({ read, actor, query }) => {
    if (actor.institutionId === null) return { rows: [], next: null }
    const page = pageFrom(await importStore.listImports(read, actor.institutionId, readCursor(query.after, 2), query.limit + 1), query.limit, (row) => [row.createdAt, row.id])
    return { rows: page.rows.map(views.viewRun), next: page.next }
  })
  app.query(contract.loadImport, async ({ params, ...look }) => viewRun(asking(look), params))
  app.query(contract.listImportFaults, async ({ read, params, query }) => {
    const { reading } = await importStore.loadImport(read, params.institutionId, params.importId)
    const from = Number(readCursor(query.after, 1)?.[0] ?? 0)
    const rows = reading.faults.slice(from, from + query.limit + 1)
    const page = pageFrom(rows, query.limit, () => [from + query.limit])
    return { rows: page.rows, next: page.next }
  })
  app.command(contract.previewImport, async ({ body, uploads, ...act }) => {
    const [upload] = uploads
    if (upload === undefined) throw new RefusedError('file.missing')
    return viewRun(inCommand(act), await importCommands.previewImport(act, { kind: body.kind, upload }))
  })
  app.command(contract.commitImport, async ({ params, ...act }) => {
    await importCommands.commitImport(act, params)
    return viewRun(inCommand(act), params)
  })
  app.command(contract.discardImport, async ({ params, ...act }) => {
    await importCommands.discardImport(act, params)
    return viewRun(inCommand(act), params)
  })
}
