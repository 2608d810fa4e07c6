import type { z } from 'zod'
import { hasRole, roleNames, type Actor } from '../../kernel/actor.ts'
import { maskId, maskPhone } from '../../kernel/identifiers.ts'
import { isRefusal, refusalOf, sayRefusal } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import type { Vault } from '../../server/platform/crypto.ts'
import type { DepartmentView, ImportView, InstitutionRow, InstitutionView, PostView, StaffRow, StaffView } from './contract.ts'
import { mayFillAt, mayManageStaff, type Body } from './rules/authority.ts'
import * as bodies from './rules/bodies.ts'
import { mayManageImport } from './rules/import/authority.ts'
import type { Department } from './rules/import/departments.ts'
import { directoryManagers } from './rules/kinds.ts'
import * as departmentStore from './store/departments.ts'
import type { ImportRun, Reading } from './store/imports.ts'
import * as institutionStore from './store/institutions.ts'
import * as postStore from './store/posts.ts'
import { regionNames } from './store/regions.ts'
import type { Staff } from './store/staff.ts'
import { subjectName } from './treatment-subjects.ts'

/** What a view needs to know about the asker; a command's own transaction reads as well. */
export type Asker = Pick<Look, 'read' | 'actor' | 'today'> & { readonly vault: Vault }

const firstFaults = 100

async function bodiesOf(asker: Asker, ids: readonly string[]): Promise<Map<string, Body & { name: string }>> {
  const found = await institutionStore.institutionsByIds(asker.read, ids)
  return new Map(found.map((each) => [each.id, { institutionId: each.id, regionCode: each.regionCode, kind: each.kind, active: each.active, name: each.name }]))
}
const nowhere = { institutionId: '', regionCode: '', kind: 'other', active: false, name: '' } as const

export async function viewInstitutions(asker: Asker, rows: readonly bodies.Institution[]): Promise<z.infer<typeof InstitutionRow>[]> {
  const names = await regionNames(asker.read, rows.map((row) => row.regionCode))
  return rows.map((row) => {
    const { regionPrefix: _regionPrefix, ...shown } = row
    return { ...shown, regionName: names.get(row.regionCode) ?? row.regionCode }
  })
}

/** Only those of the own scope are counted for: other bodies' rows are out of sight. */
export async function viewInstitution(asker: Asker, institutionId: string): Promise<z.infer<typeof InstitutionView>> {
  const found = await institutionStore.loadInstitution(asker.read, institutionId)
  const [row] = await viewInstitutions(asker, [found])
  const credit = bodies.readCreditCode(found.creditCode)
  const { actor } = asker
  return {
    ...(row ?? { ...found, regionName: found.regionCode }),
    creditCodeRemark: isRefusal(credit) ? sayRefusal(credit) : credit.remark,
    counts: await institutionStore.countsOf(asker.read, institutionId, asker.today),
    blocked: {
      change: refusalOf(bodies.change(actor, found, found, found.revision)),
      close: refusalOf(bodies.close(actor, found, found.revision)),
      reopen: refusalOf(bodies.reopen(actor, found, found.revision)),
      manageStaff: refusalOf(mayManageStaff(actor, { institutionId: found.id, regionCode: found.regionCode, kind: found.kind, active: found.active })),
    },
  }
}

export async function viewDepartments(asker: Asker, rows: readonly Department[]): Promise<z.infer<typeof DepartmentView>[]> {
  const owners = await bodiesOf(asker, rows.map((row) => row.institutionId))
  const staffing = await departmentStore.staffingOf(asker.read, rows.map((row) => row.id), asker.today)
  return rows.map((row) => {
    const body = owners.get(row.institutionId) ?? nowhere
    const no = refusalOf(mayManageStaff(asker.actor, body)) ?? (row.closedOn === null ? null : 'directory.department_closed')
    const staff = staffing.get(row.id) ?? 0
    return { ...row, institutionName: body.name, subjectName: subjectName(row.subjectCode), staff, blocked: { change: no, close: no ?? (staff > 0 ? 'directory.department_in_use' : null) } }
  })
}

const held = ({ id, postId, role, title, departmentId, departmentName, fromOn, toOn }: postStore.HeldRow) => ({ holdingId: id, postId, role, title, departmentId, departmentName, fromOn, toOn })

function viewPerson(asker: Asker, row: Staff, institutionName: string, all: readonly postStore.HeldRow[]): z.infer<typeof StaffView> {
  const { today, vault } = asker
  const own = all.filter((each) => each.staffId === row.id)
  const masked = (sealed: Buffer | null, mask: (clear: string) => string) => (sealed === null ? null : mask(vault.open(sealed)))
  return {
    institutionId: row.institutionId, institutionName, id: row.id, name: row.name, employeeNumber: row.employeeNumber, title: row.title, joinedOn: row.joinedOn, leftOn: row.leftOn, revision: row.revision,
    phone: masked(row.phone, maskPhone), idNumber: masked(row.idNumber, maskId),
    posts: own.filter((each) => each.fromOn <= today && (each.toOn === null || each.toOn >= today)).map(held),
    past: own.filter((each) => each.toOn !== null && each.toOn < today).map(held),
    coming: own.filter((each) => each.fromOn > today).map(held),
    blocked: { change: null, appoint: null, leave: null, readContact: null },
  }
}

export async function viewStaffRows(asker: Asker, rows: readonly Staff[]): Promise<z.infer<typeof StaffRow>[]> {
  const owners = await bodiesOf(asker, rows.map((row) => row.institutionId))
  const all = await postStore.holdingsOfStaff(asker.read, rows.map((row) => row.id))
  const byPerson = Map.groupBy(all, (each) => each.staffId)
  return rows.map((row) => {
    const { past: _past, coming: _coming, blocked: _blocked, ...shown } = viewPerson(asker, row, owners.get(row.institutionId)?.name ?? '', byPerson.get(row.id) ?? [])
    return shown
  })
}

export async function viewStaff(asker: Asker, row: Staff): Promise<z.infer<typeof StaffView>> {
  const body = (await bodiesOf(asker, [row.institutionId])).get(row.institutionId) ?? nowhere
  const view = viewPerson(asker, row, body.name, await postStore.holdingsOfStaff(asker.read, [row.id]))
  const no = refusalOf(mayManageStaff(asker.actor, body))
  const gone = row.leftOn !== null && row.leftOn < asker.today ? 'directory.already_left' : null
  return { ...view, blocked: { change: no, appoint: no ?? gone, leave: no ?? gone, readContact: hasRole(asker.actor, ...directoryManagers) ? no : 'access.denied' } }
}

export async function viewPosts(asker: Asker, rows: readonly postStore.StoredPost[]): Promise<z.infer<typeof PostView>[]> {
  const owners = await bodiesOf(asker, rows.map((row) => row.institutionId))
  const holders = Map.groupBy(await postStore.holdingsOfPosts(asker.read, rows.map((row) => row.id)), (each) => each.postId)
  const departments = new Map((await departmentStore.departmentsOf(asker.read, [...owners.keys()])).map((each) => [each.id, each.name]))
  return rows.map((row) => {
    const body = owners.get(row.institutionId) ?? nowhere
    const no = refusalOf(mayFillAt(asker.actor, body, row.role)) ?? (row.abolishedOn === null ? null : 'directory.post_abolished')
    const present = (holders.get(row.id) ?? []).filter((each) => each.toOn === null || each.toOn >= asker.today)
    return {
      ...row, institutionName: body.name, departmentName: row.departmentId === null ? null : (departments.get(row.departmentId) ?? null),
      holders: present.map((each) => ({ holdingId: each.id, staffId: each.staffId, name: each.name, fromOn: each.fromOn, toOn: each.toOn })),
      blocked: { appoint: no, change: no, abolish: no ?? (present.length > 0 ? 'directory.post_held' : null) },
    }
  })
}

export function viewRun(run: ImportRun) {
  const { regionCode: _regionCode, createdBy: _accountId, createdName, ...shown } = run
  return { ...shown, createdBy: createdName }
}

export function viewImport(actor: Actor, { run, reading }: { run: ImportRun; reading: Reading }): z.infer<typeof ImportView> {
  const no = refusalOf(mayManageImport(actor, run.kind, run)) ?? (run.state === 'preview' ? null : 'directory.import_over')
  return {
    ...viewRun(run), columns: [...reading.columns], ignored: [...reading.ignored], faults: reading.faults.slice(0, firstFaults),
    sample: reading.sample.map((each) => ({ ...each, cells: [...each.cells], changes: [...each.changes] })),
    blocked: { discard: no, commit: no ?? (run.counts.created + run.counts.changed === 0 ? 'directory.import_nothing' : null) },
  }
}

/** '医务科专干（机构经办人）；…' for one cell of a spreadsheet. */
export const postsInWords = (posts: readonly { title: string; role: keyof typeof roleNames }[]): string => posts.map((each) => `${each.title}（${roleNames[each.role].zh}）`).join('；')
