import { useCallback, useEffect, useRef, useState } from 'react'
import { nowHere, showInstant } from '../../../ui/dates.ts'
import { isWritten, type Entry, type EntryDraft } from './entry-draft.ts'
import { entryShelf } from './move-draft.ts'

export type Kept = { readonly at: string | null; readonly failed: boolean }

/** The newest form this person left unfinished on this device. */
export async function findEntryDraft(account: string): Promise<EntryDraft | undefined> {
  const own = (await entryShelf.all()).filter((each) => each.account === account && isWritten(each.entry))
  return own.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))[0]
}

/** What stands in the form, kept on this device a moment after the last key and at once when the page goes. */
export function useEntry(draft: EntryDraft): { entry: Entry; change: (part: Partial<Entry>) => void; kept: Kept; settle: () => Promise<void> } {
  const [entry, setEntry] = useState(draft.entry)
  const [kept, setKept] = useState<Kept>({ at: null, failed: false })
  const latest = useRef({ entry, saved: draft.entry, isOver: false })
  const { id, account } = draft
  const save = useCallback(async () => {
    const { entry, saved, isOver } = latest.current
    if (entry === saved || isOver) return
    latest.current.saved = entry
    const savedAt = nowHere()
    try {
      await (isWritten(entry) ? entryShelf.put({ id, account, entry, savedAt }) : entryShelf.remove(id))
      setKept({ at: entryShelf.keeps() ? showInstant(savedAt).slice(11) : null, failed: false })
    } catch {
      setKept({ at: null, failed: true })
    }
  }, [id, account])
  useEffect(() => {
    latest.current.entry = entry
    const timer = setTimeout(() => void save(), 400)
    return () => clearTimeout(timer)
  }, [entry, save])
  useEffect(() => {
    const now = () => void save()
    window.addEventListener('pagehide', now)
    document.addEventListener('visibilitychange', now)
    return () => {
      window.removeEventListener('pagehide', now)
      document.removeEventListener('visibilitychange', now)
      now()
    }
  }, [save])
  const change = useCallback((part: Partial<Entry>) => setEntry((before) => ({ ...before, ...part })), [])
  /** It has arrived: nothing of it stays on this device. */
  const settle = useCallback(async () => {
    latest.current.isOver = true
    await entryShelf.remove(id).catch(() => undefined)
  }, [id])
  return { entry, change, kept, settle }
}
