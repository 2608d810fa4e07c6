import type { IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { registers } from './definitions.ts'
import { shownSince } from './rules/open.ts'
import { listOpenItems } from './store/open.ts'

export type NewestOpenItem = { readonly on: IsoDate; readonly fields: readonly { readonly key: string; readonly label: { readonly zh: string; readonly en: string }; readonly said: string }[] }

/** The newest entry of one body that a register shows to everybody, field by field in words; null where it shows none. */
export async function newestOpenItem(read: ReadTx, key: string, institutionId: string, today: IsoDate): Promise<NewestOpenItem | null> {
  const definition = registers().get(key)?.definition
  if (definition?.open === undefined) return null
  const [item] = await listOpenItems(read, { key, since: shownSince(definition, today), institutionId, after: undefined, limit: 1 })
  if (item === undefined) return null
  const shown = new Set(definition.open.fields)
  const fields = definition.fields.flatMap((field) => {
    const said = item.content[field.key]
    return shown.has(field.key) && typeof said === 'string' ? [{ key: field.key, label: field.label, said }] : []
  })
  return { on: item.on, fields }
}
