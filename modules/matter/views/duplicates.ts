import type { z } from 'zod'
import type { MatterView } from '../contract.ts'
import { kinds } from '../kinds.ts'
import { maySee, type Mover } from '../rules/authority.ts'
import type { Matter } from '../rules/matter.ts'
import { likelyDuplicates } from '../rules/shingles.ts'
import { mattersOfCaller, phoneIndexOf } from '../store/authors.ts'
import { recentOpen } from '../store/list.ts'
import { viewOthers } from './others.ts'
import type { Asker } from './rows.ts'

/** So many of the newest open matters of the body are compared. */
const compared = 200

/** Rule MT-19: what is likely the same matter; a secret one is compared with none, for its author's sake. */
export async function duplicatesOf(asker: Asker, matter: Matter, mover: Mover): Promise<z.output<typeof MatterView>['duplicates']> {
  if (matter.phase !== 'open' || kinds().get(matter.kind)?.confidentiality === 'secret') return []
  const key = { institutionId: matter.institutionId, matterId: matter.id }
  const [recent, phone] = await Promise.all([recentOpen(asker.read, matter.institutionId, compared), matter.hasAuthor ? phoneIndexOf(asker.read, key) : null])
  const callers = new Set(phone === null ? [] : (await mattersOfCaller(asker.read, phone, matter.institutionId)).map((each) => each.matterId))
  const seen = recent.filter((other) => {
    const kind = kinds().get(other.kind)
    return other.id !== matter.id && other.kind === matter.kind && kind !== undefined && maySee(kind, other, mover, [])
  })
  const likely = likelyDuplicates(matter, seen.map((other) => ({ id: other.id, title: other.title, body: other.body, category: other.category, departmentId: other.departmentId, sameCaller: callers.has(other.id) })))
  const shown = await viewOthers(asker, likely.flatMap((each) => seen.filter((other) => other.id === each.id)))
  return likely.flatMap((each) => shown.filter((other) => other.id === each.id).map((other) => ({ ...other, likeness: each.likeness, sameCaller: each.sameCaller })))
}
