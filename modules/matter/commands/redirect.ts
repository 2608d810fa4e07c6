import type { Act } from '../../../server/platform/act.ts'
import { fetchFile, keepFile, type KeptFile } from '../../../server/platform/files.ts'
import { findInstitution } from '../../directory/public.ts'
import { loadKind } from '../kinds.ts'
import type { Body, Matter, MatterKey } from '../rules/matter.ts'
import { authorForMachine } from '../store/authors.ts'
import { findMatter, loadMatter } from '../store/matters.ts'
import { listFiles } from '../store/timeline.ts'
import { hasChild } from '../store/upkeep.ts'
import { houseKinds } from './enter.ts'
import { fileMatter } from './file.ts'
import { moveMatter } from './move.ts'

/** What the author handed in goes along; what the house wrote of it stays. */
async function copies(act: Act, matter: Matter, body: Body): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const file of (await listFiles(act.tx, matter)).filter((each) => each.role === 'author')) {
    const { bytes, name } = await fetchFile({ read: act.tx }, matter.institutionId, file.id)
    kept.push(await keepFile(act, { field: 'file', name, bytes }, { ...body, purpose: 'matter', allowed: houseKinds }))
  }
  return kept
}

/** Rule MT-25: makes the child at the other body; run again it finds it there. */
export async function redirectMatter(act: Act, ask: MatterKey & { readonly toInstitutionId: string; readonly words: string }): Promise<boolean> {
  if (await hasChild(act.tx, ask.toInstitutionId, ask)) return false
  const [matter, to] = await Promise.all([loadMatter(act.tx, ask), findInstitution(act.tx, ask.toInstitutionId)])
  if (to === undefined) return false
  const kind = loadKind(matter.kind)
  const author = kind.hasAuthor ? await authorForMachine(act.tx, act.vault, ask) : null
  await fileMatter(act, {
    institutionId: to.id, kind: matter.kind, channel: 'redirected', title: matter.title, body: matter.body, category: matter.category, place: matter.place, departmentId: null, harm: matter.harm, author, accountId: null,
    // One redirection, one child: the parent's id is its key.
    submissionKey: matter.id, files: await copies(act, matter, { institutionId: to.id, regionCode: to.regionCode }), originNumber: matter.number, receivedAt: null, entry: { parent: { institutionId: matter.institutionId, matterId: matter.id } },
  }, to)
  return true
}

/** Rule MT-25: the child's answer comes back to whoever was asked first, who reads it before it goes to the author. */
export async function reportBack(act: Act, key: MatterKey): Promise<boolean> {
  const child = await loadMatter(act.tx, key)
  const parent = child.parent === null ? undefined : await findMatter(act.tx, child.parent)
  if (child.parent === null || parent === undefined || child.phase === 'open') return false
  const move = loadKind(parent.kind).moves.find((each) => each.effect === 'report-back' && each.from.includes(parent.state))
  if (move === undefined) return false
  const verdict = move.offers.includes('verdict') ? child.verdict : null
  await moveMatter(act, { key: child.parent, move: move.key, revision: null, ask: { text: child.number, publicText: child.answer ?? '', verdict }, files: [], author: false })
  return true
}
