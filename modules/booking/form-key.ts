import { randomUUID } from 'node:crypto'
import { isUuid } from '../../kernel/ids.ts'
import type { Vault } from '../../server/platform/crypto.ts'

const sign = (vault: Vault, key: string, purpose: string) => vault.blindIndex('code', `booking form ${purpose} ${key}`).slice(0, 24)

/** Rule TG-6: a form that is confirmed has a key of its own, signed for what it is about: sent twice, by whatever accident, it is done once. */
export function newFormKey(vault: Vault, purpose: string): string {
  const key = randomUUID()
  return `${key}.${sign(vault, key, purpose)}`
}

/** The key by itself; null where it was not signed here for this purpose. */
export function readFormKey(vault: Vault, text: string | undefined, purpose: string): string | null {
  const [key = '', signature = ''] = (text ?? '').split('.')
  return isUuid(key) && signature === sign(vault, key, purpose) ? key : null
}
