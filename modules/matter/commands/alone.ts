import type { Act } from '../../../server/platform/act.ts'
import { loadKind } from '../kinds.ts'
import type { MatterKey } from '../rules/matter.ts'
import { findMatter } from '../store/matters.ts'
import { moveMatter } from './move.ts'

/** Rule MT-41: a matter that stood under one without an answer is taken up where it was; run again it finds that done. */
export async function handleAlone(act: Act, key: MatterKey): Promise<boolean> {
  const matter = await findMatter(act.tx, key)
  const over = matter === undefined || matter.mergedInto === null ? undefined : await findMatter(act.tx, { ...key, matterId: matter.mergedInto })
  if (matter === undefined || over === undefined || over.phase !== 'closed') return false
  const move = loadKind(matter.kind).moves.find((each) => each.effect === 'unmerge' && each.from.includes(matter.state))
  if (move === undefined) return false
  await moveMatter(act, { key, move: move.key, revision: null, ask: { text: over.number }, files: [], author: false })
  return true
}
