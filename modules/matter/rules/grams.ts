import { normaliseHan } from '../../../kernel/text.ts'

/** Words as they are looked for: width, case, blanks and punctuation make no difference, and rare characters count as one. */
export const searchable = (text: string): string => normaliseHan(text)

/** Rule MT-18: the different pairs of neighbouring characters of some texts, which a search for two characters finds at once. */
export function gramsOf(...texts: readonly string[]): string[] {
  const found = new Set<string>()
  for (const text of texts) {
    const characters = Array.from(searchable(text))
    for (let at = 1; at < characters.length; at += 1) found.add(`${characters[at - 1]}${characters[at]}`)
  }
  return [...found]
}

/** A text that holds every pair may still not hold them in a row. */
export const holdsWords = (text: string, wanted: string): boolean => searchable(text).includes(searchable(wanted))
