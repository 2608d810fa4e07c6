import { useCallback, useState } from 'react'
import type { ProblemCode } from '../rules/codes.ts'
import { isProblemCode } from '../rules/codes.ts'

export type Draft = { readonly codes: readonly ProblemCode[]; readonly note: string }
const emptyDraft: Draft = { codes: [], note: '' }

const placeOf = (itemId: string) => `huiyin-review-draft:${itemId}`
const isEmpty = (draft: Draft) => draft.codes.length === 0 && draft.note === ''

/** Some windows keep nothing: then a draft lives as long as the page, and the screen says so. */
function write(itemId: string, draft: Draft): boolean {
  try {
    if (isEmpty(draft)) localStorage.removeItem(placeOf(itemId))
    else localStorage.setItem(placeOf(itemId), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

function read(itemId: string): Draft {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(placeOf(itemId)) ?? 'null')
    if (typeof found !== 'object' || found === null || !('codes' in found) || !('note' in found) || !Array.isArray(found.codes) || typeof found.note !== 'string') return emptyDraft
    return { codes: found.codes.filter((code): code is ProblemCode => typeof code === 'string' && isProblemCode(code)), note: found.note }
  } catch {
    return emptyDraft
  }
}

/** Puts an opinion that was taken back where it is found again. */
export const keepDraft = (itemId: string, draft: Draft): boolean => write(itemId, draft)

/**
 * What is typed of one prescription lies on this device with every key, until the server has it: no reload and no lost
 * connection takes it away. Written at once and not a moment later, since the next key may already turn the page.
 */
export function useDraft(itemId: string): { draft: Draft; set: (change: (draft: Draft) => Draft) => void; isKept: boolean; failed: boolean; forget: () => void } {
  const [{ draft, failed }, setState] = useState(() => ({ draft: read(itemId), failed: false }))
  const set = useCallback(
    (change: (draft: Draft) => Draft) =>
      setState((now) => {
        const next = change(now.draft)
        return { draft: next, failed: !write(itemId, next) }
      }),
    [itemId],
  )
  const forget = useCallback(() => void write(itemId, emptyDraft), [itemId])
  return { draft, set, isKept: !failed && !isEmpty(draft), failed, forget }
}
