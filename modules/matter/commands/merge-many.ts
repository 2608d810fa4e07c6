import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { loadKind } from '../kinds.ts'
import { loadMatter, lockMatters } from '../store/matters.ts'
import { moveMatter } from './move.ts'

type Ask = { readonly institutionId: string; readonly intoId: string; readonly others: readonly { readonly matterId: string; readonly revision: number }[]; readonly text: string }

/** Rule MT-44: many about the same thing become one, all or none; the first that cannot be merged is named. */
export async function mergeMany(act: Act, ask: Ask): Promise<number> {
  const { institutionId } = ask
  // All in one order first, so that two who merge at once never wait for each other in a circle.
  await lockMatters(act.tx, institutionId, [ask.intoId, ...ask.others.map((each) => each.matterId)])
  const into = await loadMatter(act.tx, { institutionId, matterId: ask.intoId })
  const move = loadKind(into.kind).moves.find((each) => each.effect === 'merge')
  if (move === undefined) throw new RefusedError('matter.no_such_move', 'merge')
  const others = [...new Map(ask.others.map((each) => [each.matterId, each])).values()].filter((each) => each.matterId !== ask.intoId)
  if (others.length === 0) throw new RefusedError('matter.with_itself')
  for (const { matterId, revision } of others) {
    const key = { institutionId, matterId }
    try {
      await moveMatter(act, { key, move: move.key, revision, ask: { otherId: into.id, text: ask.text }, files: [], author: false })
    } catch (error) {
      if (!(error instanceof RefusedError) || error.refusal.refused === 'not_found') throw error
      throw new RefusedError(error.refusal.refused, [(await loadMatter(act.tx, key)).number, error.refusal.detail].filter(Boolean).join(' '))
    }
  }
  return others.length
}
