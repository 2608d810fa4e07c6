import { z } from 'zod'

const key = z.string().regex(/^[a-z][a-z_]*$/)
const words = { zh: z.string().min(1), en: z.string().min(1) }

/** The file of the guide (catalog/triage.yaml). */
export const triageShape = z.strictObject({
  departments: z.record(key, z.strictObject({ ...words, subjects: z.array(z.string().regex(/^\d\d(\.\d\d)?$/)), names: z.array(z.string()).default([]), words: z.array(z.string().min(2)).default([]), else: key.optional() })),
  flags: z.record(key, z.strictObject({ ...words, level: z.enum(['call', 'go']) })),
  always: z.array(key).min(1),
  symptoms: z.array(z.strictObject({ key, ...words, words: z.array(z.string().min(1)), adult: z.array(key).default([]), child: z.array(key).default([]), flags: z.array(key), childFlags: z.array(key).default([]) })).min(1),
})
export type TriageGuide = z.output<typeof triageShape>
export type Symptom = TriageGuide['symptoms'][number]
export type Who = 'adult' | 'child'
type TriageFault = { readonly path: readonly PropertyKey[]; readonly reason: string }

/** Rule TG-1: every name in the guide leads somewhere, whoever has a complaint finds a department, and no way round ends in itself. */
export function checkTriage(guide: TriageGuide): TriageFault[] {
  const faults: TriageFault[] = []
  const known = (path: readonly PropertyKey[], list: readonly string[], of: Readonly<Record<string, unknown>>, what: string) => {
    for (const [at, each] of list.entries()) if (!Object.hasOwn(of, each)) faults.push({ path: [...path, at], reason: `没有名为${each}的${what}。There is no ${what} ${each}.` })
  }
  known(['always'], guide.always, guide.flags, 'flag')
  for (const [at, symptom] of guide.symptoms.entries()) {
    for (const part of ['adult', 'child'] as const) known(['symptoms', at, part], symptom[part], guide.departments, 'department')
    for (const part of ['flags', 'childFlags'] as const) known(['symptoms', at, part], symptom[part], guide.flags, 'flag')
    if (symptom.adult.length + symptom.child.length === 0) faults.push({ path: ['symptoms', at], reason: `${symptom.key}没有科室。It leads to no department.` })
    if (guide.symptoms.findIndex((each) => each.key === symptom.key) !== at) faults.push({ path: ['symptoms', at], reason: `${symptom.key}出现了两次。It stands there twice.` })
  }
  for (const [name, department] of Object.entries(guide.departments)) {
    if (department.else !== undefined) known(['departments', name], [department.else], guide.departments, 'department')
    if (chainOf(guide, name) === null) faults.push({ path: ['departments', name], reason: `${name}的else绕回了自己。Its else leads back to itself.` })
  }
  return faults
}

/** A department and what stands in for it, in order; null where that never ends. */
function chainOf(guide: TriageGuide, name: string): string[] | null {
  const chain: string[] = []
  for (let at: string | undefined = name; at !== undefined; at = guide.departments[at]?.else) {
    if (chain.includes(at)) return null
    chain.push(at)
  }
  return chain
}

export const symptomsFor = (guide: TriageGuide, who: Who): Symptom[] => guide.symptoms.filter((each) => each[who].length > 0)

/** Complaints that what was typed may mean, by their own words and by what people call them. */
export function findSymptoms(guide: TriageGuide, typed: string): Symptom[] {
  const said = typed.normalize('NFKC').trim().toLowerCase()
  if (said === '') return []
  return guide.symptoms.filter((each) => [each.zh, each.en.toLowerCase(), ...each.words].some((word) => word.includes(said) || said.includes(word)))
}

/** The danger signs that are asked, those that need 120 first. */
export function flagsFor(guide: TriageGuide, symptom: Symptom, who: Who): string[] {
  const all = [...new Set([...symptom.flags, ...(who === 'child' ? symptom.childFlags : []), ...guide.always])]
  const rank = (flag: string) => (guide.flags[flag]?.level === 'call' ? 0 : 1)
  return all.toSorted((a, b) => rank(a) - rank(b))
}

type Advice = { readonly kind: 'call' | 'go'; readonly flags: readonly string[] } | { readonly kind: 'book'; readonly departments: readonly string[] }

/** Rule TG-2: one danger sign is enough: emergency first, and no booking is offered; only without any the guide names departments. */
export function advise(guide: TriageGuide, symptom: Symptom, who: Who, said: readonly string[]): Advice {
  const flags = flagsFor(guide, symptom, who).filter((each) => said.includes(each))
  if (flags.length > 0) return { kind: flags.some((each) => guide.flags[each]?.level === 'call') ? 'call' : 'go', flags }
  return { kind: 'book', departments: symptom[who] }
}

type KnownDepartment = { readonly name: string; readonly subjectCode: string | null }

/** Departments that see children only. */
const forChildren = /儿科|儿童|小儿|新生儿/

/** Rule TG-3: a department is known by its treatment subject, its whole name or a word of it; where a hospital has none, by what stands in for it. Adults are not sent to departments for children. */
export function fitting<Each extends KnownDepartment>(guide: TriageGuide, wanted: string, who: Who, all: readonly Each[]): Each[] {
  const there = who === 'child' ? all : all.filter((each) => !forChildren.test(each.name))
  for (const name of chainOf(guide, wanted) ?? []) {
    const known = guide.departments[name]
    if (known === undefined) continue
    // Part of a subject's number is a part of the subject: 03 holds 03.01, yet 03.01 alone is no general medicine.
    const fits = there.filter((each) => (each.subjectCode !== null && known.subjects.includes(each.subjectCode)) || known.names.includes(each.name) || known.words.some((word) => each.name.includes(word)))
    if (fits.length > 0) return fits
  }
  return []
}
