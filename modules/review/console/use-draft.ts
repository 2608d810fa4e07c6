import { useEffect, useState } from 'react'
import { deviceStore } from '../../../ui/device-store.ts'
import { useKept, type Kept } from '../../../ui/use-kept.ts'
import type { ProblemCode } from '../rules/codes.ts'

export type Draft = { readonly codes: readonly ProblemCode[]; readonly note: string }
export const emptyDraft: Draft = { codes: [], note: '' }

const shelf = deviceStore('huiyin-review', ['drafts'])<{ id: string; draft: Draft }>('drafts')

/** What is typed of one prescription lives on this device until the server has it: no reload and no lost connection takes it away. */
export function useDraft(itemId: string): { draft: Draft; set: (change: (draft: Draft) => Draft) => void; kept: Kept; forget: () => void } {
  const [state, setState] = useState<{ id: string; draft: Draft }>({ id: itemId, draft: emptyDraft })
  const own = state.id === itemId ? state.draft : emptyDraft
  useEffect(() => {
    let isHere = true
    void shelf.find(itemId).then((found) => {
      // Where nothing is kept nothing changes, so that nothing is said to be kept.
      if (isHere && found !== undefined) setState((now) => (now.id === itemId && now.draft !== emptyDraft ? now : { id: itemId, draft: found.draft }))
    })
    return () => {
      isHere = false
    }
  }, [itemId])
  const kept = useKept(state, {
    put: async ({ id, draft }) => {
      if (draft.codes.length === 0 && draft.note === '') await shelf.remove(id)
      else await shelf.put({ id, draft })
    },
    keeps: () => shelf.keeps(),
  })
  return { draft: own, set: (change) => setState((now) => ({ id: itemId, draft: change(now.id === itemId ? now.draft : emptyDraft) })), kept, forget: () => void shelf.remove(itemId) }
}
/** Puts an opinion that was taken back where it is found again. */
export const keepDraft = (itemId: string, draft: Draft): Promise<void> => shelf.put({ id: itemId, draft })
