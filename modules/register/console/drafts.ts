import type { z } from 'zod'
import { deviceStore } from '../../../ui/device-store.ts'
import type { DefinitionView } from '../contract.ts'
import type { Filled } from './filled.ts'
import type { Sent, Target } from './parcel.ts'

export type Definition = z.output<typeof DefinitionView>

/** What is sent for an entry; files in the order of `fileFields`. */
export type Content = { readonly body: { readonly on: string; readonly departmentId: string | null; readonly values: Filled['values']; readonly fileFields: string[]; readonly version: number; readonly reason: string; readonly keepFiles: string[] }; readonly files: readonly { readonly name: string; readonly blob: Blob }[] }

/** What was typed and not finished, with the form it was typed into, so that it opens without a network. */
export type Draft = {
  readonly id: string
  readonly account: string
  readonly registerKey: string
  readonly target: Target | null
  readonly filled: Filled
  readonly view: Definition
  /** Left before it was changed, and may have arrived. */
  readonly earlier: Sent<Content> | null
  /** The server's sentence, where it said no. */
  readonly says: string | null
  readonly savedAt: string
}

export const device = deviceStore('huiyin-registers', ['drafts', 'outbox', 'views'])
const drafts = device<Draft>('drafts')
const views = device<{ id: string; view: Definition }>('views')

const newestFirst = (a: Draft, b: Draft) => (a.savedAt < b.savedAt ? 1 : -1)

export const keepDraft = (draft: Draft): Promise<void> => drafts.put(draft)
export const dropDraft = (id: string): Promise<void> => drafts.remove(id)
export const keepsDrafts = (): boolean => drafts.keeps()
export const listDrafts = async (account: string, registerKey?: string): Promise<Draft[]> =>
  (await drafts.all()).filter((each) => each.account === account && (registerKey === undefined || each.registerKey === registerKey)).sort(newestFirst)

/** The draft asked for, or the newest one of the same form. */
export async function findDraft(account: string, registerKey: string, ask: { draftId: string | undefined; entryId: string | null }): Promise<Draft | undefined> {
  const own = await listDrafts(account, registerKey)
  if (ask.draftId !== undefined) return own.find((each) => each.id === ask.draftId)
  return own.find((each) => (each.target?.entryId ?? null) === ask.entryId)
}

/** The form as it was last seen, for when there is no network. */
export const keepView = (account: string, view: Definition): Promise<void> => views.put({ id: `${account} ${view.definition.key}`, view })
export const findView = async (account: string, registerKey: string): Promise<Definition | undefined> => (await views.find(`${account} ${registerKey}`))?.view
