import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Fact } from '../../../kernel/fact.ts'

// Rule EL-4: what the recorded facts say against a nomination. They are shown, they do not decide.

export const checkKeys = ['substantiated', 'late', 'overdue', 'unreasonable', 'talks'] as const
export type CheckKey = (typeof checkKeys)[number]

export const checkNames: Readonly<Record<CheckKey, { readonly zh: string; readonly en: string }>> = {
  substantiated: { zh: '查实的投诉举报', en: 'Substantiated complaints and reports' }, late: { zh: '超期未办结的投诉和问题', en: 'Complaints and problems beyond their limit' }, overdue: { zh: '逾期或未落实的应办事项', en: 'Obligations overdue or unmet' },
  unreasonable: { zh: '不合理处方（点评结论）', en: 'Unreasonable prescriptions (review)' }, talks: { zh: '处方约谈', en: 'Talks about prescriptions' },
}

export type CheckLine = { readonly on: IsoDate; readonly title: string; readonly link: string | null }
export type Check = { readonly key: CheckKey; readonly count: number; /** The newest of them. */ readonly lines: readonly CheckLine[] }

/** Facts are looked at a year back. */
export const lookBackDays = 365
export const lookBackFrom = (today: IsoDate): IsoDate => addDays(today, -lookBackDays)

/** Kinds of facts that can speak against somebody; reports of misconduct only before the commission: whom they are about must not learn of them. */
export const voiceKinds = ['matter.complaint'] as const
export const secretKinds = ['matter.tip'] as const
export const ledgerKinds = ['matter.problem', 'matter.finding'] as const
export const reviewKinds = ['review.item', 'review.talk'] as const

export type About = { readonly departmentId: string | null; readonly staffId: string | null }

/** Of a person only what names the person, of a department what is the department's, of a hospital or project all of the house. */
const concerns = (fact: Pick<Fact, 'departmentId' | 'staffIds'>, about: About): boolean => (about.staffId !== null ? fact.staffIds.includes(about.staffId) : about.departmentId === null || fact.departmentId === about.departmentId)

const speaks: Readonly<Record<Exclude<CheckKey, 'overdue'>, (fact: Pick<Fact, 'kind' | 'fields'>) => boolean>> = {
  substantiated: ({ kind, fields }) => [...voiceKinds, ...secretKinds].some((each) => each === kind) && (fields['verdict'] === 'substantiated' || fields['verdict'] === 'partly') && fields['withdrawn'] !== true && fields['merged'] !== true,
  late: ({ kind, fields }) => kind.startsWith('matter.') && fields['late'] === true && fields['closed'] !== true,
  unreasonable: ({ kind, fields }) => kind === 'review.item' && fields['final'] === true && fields['unreasonable'] === true,
  talks: ({ kind }) => kind === 'review.talk',
}

const mostLines = 10

/** Rule EL-4: each check with how many facts speak, nought as well: that nothing speaks against it is said too. */
export function checksOf(facts: readonly Fact[], about: About, obligations: number | null): Check[] {
  const own = facts.filter((fact) => concerns(fact, about))
  return checkKeys.flatMap((key): Check[] => {
    if (key === 'overdue') return obligations === null ? [] : [{ key, count: obligations, lines: [] }]
    const found = own.filter(speaks[key]).toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.id < b.id ? 1 : -1))
    return [{ key, count: found.length, lines: found.slice(0, mostLines).map(({ on, title, link }) => ({ on, title, link })) }]
  })
}
