import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { addDays, diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Audience } from './form.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string }
export type Survey = Body & { readonly key: string; readonly audience: Audience; readonly active: boolean; readonly byMessage: boolean; readonly smallest: number; /** Paper that follows no visit counts like every other sheet. */ readonly countsUnnamed: boolean; readonly revision: number }

export const ways = ['booking', 'queue', 'admission', 'staff', 'invited', 'paper'] as const
export type Way = (typeof ways)[number]
/** Rule SV-5: whoever holds such a sheet was perhaps no patient: it is boxed and added up apart. */
export const followsNoVisit = (way: Way): boolean => way === 'paper'
export type Token = Body & { readonly tokenIndex: string; readonly surveyKey: string; readonly version: number; readonly departmentId: string | null; readonly way: Way; readonly expiresOn: IsoDate; readonly spent: boolean }

/** Rule SV-15: beside what patients say, how the public rates the ethics of the house is public as soon as there is enough of it. */
export const ethicsRating = 'ethics-rating'
export const isPublic = (survey: Pick<Survey, 'key' | 'audience'>): boolean => survey.audience === 'outpatient' || survey.audience === 'inpatient' || survey.key === ethicsRating

/** Rule SV-5: a code may be used so many days. */
export const tokenDays = 30
export const expiryOf = (today: IsoDate): IsoDate => addDays(today, tokenDays)

/** Rule SV-6: a token opens the questionnaire once, in its time. */
export function mayAnswer(token: Pick<Token, 'spent' | 'expiresOn'>, today: IsoDate): Refusal | null {
  if (token.spent) return refuse('survey.token_used')
  return today > token.expiresOn ? refuse('survey.token_expired') : null
}

/** Rule SV-5: one visit is asked once: where several questionnaires fit, they take turns by the visit's own code. */
export function surveyFor<S extends { readonly key: string }>(fitting: readonly S[], tokenIndex: string): S | undefined {
  const ordered = fitting.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const turn = Array.from(tokenIndex).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 0)
  return ordered[turn % Math.max(1, ordered.length)]
}

export type Waiting = { readonly departmentId: string | null; readonly sheets: number; /** The day since which the oldest waits. */ readonly since: IsoDate }
/** After so many days the answers of departments too small to be told apart are counted together, for the house. */
export const patienceDays = 7

/**
 * Rule SV-7: which departments' answers are taken out of the box: each that has enough of them; and together, without a
 * department, those that waited a week, where they are enough together. Nothing smaller ever leaves the box.
 */
export function ready(cells: readonly Waiting[], smallest: number, today: IsoDate): { readonly alone: readonly Waiting[]; readonly together: readonly Waiting[] } {
  const alone = cells.filter((cell) => cell.departmentId !== null && cell.sheets >= smallest)
  const rest = cells.filter((cell) => !alone.includes(cell) && (cell.departmentId === null || diffDays(cell.since, today) >= patienceDays))
  return { alone, together: rest.reduce((sum, cell) => sum + cell.sheets, 0) >= smallest ? rest : [] }
}

const own = (actor: Actor, body: Body): boolean => actor.institutionId === body.institutionId
export const isSuperior = (actor: Actor, body: Body): boolean => actor.regionPrefix !== null && body.regionCode.startsWith(actor.regionPrefix) && hasRole(actor, 'commission_head', 'commission_clerk', 'inspector', 'auditor')

/** Rule SV-12: the clerk of the house draws up, switches, invites and says what was done. */
export const mayManage = (actor: Actor, body: Body): Refusal | null => (own(actor, body) && hasRole(actor, 'institution_clerk', 'commission_clerk') ? null : refuse('survey.clerk_only'))
/** Rule SV-12: sheets of paper are handed out and entered by the desk, nurses and the clerk. */
export const mayEnter = (actor: Actor, body: Body): Refusal | null => (own(actor, body) && hasRole(actor, 'institution_clerk', 'desk_clerk', 'nurse', 'commission_clerk') ? null : refuse('survey.desk_only'))
/** Rule SV-12: results are read by the house and by the commission above it. */
export const mayRead = (actor: Actor, body: Body): Refusal | null => (own(actor, body) || isSuperior(actor, body) ? null : refuse('not_found'))
