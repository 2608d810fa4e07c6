import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { keepFile, type FileKind, type KeptFile } from '../../../server/platform/files.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { FieldFault } from '../rules/validate.ts'
import { isFileField, type FieldValue, type Values } from '../rules/values.ts'
import type { EntryFile } from '../store/files.ts'

const mostFiles = 10
const largestSignature = 300 * 1024
const papers: readonly FileKind[] = ['pdf', 'docx', 'xlsx', 'office', 'text']
const pictures: readonly FileKind[] = ['jpeg', 'png']

/** A file on its way in, and the field it belongs to; '' is the entry as a whole. Its place in values is held by `mark`. */
export type Coming = { readonly field: string; readonly upload: Upload; readonly mark: string }

/** Rule RG-21: which file belongs to which field, as the request says it; what it does not say is evidence of the entry as a whole. */
export function comingFiles(uploads: readonly Upload[], fileFields: readonly string[]): Coming[] {
  return uploads.map((upload, at) => ({ field: fileFields[at] ?? '', upload, mark: `new:${at}` }))
}

type Present = readonly Pick<EntryFile, 'id' | 'field'>[]

/**
 * The values with the files they name: those that stay must be files of that field already, new ones stand as their marks
 * until they are kept. `evidence` are the files of the entry as a whole that stay.
 */
export function withFiles(definition: RegisterDefinition, values: Values, present: Present, coming: readonly Coming[], keepFiles: readonly string[] | undefined): { values: Values; stay: ReadonlySet<string>; evidence: number; faults: FieldFault[] } {
  const faults: FieldFault[] = []
  const stay = new Set<string>()
  const filled: Record<string, FieldValue> = { ...values }
  for (const field of definition.fields.filter(isFileField)) {
    const given = values[field.key] ?? null
    const ids = typeof given === 'string' ? [given] : Array.isArray(given) ? (given as readonly string[]) : []
    const own = ids.filter((id) => present.some((file) => file.id === id && file.field === field.key))
    if (own.length < ids.length) faults.push({ path: `values.${field.key}`, zh: `${field.label.zh}：文件不属于这条记录，请重新上传`, en: `${field.label.en}: the file is none of this entry; upload it again` })
    const all = [...own, ...coming.filter((each) => each.field === field.key).map((each) => each.mark)]
    const shown = field.type === 'signature' ? all.slice(-1) : all
    for (const id of shown) stay.add(id)
    filled[field.key] = field.type === 'signature' ? (shown[0] ?? null) : shown
  }
  for (const file of present) if (file.field === '' && (keepFiles === undefined || keepFiles.includes(file.id))) stay.add(file.id)
  for (const each of coming) {
    if (each.field === '' || definition.fields.some((field) => field.key === each.field && isFileField(field))) continue
    faults.push({ path: `values.${each.field}`, zh: `“${each.field.slice(0, 40)}”不收文件`, en: `'${each.field.slice(0, 40)}' takes no file` })
  }
  const evidence = present.filter((file) => file.field === '' && stay.has(file.id)).length + coming.filter((each) => each.field === '').length
  if (present.filter((file) => stay.has(file.id)).length + coming.length > mostFiles) throw new RefusedError('register.too_many_files')
  return { values: filled, stay, evidence, faults }
}

function allowedFor(definition: RegisterDefinition, fieldKey: string): readonly FileKind[] {
  const field = definition.fields.find((each) => each.key === fieldKey)
  if (field === undefined) return definition.evidence.pictures ? [...papers, ...pictures] : papers
  if (field.type === 'picture') return pictures
  return field.type === 'signature' ? ['png'] : [...papers, ...pictures]
}

export type Arrived = { readonly field: string; readonly file: KeptFile; readonly mark: string }

/** Keeps the files in the transaction of the entry; each is judged by its content (Rule FI-1). */
export async function keepComing(act: Act, body: { institutionId: string; regionCode: string }, definition: RegisterDefinition, coming: readonly Coming[], values: Values): Promise<Arrived[]> {
  const arrived: Arrived[] = []
  for (const { field, upload, mark } of coming) {
    const isSignature = definition.fields.some((each) => each.key === field && each.type === 'signature')
    // Of two signatures the last one counts; the other is not kept at all.
    if (isSignature && values[field] !== mark) continue
    if (isSignature && upload.bytes.length > largestSignature) throw new RefusedError('register.signature_too_large', upload.name)
    arrived.push({ field, mark, file: await keepFile(act, upload, { institutionId: body.institutionId, regionCode: body.regionCode, purpose: 'register', allowed: allowedFor(definition, field) }) })
  }
  return arrived
}

/** Puts the ids of kept files where their marks stood. */
export function settleMarks(values: Values, arrived: readonly Arrived[]): Values {
  if (arrived.length === 0) return values
  const ids = new Map(arrived.map((each) => [each.mark, each.file.id]))
  const settle = (value: FieldValue): FieldValue => (typeof value === 'string' ? (ids.get(value) ?? value) : Array.isArray(value) ? (value as readonly string[]).map((each) => ids.get(each) ?? each) : value)
  const fileKeys = new Set(arrived.map((each) => each.field))
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fileKeys.has(key) ? settle(value) : value]))
}
