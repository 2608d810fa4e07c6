/** A treatment subject of the official list: '03' or '03.04'. */
export type Subject = { readonly code: string; readonly name: string; readonly parent: string | null }

type Written = Readonly<Record<string, string | { readonly name: string; readonly parts: readonly string[] }>>

/** The catalogue's short form spelled out: parts are numbered in their order, which is the order of the official list. */
export function spellSubjects(written: Written): Subject[] {
  return Object.entries(written)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([code, entry]) => {
      if (typeof entry === 'string') return [{ code, name: entry, parent: null }]
      const parts = entry.parts.map((name, at) => ({ code: `${code}.${String(at + 1).padStart(2, '0')}`, name, parent: code }))
      return [{ code, name: entry.name, parent: null }, ...parts]
    })
}

/** Rule DIR-12: what was typed as a subject: its code (03.04, 0304, 3.4) or its full name where only one has it; null if neither. */
export function findSubject(subjects: readonly Subject[], typed: string): Subject | null {
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '')
  const digits = /^(\d{1,2})(?:\.?(\d{2})|\.(\d))?$/.exec(text)
  if (digits !== null) {
    const part = digits[2] ?? digits[3]
    const code = `${(digits[1] ?? '').padStart(2, '0')}${part === undefined ? '' : `.${part.padStart(2, '0')}`}`
    return subjects.find((each) => each.code === code) ?? null
  }
  const named = subjects.filter((each) => each.name === text)
  return named.length === 1 ? (named[0] ?? null) : null
}
