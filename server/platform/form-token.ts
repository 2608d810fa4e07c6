import { randomUUID } from 'node:crypto'
import { isUuid } from '../../kernel/ids.ts'
import type { Vault } from './crypto.ts'

/** What a form carries hidden: when it was opened and which one it is, signed; so that one form is one matter. */
export type FormToken = { readonly key: string; readonly openedAtMs: number; readonly text: string }

const sign = (vault: Vault, openedAt: string, key: string) => vault.blindIndex('code', `form ${openedAt} ${key}`).slice(0, 24)

/** Rule PO-3: each form that is opened has a key of its own; sent twice, it is one matter with one receipt. */
export function newFormToken(vault: Vault, now: Date): FormToken {
  const [openedAt, key] = [now.getTime().toString(36), randomUUID()]
  return { key, openedAtMs: now.getTime(), text: `${openedAt}.${key}.${sign(vault, openedAt, key)}` }
}

/** Null where it was not signed here: a page from before the keys were changed, or no page at all. */
export function readFormToken(vault: Vault, text: string | undefined): FormToken | null {
  const [openedAt = '', key = '', signature = ''] = (text ?? '').split('.')
  const openedAtMs = Number.parseInt(openedAt, 36)
  if (!isUuid(key) || !Number.isSafeInteger(openedAtMs) || signature !== sign(vault, openedAt, key)) return null
  return { key, openedAtMs, text: text ?? '' }
}
