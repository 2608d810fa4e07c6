import { hasRole, mayActFor, type Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { ReportForm } from './definition.ts'
import { scanLimits, type Decision, type PackKind, type PackState, type Standing } from './names.ts'

/** A pack as the rules see it at this moment. */
export type Pack = {
  readonly institutionId: string
  readonly regionCode: string
  readonly kind: PackKind
  readonly state: PackState
  readonly revision: number
  readonly standing: Standing
  readonly submittedAt: Instant | null
  readonly onTime: boolean | null
}

/** What its plan says about it. */
export type Terms = {
  /** The post that the duty names. */
  readonly role: string
  readonly opensAt: Instant
  /** The first instant that is too late. */
  readonly dueAt: Instant
  readonly isRunning: boolean
  readonly phaseClosed: boolean
  /** Set by hand or waived: nothing is asked for any more. */
  readonly settled: boolean
}

const heads = ['institution_head', 'commission_head'] as const
const clerks = ['institution_clerk', 'commission_clerk'] as const
const judges = ['commission_head', 'commission_clerk', 'inspector'] as const

const isOwn = (actor: Actor, pack: Pick<Pack, 'institutionId'>) => actor.institutionId === pack.institutionId

/** Rule RP-4: head and clerk of the body, and the post that the duty names; nobody else writes a body's report. */
export const worksOn = (actor: Actor, pack: Pick<Pack, 'institutionId'>, role: string): boolean =>
  actor.kind === 'system' || (isOwn(actor, pack) && (hasRole(actor, ...heads, ...clerks) || actor.roles.some((held) => held === role)))

const isLocked = (pack: Pack) => pack.state === 'submitted' || pack.state === 'accepted'

/** What keeps anybody from working on it: closed, settled, not begun, or handed in. */
function standsStill(pack: Pack, terms: Terms, now: Instant): Refusal | null {
  if (isLocked(pack)) return refuse('report.locked')
  if (!terms.isRunning) return refuse('plan.not_running')
  if (terms.phaseClosed) return refuse('plan.phase_closed')
  if (terms.settled) return refuse('plan.settled_already')
  return now < terms.opensAt ? refuse('report.not_open_yet') : null
}

/** Rule RP-4: also what is signed may be changed until it is handed in; the signature is void then (RP-6). */
export const mayWrite = (actor: Actor, pack: Pack, terms: Terms, now: Instant): Refusal | null => (worksOn(actor, pack, terms.role) ? standsStill(pack, terms, now) : refuse('report.not_yours'))

/** What is still missing before a pack may be signed. */
export type Gaps = { readonly short: readonly string[]; readonly evidence: boolean }

/** Rule RP-5: a pack is whole when every text has its length and the evidence asked for is there. */
export function gapsOf(form: ReportForm, filled: { texts: Readonly<Record<string, string>>; evidence: number }): Gaps {
  const needs = form.sections.flatMap((section) =>
    section.kind === 'summary' ? section.fields.map((field) => ({ key: field.key, name: field.label.zh, min: field.min })) : section.kind === 'table' ? section.lines.filter((line) => line.from === 'text').map((line) => ({ key: line.key, name: line.label.zh, min: line.min })) : [],
  )
  const least = form.sections.reduce((most, section) => (section.kind === 'evidence' ? Math.max(most, section.least) : most), 0)
  return { short: needs.filter((need) => [...(filled.texts[need.key] ?? '').trim()].length < need.min).map((need) => need.name), evidence: filled.evidence < least }
}

/** Rule RP-5: only who holds the post of the head today signs; `holdsPost` was asked of today's posts, not of the session. */
export function maySign(actor: Actor, pack: Pack, terms: Terms, given: { holdsPost: boolean; gaps: Gaps }, now: Instant): Refusal | null {
  if (!isOwn(actor, pack) || !hasRole(actor, ...heads) || !given.holdsPost) return refuse('report.not_the_head')
  const still = standsStill(pack, terms, now)
  if (still !== null) return still
  if (pack.state === 'signed') return refuse('report.signed_already')
  if (given.gaps.short.length > 0) return refuse('report.text_short', given.gaps.short.join('、'))
  return given.gaps.evidence ? refuse('report.evidence_missing') : null
}

/** Rule RP-7: what is handed in is signed. */
export function maySubmit(actor: Actor, pack: Pack, terms: Terms, now: Instant): Refusal | null {
  if (!worksOn(actor, pack, terms.role)) return refuse('report.not_yours')
  const still = standsStill(pack, terms, now)
  if (still !== null) return still
  return pack.state === 'signed' ? null : refuse('report.not_signed')
}

/** Rule RP-10: a commission decides on what bodies of its region handed in, never on its own. */
export function mayDecide(actor: Actor, pack: Pack): Refusal | null {
  if (!hasRole(actor, ...judges) || !mayActFor(actor, pack)) return refuse('access.denied')
  if (isOwn(actor, pack)) return refuse('report.own_pack')
  return pack.state === 'submitted' ? null : refuse('report.not_waiting')
}

/** Rule RP-11: the sealed paper may come before or after handing in; together the scans stay small enough for one bundle. */
export function mayAddScan(actor: Actor, pack: Pack, terms: Terms, kept: { files: number; bytes: number }, added: { files: number; bytes: number }): Refusal | null {
  if (!worksOn(actor, pack, terms.role)) return refuse('report.not_yours')
  if (kept.files + added.files > scanLimits.files || kept.bytes + added.bytes > scanLimits.bytes) return refuse('report.scans_too_large')
  return null
}

/** Rule RP-11: what was handed in keeps its scans. */
export function mayRemoveScan(actor: Actor, pack: Pack, terms: Terms, scan: { revision: number }): Refusal | null {
  if (!worksOn(actor, pack, terms.role)) return refuse('report.not_yours')
  return isLocked(pack) || scan.revision !== pack.revision ? refuse('report.locked') : null
}

/** Rule RP-6: any change makes the signature void: the pack is a draft again, or what was returned. */
export const changed = <T extends Pack>(pack: T): T => ({ ...pack, state: pack.state === 'signed' ? (pack.standing === 'returned' ? 'returned' : 'draft') : pack.state })

export const signed = <T extends Pack>(pack: T): T => ({ ...pack, state: 'signed' })

/** Rule RP-8: in time is before the due instant: 23:59:59 of the last day is, one second later is not. Rule RP-9: the newest handing in counts. */
export const submitted = <T extends Pack>(pack: T, terms: Pick<Terms, 'dueAt'>, now: Instant): T => ({ ...pack, state: 'submitted', standing: 'submitted', submittedAt: now, onTime: now < terms.dueAt })

/** Rule RP-9: returned is drafted again as the next revision; what was handed in stays as it was. */
export const decided = <T extends Pack>(pack: T, decision: Decision): T => ({ ...pack, state: decision, standing: decision, revision: pack.revision + (decision === 'returned' ? 1 : 0) })
