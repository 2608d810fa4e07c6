import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { RegisterDefinition } from './definition.ts'
import type { Entry } from './entry.ts'
import { isEmpty, isFileField } from './values.ts'
import { sayValue, type NamesById } from './words.ts'

type OpenFile = { readonly id: string; readonly name: string; readonly picture: boolean }
/** What a citizen sees of one entry, by field: words, or files. Made when the entry is written, so that nothing else need be readable. */
export type OpenItem = { readonly content: Readonly<Record<string, string | readonly OpenFile[]>>; readonly fileIds: readonly string[] }

/** Rule RG-20: the fields that `open` names, of an entry that counts, and nothing else; null where there is nothing to show. */
export function openItemOf(definition: RegisterDefinition, entry: Entry, names: NamesById, files: readonly { id: string; name: string; mediaType: string }[]): OpenItem | null {
  if (definition.open === undefined || entry.countedAt === null) return null
  const content: Record<string, string | readonly OpenFile[]> = {}
  const fileIds: string[] = []
  for (const key of definition.open.fields) {
    const field = definition.fields.find((each) => each.key === key)
    const value = entry.values[key]
    if (field === undefined || field.personal || isEmpty(value)) continue
    if (isFileField(field)) {
      const shown = files.filter((file) => (value as readonly string[]).includes(file.id)).map(({ id, name, mediaType }) => ({ id, name, picture: mediaType.startsWith('image/') }))
      content[key] = shown
      fileIds.push(...shown.map((file) => file.id))
    } else content[key] = `${sayValue(field, value, names)}${field.unit === undefined ? '' : ` ${field.unit.zh}`}`
  }
  return { content, fileIds }
}

/** The first day that is still shown. */
export const shownSince = (definition: RegisterDefinition, today: IsoDate): IsoDate => addDays(today, -(definition.open?.days ?? 0))
