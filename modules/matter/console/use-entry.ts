import { useCallback, useState } from 'react'
import { useKept, type Kept } from '../../../ui/use-kept.ts'
import { isWritten, type Entry, type EntryDraft } from './entry-draft.ts'
import { entryShelf } from './move-draft.ts'

/** The newest form this person left unfinished on this device. */
export async function findEntryDraft(account: string): Promise<EntryDraft | undefined> {
  const own = (await entryShelf.all()).filter((each) => each.account === account && isWritten(each.entry))
  return own.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))[0]
}

/** What stands in the form, and its draft on this device. */
export function useEntry({ id, account, entry: first }: EntryDraft): { entry: Entry; change: (part: Partial<Entry>) => void; kept: Kept; settle: () => Promise<void> } {
  const [entry, setEntry] = useState(first)
  const kept = useKept(entry, { put: (entry, savedAt) => (isWritten(entry) ? entryShelf.put({ id, account, entry, savedAt }) : entryShelf.remove(id)), keeps: entryShelf.keeps })
  const { hold } = kept
  const change = useCallback((part: Partial<Entry>) => setEntry((before) => ({ ...before, ...part })), [])
  /** It has arrived: nothing of it stays on this device. */
  const settle = useCallback(async () => {
    hold(true)
    await entryShelf.remove(id).catch(() => undefined)
  }, [hold, id])
  return { entry, change, kept, settle }
}
