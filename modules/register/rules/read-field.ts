import { isIsoDate } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { compiled, type Says } from './compiled.ts'
import type { FieldDefinition, RegisterDefinition } from './definition.ts'
import { isEmpty, type FieldValue } from './values.ts'

type Read = { readonly value: FieldValue } | { readonly fault: Says }

const no = (zh: string, en: string): Read => ({ fault: { zh, en } })
const notRight = no('填写的内容不合格式', 'is not of the right form')

/** Letters a person sees; control signs and halves of letters are what neither a database nor a sheet can keep. */
// oxlint-disable-next-line no-control-regex -- these signs are what is being removed
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const cleaned = (text: string): string => text.replaceAll(unwritable, '').replaceAll('\r\n', '\n').trim()
const lengthOf = (text: string): number => Array.from(text).length

/** How long a text may be where the definition does not say. */
const longest = { text: 200, longtext: 5000, place: 100, link: 500 } as const
/** How many of a list there may be where the definition does not say. */
const most = { choices: 60, people: 2000, file: 10, picture: 10 } as const

const timeShape = /^([01]\d|2[0-3]):[0-5]\d$/

/** One field as it is kept, or why it cannot be. What is empty is null. */
export function readField(definition: RegisterDefinition, field: FieldDefinition, given: FieldValue | undefined): Read {
  const value = typeof given === 'string' ? cleaned(given) : given
  if (value === undefined || isEmpty(value)) return { value: null }
  switch (field.type) {
    case 'number':
      return typeof value === 'number' ? numberOf(field, value) : notRight
    case 'boolean':
      return typeof value === 'boolean' ? { value } : notRight
    case 'text':
    case 'longtext':
    case 'place':
    case 'link':
      return typeof value === 'string' ? textOf(definition, field, field.type, value) : notRight
    case 'date':
      return typeof value === 'string' && isIsoDate(value) ? { value } : no('不是有效的日期，请写成 2026-03-01', 'is no date; write 2026-03-01')
    case 'time':
      return typeof value === 'string' && timeShape.test(value) ? { value } : no('不是有效的时间，请写成 14:30', 'is no time; write 14:30')
    case 'choice':
      return typeof value === 'string' && isOption(field, value) ? { value } : no('请从给出的选项中选择', 'is none of the choices')
    case 'person':
    case 'department':
      return typeof value === 'string' && isUuid(value) ? { value } : no('请从名单中选择', 'is to be chosen from the list')
    case 'signature':
      return typeof value === 'string' ? { value } : notRight
    case 'choices':
    case 'people':
    case 'file':
    case 'picture':
      return Array.isArray(value) ? listOf(field, field.type, value as readonly string[]) : notRight
  }
}

const isOption = (field: FieldDefinition, value: string): boolean => field.options?.some((option) => option.value === value) === true

function numberOf(field: FieldDefinition, value: number): Read {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return no('不是有效的数字', 'is no number')
  if (Number(value.toFixed(field.decimals)) !== value) return field.decimals === 0 ? no('请填整数', 'takes whole numbers') : no(`最多 ${field.decimals} 位小数`, `takes at most ${field.decimals} decimals`)
  const unit = field.unit ?? { zh: '', en: '' }
  if (field.min !== undefined && value < field.min) return no(`不能小于 ${field.min}${unit.zh}`, `is at least ${field.min} ${unit.en}`.trim())
  if (field.max !== undefined && value > field.max) return no(`不能大于 ${field.max}${unit.zh}`, `is at most ${field.max} ${unit.en}`.trim())
  return { value: Object.is(value, -0) ? 0 : value }
}

function textOf(definition: RegisterDefinition, field: FieldDefinition, type: keyof typeof longest, value: string): Read {
  const text = type === 'longtext' ? value : value.replaceAll(/\s*\n\s*/g, ' ')
  const length = lengthOf(text)
  const end = field.max ?? longest[type]
  if (length > end) return no(`最多 ${end} 个字，现有 ${length} 个`, `takes at most ${end} characters, these are ${length}`)
  if (field.min !== undefined && length < field.min) return no(`至少 ${field.min} 个字`, `takes at least ${field.min} characters`)
  if (type === 'link') return linkOf(field, text)
  const pattern = compiled(definition).patterns.get(field.key)
  if (pattern !== undefined && field.pattern !== undefined && !pattern.test(text)) return { fault: field.pattern.says }
  return { value: text }
}

/** The entry that an address of the console points to, where it is one of the register that the field declares. */
export function linkedEntry(field: Pick<FieldDefinition, 'to'>, address: string): { readonly key: string; readonly institutionId: string; readonly entryId: string } | null {
  const [, key = '', institutionId = '', entryId = ''] = /^\/registers\/([a-z0-9-]+)\/([^/]+)\/([^/]+)$/.exec(address) ?? []
  return field.to === `register.${key}` && isUuid(institutionId) && isUuid(entryId) ? { key, institutionId, entryId } : null
}

/** A web address, or the address of an entry of the register that the field declares. */
function linkOf(field: FieldDefinition, text: string): Read {
  if (field.to === undefined) {
    if (!URL.canParse(text) || !['http:', 'https:'].includes(new URL(text).protocol)) return no('请填写完整的网址，以 http:// 或 https:// 开头', 'is a whole web address that begins with http:// or https://')
    return { value: text }
  }
  // Copied from the browser it begins with the server's own address.
  const address = text.replace(/^https?:\/\/[^/]+/, '').replace(/^\/console(?=\/)/, '')
  return linkedEntry(field, address) !== null ? { value: address } : no('请从系统中选择要关联的记录', 'is the address of a record of the system')
}

function listOf(field: FieldDefinition, type: keyof typeof most, value: readonly string[]): Read {
  const list = [...new Set(value)]
  if (type === 'choices') {
    if (!list.every((each) => isOption(field, each))) return no('请从给出的选项中选择', 'is none of the choices')
    list.sort((a, b) => placeOf(field, a) - placeOf(field, b))
  }
  if (type === 'people' && !list.every(isUuid)) return no('请从名单中选择', 'is to be chosen from the list')
  const end = field.max ?? most[type]
  if (list.length > end) return no(`最多 ${end} 项，现有 ${list.length} 项`, `takes at most ${end}, these are ${list.length}`)
  if (field.min !== undefined && list.length < field.min) return no(`至少 ${field.min} 项`, `takes at least ${field.min}`)
  return { value: list }
}

const placeOf = (field: FieldDefinition, value: string): number => field.options?.findIndex((option) => option.value === value) ?? 0
