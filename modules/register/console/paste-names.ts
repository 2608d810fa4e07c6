/** A pasted list of names against the people of a body. No IO: the dialog shows what comes of it. */
export type Person = { readonly id: string; readonly name: string; readonly employeeNumber: string; readonly department: string; readonly note: string }
export type Read = {
  readonly found: readonly Person[]
  /** A name that several people bear, and who they are. */
  readonly ambiguous: readonly { readonly text: string; readonly people: readonly Person[] }[]
  readonly unknown: readonly string[]
}

/** Two-character names are often set with a gap to align with longer ones. */
const gap = /(?<!\p{Script=Han})(\p{Script=Han})[ \u3000]+(\p{Script=Han})(?!\p{Script=Han})/gu
const numbering = /^[(（]?\d{1,4}[)）.、．:：]\s*/
const between = /[\t,，、;；|/ \u3000]+/

/** One line may be a row of a sheet (name, department, number) or several names in a row. */
const partsOf = (line: string): string[] =>
  line.trim().replace(numbering, '').replaceAll(gap, '$1$2').split(between).map((part) => part.replace(numbering, '').trim()).filter((part) => part !== '')

const onlyDigits = /^\d{1,4}$/

/** Of people of one name the one whose number or department stands in the same line. */
function narrowed(people: readonly Person[], parts: readonly string[]): readonly Person[] {
  const byNumber = people.filter((person) => parts.includes(person.employeeNumber))
  if (byNumber.length > 0) return byNumber
  const byDepartment = people.filter((person) => person.department !== '' && parts.includes(person.department))
  return byDepartment.length > 0 ? byDepartment : people
}

export function readNames(text: string, people: readonly Person[]): Read {
  const byName = new Map<string, Person[]>()
  for (const person of people) byName.set(person.name, [...(byName.get(person.name) ?? []), person])
  const byNumber = new Map(people.map((person) => [person.employeeNumber, person]))
  const found = new Map<string, Person>()
  const ambiguous = new Map<string, readonly Person[]>()
  const unknown = new Set<string>()
  for (const line of text.split(/[\r\n]+/)) {
    const parts = partsOf(line)
    const rest: string[] = []
    let named = false
    for (const part of parts) {
      const bearers = narrowed(byName.get(part) ?? [], parts)
      const [one] = bearers
      if (one === undefined) rest.push(part)
      else {
        named = true
        if (bearers.length === 1) found.set(one.id, one)
        else ambiguous.set(part, bearers)
      }
    }
    // Without a known name a number may say who it is; beside one, the rest of the row is department, post and so on.
    const isRow = line.includes('\t')
    for (const part of rest) {
      const person = byNumber.get(part)
      if (person !== undefined && !(named && isRow)) found.set(person.id, person)
      else if (person === undefined && !(named && isRow) && !onlyDigits.test(part)) unknown.add(part)
    }
  }
  return { found: [...found.values()], ambiguous: [...ambiguous].map(([text, people]) => ({ text, people })), unknown: [...unknown] }
}
