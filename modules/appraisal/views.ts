import type { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { RefusedError, refusalOf } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import { findInstitution } from '../directory/public.ts'
import { measureNames } from '../measure/public.ts'
import { leagues } from './catalog.ts'
import type { BenchmarkView, LeagueListRow, LeagueView } from './contract.ts'
import { ownerOf, parseContent } from './gather.ts'
import { asOwn } from './commands/draft.ts'
import type { Correction } from './rules/corrections.ts'
import { mayBenchmark, mayChange, mayDraft, mayDropOrWeigh, mayPublish, mayWithdraw, type LeagueState } from './rules/decisions.ts'
import type { LeagueContent } from './rules/league.ts'
import { mayObject } from './rules/objections.ts'
import { periodsOver } from './rules/period.ts'
import { listBenchmarks } from './store/benchmarks.ts'
import * as store from './store/leagues.ts'
import { viewObjections } from './view-objections.ts'
import { listOpen, loadOpen, type OpenLeague } from './store/open.ts'

type At = Pick<Look, 'read' | 'actor' | 'today'>
/** So many periods back a league can still be drawn up. */
const periodsBack = 6

/** Rule AP-18: a draft is seen by who works on it, a published league of departments by the house and its commission. */
const maySee = (actor: Actor, row: store.LeagueRecord): boolean => row.state !== 'draft' || (actor.institutionId === row.institutionId && mayDraft(actor, row.subject) === null)

const ownRow = (content: LeagueContent, ownId: string | null): z.input<typeof LeagueListRow>['own'] => {
  const group = content.groups.find((each) => each.rows.some((row) => row.id === ownId))
  const row = group?.rows.find((each) => each.id === ownId)
  return group === undefined || row === undefined ? null : { rank: row.rank, tied: row.tied, places: row.places, score: row.score, peers: group.rows.filter((each) => each.rank !== null).length }
}

type Listed = Pick<OpenLeague, 'institutionId' | 'leagueId' | 'issuerName' | 'content' | 'corrections' | 'issue'> & { readonly publishedAt: string | null; readonly state: LeagueState }
function listRow(row: Listed, ownId: string | null): z.input<typeof LeagueListRow> {
  const content = parseContent(row)
  const all = content.groups.flatMap((group) => group.rows)
  const ranked = all.filter((each) => each.rank !== null).length
  const own = row.state === 'withdrawn' ? null : ownRow(content, ownId)
  return { institutionId: row.institutionId, leagueId: row.leagueId, issuerName: row.issuerName, key: content.key, name: content.name, of: content.of, period: content.period, state: row.state, issue: row.issue, publishedAt: row.publishedAt, ranked, unranked: all.length - ranked, corrected: row.state === 'withdrawn' ? 0 : row.corrections.length, own }
}

type Kind = { key: string; name: { zh: string; en: string }; does: { zh: string; en: string }; of: 'institutions' | 'departments'; periods: { from: string; to: string }[]; blocked: string | null }

/** Leagues of the reader's body, and those its commission published. */
export async function viewLeagues({ read, actor, today }: At): Promise<{ rows: z.input<typeof LeagueListRow>[]; kinds: Kind[] }> {
  const body = actor.institutionId === null ? undefined : await findInstitution(read, actor.institutionId)
  if (body === undefined) return { rows: [], kinds: [] }
  const own = (await store.listLeagues(read, body.id)).filter((row) => maySee(actor, row))
  const open = (await listOpen(read, { regionCode: body.regionCode, limit: 40 })).filter((row) => row.institutionId !== body.id)
  const rows = [...own.map((row) => listRow({ ...row, issuerName: body.name }, body.id)), ...open.map((row) => listRow(row, body.id))]
  const side = body.kind === 'commission' ? 'institutions' : 'departments'
  const kinds = [...leagues().values()].filter((each) => each.of === side).map(({ key, name, does, of, period }): Kind => {
    const made = new Set(own.filter((row) => row.key === key && row.state !== 'withdrawn').map((row) => row.fromOn))
    return { key, name, does, of, periods: periodsOver(period, today, periodsBack).filter((each) => !made.has(each.from)), blocked: refusalOf(mayDraft(actor, of)) }
  })
  const inOrder = (a: Row, b: Row): number => (a.period.from === b.period.from ? (a.key === b.key ? b.issue - a.issue : a.key < b.key ? -1 : 1) : a.period.from < b.period.from ? 1 : -1)
  return { rows: rows.toSorted(inOrder), kinds }
}
type Row = z.input<typeof LeagueListRow>

type Viewed = Omit<z.input<typeof LeagueView>, 'content'> & { readonly content: LeagueContent }

const takenBack = (row: { readonly withdrawnAt: string | null; readonly withdrawnName: string | null; readonly withdrawnReason: string | null }) => (row.withdrawnAt === null ? null : { name: row.withdrawnName ?? '', at: row.withdrawnAt, reason: row.withdrawnReason ?? '' })

/** Rule AP-22: what was withdrawn is told of, and not shown any more: neither its ranks nor those it had corrected, nor what a later look found. */
const readable = (row: { readonly state: LeagueState; readonly corrections: Correction[] }, content: LeagueContent): { readonly content: LeagueContent; readonly corrections: Correction[] } =>
  row.state === 'withdrawn' ? { content: { ...content, groups: [], corrects: undefined }, corrections: [] } : { content, corrections: row.corrections }

/** One league with what its reader may know and do. */
export async function viewLeague(look: Pick<Look, 'read' | 'actor' | 'today'>, key: store.LeagueKey): Promise<Viewed> {
  const { read, actor } = look
  const row = await store.findLeague(read, key)
  const ownId = actor.institutionId
  if (row !== undefined && maySee(actor, row)) {
    const own = asOwn(row)
    const works = actor.institutionId === row.institutionId && mayDraft(actor, row.subject) === null
    const audits = actor.institutionId === row.institutionId && hasRole(actor, 'auditor')
    const content = parseContent(row)
    return {
      institutionId: row.institutionId, leagueId: row.leagueId, issuerName: (await ownerOf(read, row.institutionId)).name, state: row.state, ...(works || audits ? { content, corrections: row.corrections } : readable(row, content)), revision: works ? row.revision : null, seen: works ? row.sha256 : null,
      weightsReason: row.weightsReason, draftedName: works ? row.draftedName : null, draftedAt: works ? row.draftedAt : null, publishedName: row.publishedName, publishedAt: row.publishedAt, checkedAt: row.checkedAt, ownId,
      issue: row.issue, supersededBy: row.supersededBy, withdrawn: takenBack(row), objectionsUntil: row.objectionsUntil, objections: row.state === 'draft' ? [] : await viewObjections(look, { ...row, content }),
      blocked: { change: refusalOf(mayChange(actor, own)), drop: refusalOf(mayDropOrWeigh(actor, own)), publish: refusalOf(mayPublish(actor, own)), withdraw: refusalOf(mayWithdraw(actor, own)), object: 'appraisal.objectors_only' },
    }
  }
  const open = await loadOpen(read, key.leagueId)
  if (open.institutionId !== key.institutionId) throw new RefusedError('not_found')
  const content = parseContent(open)
  const objections = await viewObjections(look, { ...open, content })
  const object = mayObject(actor, { state: open.state, until: open.objectionsUntil, content }, { waiting: objections.some((each) => each.decided === null) }, look.today)
  return {
    institutionId: open.institutionId, leagueId: open.leagueId, issuerName: open.issuerName, state: open.state, ...readable(open, content), revision: null, seen: null, weightsReason: null, draftedName: null, draftedAt: null,
    publishedName: open.publishedName, publishedAt: open.publishedAt, checkedAt: open.checkedAt, ownId,
    issue: open.issue, supersededBy: open.supersededBy, withdrawn: takenBack(open), objectionsUntil: open.objectionsUntil, objections,
    blocked: { change: 'appraisal.not_your_league', drop: 'appraisal.not_your_league', publish: 'appraisal.head_only', withdraw: 'appraisal.withdraw_head_only', object: refusalOf(object) },
  }
}

export async function viewBenchmarks({ read, actor }: At): Promise<{ rows: z.input<typeof BenchmarkView>[]; measures: { key: string; name: { zh: string; en: string } }[]; blocked: { enter: string | null } }> {
  const names = new Map(measureNames().map(({ key, zh, en }) => [key, { zh, en }]))
  const rows = actor.institutionId === null ? [] : await listBenchmarks(read, actor.institutionId)
  return {
    rows: rows.map((row) => ({ id: row.id, measureKey: row.measureKey, measureName: names.get(row.measureKey) ?? { zh: row.measureKey, en: row.measureKey }, unit: row.unit, decimals: row.decimals, place: row.place, value: row.value, source: row.source, asOf: row.asOf, ownValue: row.ownValue, own: { from: row.ownFrom, to: row.ownTo }, gap: row.gap, on: row.on, enteredName: row.enteredName })),
    measures: [...names].map(([key, name]) => ({ key, name })), blocked: { enter: refusalOf(mayBenchmark(actor)) },
  }
}
