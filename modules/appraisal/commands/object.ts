import { computeDeadline } from '../../../kernel/deadline.ts'
import { ruleInForce } from '../../../kernel/deadline-catalog.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findInstitution, holdingOf } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import { parseContent, sealed } from '../gather.ts'
import { answerFault, mayDecideAnswer, mayDraftAnswer, mayObject } from '../rules/objections.ts'
import { printPeriod } from '../rules/period.ts'
import * as store from '../store/objections.ts'
import { insertLeague, lockLeague, lockNewest, saveDraft, type LeagueRecord } from '../store/leagues.ts'
import { loadOpen, type OpenLeague } from '../store/open.ts'
import { byOf, correctionOf, occurrence } from './draft.ts'

/** Rule AP-19: the last day for objections, by the catalogue of deadlines. */
export function objectionsUntil(act: Pick<Act, 'now' | 'today' | 'calendar'>): IsoDate {
  const rule = ruleInForce(loadDeadlineRules(), 'appraisal.objection', act.today)
  if (rule === null) throw new Error('no deadline rule appraisal.objection is in force')
  return computeDeadline(rule, act.now.toISOString(), act.calendar).dueOn
}

/** The league's name and period as notices say them. */
export const leagueParams = (row: { readonly content: string }): Record<'name' | 'nameEn' | 'period' | 'periodEn', string> => {
  const { name, period } = parseContent(row)
  const printed = printPeriod(period)
  return { name: name.zh, nameEn: name.en, period: printed.zh, periodEn: printed.en }
}
export const linkOf = (row: { readonly institutionId: string; readonly leagueId: string }): string => `/leagues/${row.institutionId}/${row.leagueId}`

const asSeen = (row: store.ObjectionRecord) => ({ institutionId: row.institutionId, regionCode: row.regionCode, commissionId: row.commissionId, isDrafted: row.draftedAt !== null, isDecided: row.decidedAt !== null })
const record = (act: Act, row: Pick<store.ObjectionRecord, 'institutionId' | 'regionCode' | 'leagueId' | 'objectionId'>, kind: string, detail: Readonly<Record<string, unknown>> = {}) =>
  act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: `appraisal.${kind}`, subjectId: row.objectionId, detail: { leagueId: row.leagueId, ...detail } })

/** Rule AP-19: filed by a unit of the league, with reason and evidence; its commission is told. */
export async function fileObjection(act: Act, leagueId: string, ask: { readonly reason: string; readonly evidence: string }): Promise<string> {
  const league = await loadOpen(act.tx, leagueId)
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  const known = own === undefined ? [] : await store.listObjections(act.tx, { leagueId, institutionIds: [own.id] })
  const no = mayObject(act.actor, { state: league.state, until: league.objectionsUntil, content: parseContent(league) }, { waiting: known.some((each) => each.decidedAt === null) }, act.today)
  if (no !== null) orThrow(no)
  const commission = await findInstitution(act.tx, league.institutionId)
  if (own === undefined || commission === undefined) throw new RefusedError('not_found')
  const row = { institutionId: own.id, objectionId: act.newId(), regionCode: own.regionCode, leagueId, commissionId: league.institutionId }
  if (!(await store.insertObjection(act.tx, { ...row, ...ask, ...byOf(act) }))) throw new RefusedError('appraisal.objection_waits')
  await notify(act, { institutionId: commission.id, regionCode: commission.regionCode, role: 'commission_clerk', topic: 'appraisal.objected', params: { institution: own.name, ...leagueParams(league) }, link: linkOf(league), onceKey: `appraisal.objected:${row.objectionId}` })
  await record(act, row, 'objected')
  return row.objectionId
}

type Key = store.ObjectionKey & { readonly leagueId: string }
async function lockAt(act: Act, key: Key, revision: number): Promise<store.ObjectionRecord> {
  const row = await store.lockObjection(act.tx, key)
  if (row.leagueId !== key.leagueId) throw new RefusedError('not_found')
  if (row.revision !== revision) throw new RefusedError('request.stale')
  return row
}

/** Rule AP-20: the answer as the commission's clerk proposes it; the head is told. */
export async function draftAnswer(act: Act, key: Key, ask: { readonly revision: number; readonly upheld: boolean; readonly answer: string; readonly correction: string }): Promise<void> {
  const row = await lockAt(act, key, ask.revision)
  const no = mayDraftAnswer(act.actor, asSeen(row)) ?? answerFault(ask)
  if (no !== null) orThrow(no)
  await store.saveAnswer(act.tx, row, { upheld: ask.upheld, answer: ask.answer, correction: ask.upheld ? ask.correction : null, ...byOf(act) })
  const [league, unit, commission] = [await loadOpen(act.tx, row.leagueId), await findInstitution(act.tx, row.institutionId), await findInstitution(act.tx, row.commissionId)]
  if (commission !== undefined) await notify(act, { institutionId: commission.id, regionCode: commission.regionCode, role: 'commission_head', topic: 'appraisal.answer_drafted', params: { institution: unit?.name ?? '', ...leagueParams(league) }, link: linkOf(league), onceKey: `appraisal.answer_drafted:${row.objectionId}:${row.revision}` })
  await record(act, row, 'answer_drafted', { upheld: ask.upheld })
}

/**
 * Rule AP-20: the head decides exactly what was drafted, with password and second factor; upheld, a correction is drawn up.
 * A wrong password or code is counted, so its refusal is answered and not thrown.
 */
export async function decideObjection(act: Act, key: Key, ask: { readonly revision: number; readonly password: string; readonly code: string }): Promise<RefusedError | null> {
  const row = await lockAt(act, key, ask.revision)
  const no = mayDecideAnswer(act.actor, asSeen(row))
  if (no !== null) orThrow(no)
  const holder = await holdingOf(act.tx, row.commissionId, { accountId: act.actor.id, role: 'commission_head' }, act.today)
  if (holder === null) throw new RefusedError('appraisal.decide_head_only')
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const { at, by, byName } = byOf(act)
  await store.saveDecision(act.tx, row, { at, by, byName })
  const league = await loadOpen(act.tx, row.leagueId)
  if (row.upheld === true) await drawUpCorrection(act, league, row.correction ?? '')
  const roles = ['institution_head', 'institution_clerk'] as const
  await notify(act, ...roles.map((role) => ({ institutionId: row.institutionId, regionCode: row.regionCode, role, topic: row.upheld === true ? 'appraisal.upheld' : 'appraisal.refused', params: { answer: (row.answer ?? '').slice(0, 200), ...leagueParams(league) }, link: linkOf(league), onceKey: `appraisal.decided:${row.objectionId}:${role}` })))
  await record(act, row, 'objection_decided', { upheld: row.upheld, answer: row.answer, name: holder.name, post: holder.title })
  return null
}

/** Rule AP-21: the next issue as a draft, by the rule of the one that is published; a correction that waits already takes the reason on. */
async function drawUpCorrection(act: Act, league: OpenLeague, why: string): Promise<void> {
  const newest = await lockNewest(act.tx, { institutionId: league.institutionId, key: league.key, fromOn: league.fromOn })
  if (newest === undefined || newest.state === 'withdrawn' || newest.state === 'superseded') return
  const waits = newest.state === 'draft' ? parseContent(newest).corrects : undefined
  if (newest.state === 'draft' && waits === undefined) return
  const published: LeagueRecord = waits === undefined ? newest : await lockLeague(act.tx, { institutionId: newest.institutionId, leagueId: waits.leagueId })
  const made = sealed(await correctionOf(act, published, [...(waits?.whys ?? []), why]))
  const common = { weights: published.weights, weightsReason: published.weightsReason, ...made, ...byOf(act) }
  if (waits !== undefined) {
    await saveDraft(act.tx, newest, common)
    return
  }
  const row = { institutionId: newest.institutionId, leagueId: act.newId(), regionCode: newest.regionCode, key: newest.key, fromOn: newest.fromOn }
  if (!(await insertLeague(act.tx, { ...row, subject: newest.subject, toOn: newest.toOn, issue: newest.issue + 1, ...common }))) throw new RefusedError('request.stale')
  await act.record(occurrence(row, 'drafted', { corrects: newest.leagueId }))
}
