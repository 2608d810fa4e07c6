import type { FieldDefinition, RegisterDefinition } from './definition.ts'
import { isEmpty, type FieldValue, type Values } from './values.ts'

type Locale = 'zh' | 'en'
/** What people and departments are called, by id. */
export type NamesById = ReadonlyMap<string, string>

const yesNo = { zh: ['否', '是'], en: ['no', 'yes'] } as const

/** One value as a person reads it; files by their number. An id whose name is not known shows as a dash. */
export function sayValue(field: FieldDefinition, value: FieldValue | undefined, names: NamesById, locale: Locale = 'zh'): string {
  if (value === undefined || value === null) return ''
  const between = locale === 'zh' ? '、' : ', '
  const option = (code: string) => field.options?.find((each) => each.value === code)?.[locale] ?? code
  const name = (id: string) => names.get(id) ?? '—'
  switch (field.type) {
    case 'boolean':
      return yesNo[locale][value === true ? 1 : 0]
    case 'choice':
      return option(String(value))
    case 'person':
    case 'department':
      return name(String(value))
    case 'choices':
      return (value as readonly string[]).map(option).join(between)
    case 'people':
      return (value as readonly string[]).map(name).join(between)
    case 'file':
    case 'picture':
      return locale === 'zh' ? `${(value as readonly string[]).length} 个文件` : `${(value as readonly string[]).length} files`
    case 'signature':
      return locale === 'zh' ? '已签字' : 'signed'
    case 'number':
    case 'text':
    case 'longtext':
    case 'date':
    case 'time':
    case 'place':
    case 'link':
      return String(value)
  }
}

/** One line that heads the entry in lists, notices and facts; the register's name where its title field is empty. */
export function titleOf(definition: RegisterDefinition, values: Values, names: NamesById): string {
  const field = definition.fields.find((each) => each.key === definition.title)
  const said = field === undefined || isEmpty(values[field.key]) ? '' : sayValue(field, values[field.key], names).replaceAll(/\s+/g, ' ')
  return Array.from(said === '' ? definition.name.zh : said).slice(0, 120).join('')
}

const idsOf = (value: FieldValue | undefined): readonly string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [])

/** Who and which departments the values name, so that their names can be looked up; personal fields only where they are shown. */
export function idsNamed(definition: RegisterDefinition, values: Values, withPersonal = false): { readonly staffIds: string[]; readonly departmentIds: string[] } {
  const of = (...types: readonly FieldDefinition['type'][]) => [...new Set(definition.fields.flatMap((field) => (types.includes(field.type) && (withPersonal || !field.personal) ? idsOf(values[field.key]) : [])))]
  return { staffIds: of('person', 'people'), departmentIds: of('department') }
}

/** The values without personal fields, and the personal ones that hold something. */
export function partPersonal(definition: RegisterDefinition, values: Values): { readonly plain: Values; readonly personal: Values } {
  const plain: Record<string, FieldValue> = {}
  const personal: Record<string, FieldValue> = {}
  for (const field of definition.fields) {
    const value = values[field.key] ?? null
    if (!field.personal) plain[field.key] = value
    else if (!isEmpty(value)) personal[field.key] = value
  }
  return { plain, personal }
}
