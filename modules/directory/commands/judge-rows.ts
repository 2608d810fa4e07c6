import type { Act } from '../../../server/platform/act.ts'
import { mayActFor } from '../../../kernel/actor.ts'
import type { TypedRow } from '../rules/import/cells.ts'
import type { ImportKind } from '../rules/import/columns.ts'
import { judgeDepartments, type DepartmentEntry } from '../rules/import/departments.ts'
import { creditCodeOf, judgeInstitutions, type InstitutionEntry } from '../rules/import/institutions.ts'
import type { Judged } from '../rules/import/judged.ts'
import { judgeStaff, type StaffEntry } from '../rules/import/staff.ts'
import { departmentsOf } from '../store/departments.ts'
import { institutionsNamed, listInstitutions } from '../store/institutions.ts'
import { knownPosts } from '../store/posts.ts'
import { regionNames } from '../store/regions.ts'
import { peopleOf } from '../store/staff.ts'
import { treatmentSubjects } from '../treatment-subjects.ts'

export type JudgedRows =
  | { readonly kind: 'institutions'; readonly judged: readonly Judged<InstitutionEntry>[] }
  | { readonly kind: 'departments'; readonly judged: readonly Judged<DepartmentEntry>[] }
  | { readonly kind: 'staff'; readonly judged: readonly Judged<StaffEntry>[] }

/** Judges rows against the directory as it is now: the preview and the commit ask the same question. */
export async function judgeRows(act: Act, kind: ImportKind, rows: readonly TypedRow[]): Promise<JudgedRows> {
  if (kind === 'institutions') {
    const codes = rows.flatMap((row) => creditCodeOf(row) ?? [])
    const names = rows.map((row) => (row.cells['name'] ?? '').trim()).filter((name) => name !== '')
    const regions = rows.map((row) => (row.cells['region'] ?? '').normalize('NFKC').replaceAll(/\s/g, '')).filter((code) => /^\d{6}$/.test(code))
    const existing = await institutionsNamed(act.tx, codes, names)
    const known = await regionNames(act.tx, [...regions, ...existing.map((each) => each.regionCode)])
    return { kind, judged: judgeInstitutions(rows, { actor: act.actor, regions: new Set(known.keys()), existing }) }
  }
  const all = await listInstitutions(act.tx, { state: 'all', sort: 'region' }, undefined, 200_000)
  const bodies = all.map((each) => ({ institutionId: each.id, regionCode: each.regionCode, kind: each.kind, active: each.active, name: each.name, shortName: each.shortName, creditCode: each.creditCode })).filter((each) => mayActFor(act.actor, each))
  const concerned = concernedBodies(bodies, rows, act.actor.institutionId)
  const departments = await departmentsOf(act.tx, concerned)
  if (kind === 'departments') return { kind, judged: judgeDepartments(rows, { actor: act.actor, bodies, existing: departments, subjects: treatmentSubjects() }) }
  return {
    kind,
    judged: judgeStaff(rows, {
      actor: act.actor, today: act.today, bodies, departments,
      people: await peopleOf(act.tx, concerned),
      posts: await knownPosts(act.tx, concerned, act.today),
      indexOf: (purpose, value) => act.vault.blindIndex(purpose, value),
    }),
  }
}

/** Bodies the file names, and the actor's own where a row names none. */
function concernedBodies(bodies: readonly { institutionId: string; name: string; shortName: string; creditCode: string }[], rows: readonly TypedRow[], own: string | null): string[] {
  const named = new Set(rows.map((row) => (row.cells['body'] ?? '').replaceAll(/\s/g, '')))
  return bodies.filter((each) => named.has(each.name) || named.has(each.shortName) || named.has(each.creditCode) || (named.has('') && each.institutionId === own)).map((each) => each.institutionId)
}
