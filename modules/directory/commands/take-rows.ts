import type { Act } from '../../../server/platform/act.ts'
import { pinyinOf } from '../pinyin.ts'
import type { DepartmentEntry } from '../rules/import/departments.ts'
import type { InstitutionEntry } from '../rules/import/institutions.ts'
import type { Judged } from '../rules/import/judged.ts'
import type { StaffEntry } from '../rules/import/staff.ts'
import { prefixOf } from '../rules/bodies.ts'
import * as departments from '../store/departments.ts'
import { planAgain } from '../store/imports.ts'
import * as institutions from '../store/institutions.ts'
import * as posts from '../store/posts.ts'
import * as staff from '../store/staff.ts'
import type { JudgedRows } from './judge-rows.ts'
import { seal } from './staff.ts'

export type Taken = { readonly institutionId: string; readonly regionCode: string; readonly created: number; readonly changed: number }

type Target = { institutionId: string; regionCode: string }

/** Writes the good rows, new ones in statements of many rows; answers what came of it per body, for the record. */
export async function takeRows(act: Act, rows: JudgedRows): Promise<Taken[]> {
  if (rows.kind === 'institutions') return takeInstitutions(act, rows.judged)
  if (rows.kind === 'departments') return takeDepartments(act, rows.judged)
  return takeStaff(act, rows.judged)
}

const taken = <Entry>(judged: readonly Judged<Entry>[], action: Judged<Entry>['action']): Entry[] => judged.flatMap((each) => (each.entry !== null && each.action === action ? [each.entry] : []))

function tally(created: readonly Target[], changed: readonly Target[]): Taken[] {
  const bodies = new Map<string, { institutionId: string; regionCode: string; created: number; changed: number }>()
  const add = (target: Target, key: 'created' | 'changed') => {
    const entry = bodies.get(target.institutionId) ?? { institutionId: target.institutionId, regionCode: target.regionCode, created: 0, changed: 0 }
    entry[key] += 1
    bodies.set(target.institutionId, entry)
  }
  for (const each of created) add(each, 'created')
  for (const each of changed) add(each, 'changed')
  return [...bodies.values()]
}

async function takeInstitutions(act: Act, judged: readonly Judged<InstitutionEntry>[]): Promise<Taken[]> {
  const created = taken(judged, 'create').map(({ facts }) => ({ ...facts, id: act.newId(), regionPrefix: prefixOf(facts), pinyin: pinyinOf(facts.name) }))
  await institutions.insertInstitutions(act.tx, created, act.now.toISOString())
  const changed: Target[] = []
  for (const { id, revision, facts } of taken(judged, 'change')) {
    if (id === null) continue
    await institutions.saveInstitution(act.tx, { ...facts, id, regionPrefix: prefixOf(facts), active: true, revision, pinyin: pinyinOf(facts.name) }, revision)
    changed.push({ institutionId: id, regionCode: facts.regionCode })
  }
  return tally(created.map((each) => ({ institutionId: each.id, regionCode: each.regionCode })), changed)
}

async function takeDepartments(act: Act, judged: readonly Judged<DepartmentEntry>[]): Promise<Taken[]> {
  const created = taken(judged, 'create')
  await departments.insertDepartments(act.tx, created.map((each) => ({ ...each, id: act.newId() })))
  const changed = taken(judged, 'change')
  for (const each of changed) if (each.id !== null) await departments.saveDepartment(act.tx, { ...each, id: each.id, closedOn: null }, each.revision)
  return tally(created, changed)
}

async function takeStaff(act: Act, judged: readonly Judged<StaffEntry>[]): Promise<Taken[]> {
  const created = taken(judged, 'create').map((each) => ({ ...each, id: act.newId() }))
  const changed = taken(judged, 'change').flatMap((each) => (each.id === null ? [] : [{ ...each, id: each.id }]))
  const sealed = (each: StaffEntry) => ({ phone: seal(act.vault, 'phone', each.phone), idNumber: seal(act.vault, 'id_number', each.idNumber) })
  await staff.insertStaff(act.tx, created.map((each) => ({ ...each, pinyin: pinyinOf(each.name), ...sealed(each) })))
  for (const each of changed) {
    if (!each.personChanged) continue
    const { phone, idNumber } = sealed(each)
    // An empty cell leaves what is there: null is "not in the file", never "remove" (Rule DIR-23).
    await staff.saveStaff(act.tx, { ...each, pinyin: pinyinOf(each.name), phone: phone ?? undefined, idNumber: idNumber ?? undefined }, each.revision)
  }
  const places = [...created, ...changed].flatMap(({ post, id, institutionId, regionCode }) => (post === null ? [] : [{ ...post, institutionId, regionCode, staffId: id, holdingId: act.newId(), placeId: post.postId ?? act.newId() }]))
  await posts.insertPosts(act.tx, places.filter((each) => each.postId === null).map((each) => ({ ...each, id: each.placeId })))
  await planAgain(act.tx)
  await posts.insertHoldings(act.tx, places.map((each) => ({ institutionId: each.institutionId, regionCode: each.regionCode, id: each.holdingId, postId: each.placeId, staffId: each.staffId, fromOn: each.fromOn, toOn: null })))
  return tally(created, changed)
}
