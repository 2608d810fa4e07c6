import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { anyPassage, fieldKeys, fieldNames, type AnyPassage, type FieldKey } from './names.ts'

/** What was written in a field, and the drafted text its writer had before his eyes. */
export type Written = { readonly text: string; readonly basis: string }
export type Texts = Readonly<Partial<Record<FieldKey, Written>>>
/** The drafted words of the fields that a kind of bulletin has. */
export type Drafted = Readonly<Partial<Record<FieldKey, string>>>

export type Field = { readonly key: FieldKey; readonly text: string; readonly drafted: string; readonly edited: boolean; /** The figures it was written against are no longer those of the draft. */ readonly outdated: boolean }

/** The day in the drafted words moves with every morning; that alone makes nobody's text old. */
const undated = (text: string) => text.replaceAll(/截至\d+月\d+日/g, '截至')
const isPassage = (key: FieldKey): key is AnyPassage => anyPassage.some((each) => each === key)

/** Rule BU-5: an unedited field follows its drafted text; an edited one stays, and says when its figures moved. */
export function fieldsOf(texts: Texts, drafted: Drafted, version: number): Field[] {
  return fieldKeys
    .filter((key) => version > 1 || key !== 'changeNote')
    .flatMap((key) => {
      const [written, first] = [texts[key], drafted[key]]
      return first === undefined ? [] : [{ key, text: written?.text ?? first, drafted: first, edited: written !== undefined, outdated: written !== undefined && isPassage(key) && undated(written.basis) !== undated(first) }]
    })
}

export type Change = { readonly key: FieldKey; /** What stood there when the writer began. */ readonly was: string; /** Null goes back to the drafted text. */ readonly text: string | null }

/** Rule BU-5: fields are saved one by one, each only over what its writer had before his eyes; saving says that the new figures were seen. */
export function changedTexts(texts: Texts, drafted: Drafted, changes: readonly Change[]): Texts | Refusal {
  const next: Partial<Record<FieldKey, Written>> = { ...texts }
  for (const { key, was, text } of changes) {
    const first = drafted[key]
    // A field of the other kind of bulletin.
    if (first === undefined) return refuse('request.invalid', fieldNames[key].zh)
    const stands = texts[key]?.text ?? first
    if (text !== null && [...text].length > fieldNames[key].most) return refuse('bulletin.text_long', `${fieldNames[key].zh} ≤ ${fieldNames[key].most}`)
    if (stands !== was && stands !== text) return refuse('bulletin.text_stale', fieldNames[key].zh)
    if (text === null || text === first) delete next[key]
    else next[key] = { text, basis: first }
  }
  return next
}

const phone = /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)/
const idNumber = /(?<!\d)\d{17}[\dXx](?!\d)/

/** Rule BU-6: what must not stand in a bulletin: a phone or id number; a name of staff is asked about, since words can look like names. */
export function personalIn(fields: readonly Pick<Field, 'text'>[], staffNames: Iterable<string>): { readonly numbers: string[]; readonly names: string[] } {
  const text = fields.map((field) => field.text).join('\n')
  const numbers = [phone, idNumber].flatMap((shape) => shape.exec(text)?.[0] ?? [])
  const names = [...new Set(staffNames)].filter((name) => [...name].length >= 2 && text.includes(name)).sort()
  return { numbers, names }
}
