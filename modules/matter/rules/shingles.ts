import { normaliseHan } from '../../../kernel/text.ts'

export type Shingles = ReadonlySet<string>

/** The different runs of three characters; a text of fewer stands for itself. */
export function shinglesOf(text: string): Shingles {
  const characters = Array.from(normaliseHan(text))
  if (characters.length < 3) return new Set(characters.length === 0 ? [] : [characters.join('')])
  const found = new Set<string>()
  for (let at = 2; at < characters.length; at += 1) found.add(`${characters[at - 2]}${characters[at - 1]}${characters[at]}`)
  return found
}

/** Jaccard: what both have of what either has. */
export function likeness(a: Shingles, b: Shingles): number {
  if (a.size === 0 || b.size === 0) return 0
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const each of small) if (large.has(each)) shared += 1
  return shared / (a.size + b.size - shared)
}

export type Candidate = { readonly id: string; readonly title: string; readonly body: string; readonly category: string | null; readonly departmentId: string | null; readonly sameCaller: boolean }
export type Likely = { readonly id: string; readonly likeness: number; readonly sameCaller: boolean }

/** From here on two texts are taken for the same story. */
export const alike = 0.35
/** The same caller about the same subject needs less. */
const alikeOfCaller = 0.15

/** Rule MT-19: what is likely the same matter, likeliest first; suggested, never merged by itself. */
export function likelyDuplicates(subject: Omit<Candidate, 'id' | 'sameCaller'>, others: readonly Candidate[], most = 5): Likely[] {
  const own = shinglesOf(`${subject.title}${subject.body}`)
  const found = others.flatMap((other): Likely[] => {
    const value = likeness(own, shinglesOf(`${other.title}${other.body}`))
    const sameSubject = subject.category !== null && subject.category === other.category && subject.departmentId === other.departmentId
    const isLikely = value >= alike || (other.sameCaller && (sameSubject || value >= alikeOfCaller))
    return isLikely ? [{ id: other.id, likeness: Math.round(value * 100) / 100, sameCaller: other.sameCaller }] : []
  })
  return found.sort((a, b) => Number(b.sameCaller) - Number(a.sameCaller) || b.likeness - a.likeness || (a.id < b.id ? -1 : 1)).slice(0, most)
}
