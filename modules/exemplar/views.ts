import type { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { RefusedError, refusalOf } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import { institutionNames, staffIdOf } from '../directory/public.ts'
import { checksFor } from './checks.ts'
import type { ExemplarRow, ExemplarView } from './contract.ts'
import * as rules from './rules/exemplar.ts'
import { listFiles, loadExemplar, type ExemplarKey, type ExemplarRecord, type KeptChecks } from './store/exemplars.ts'
import { countUnanswered, listObjections } from './store/objections.ts'

export type Viewer = Pick<Look, 'read' | 'actor' | 'now' | 'today'>

const signed = (name: string | null, at: string | null) => (at === null ? null : { name: name ?? '', at })
const isCommission = ({ actor }: Viewer): boolean => actor.regionPrefix !== null && hasRole(actor, 'commission_head', 'commission_clerk', 'inspector', 'auditor')

/** Rows with the names of their houses; objections are counted for their commission alone. */
export async function viewRows(viewer: Viewer, rows: readonly ExemplarRecord[]): Promise<z.input<typeof ExemplarRow>[]> {
  const names = await institutionNames(viewer.read, [...new Set(rows.map((row) => row.institutionId))])
  const own = viewer.actor.institutionId
  const open = own === null || !isCommission(viewer) ? new Map<string, number>() : await countUnanswered(viewer.read, own, rows.map((row) => row.exemplarId))
  return rows.map((row) => ({
    institutionId: row.institutionId, exemplarId: row.exemplarId, kind: row.kind, state: row.state, title: row.title, institutionName: names.get(row.institutionId) ?? '', nominatedAt: row.nominatedAt, noticeUntil: row.noticeUntil, consent: row.consent, unanswered: open.get(row.exemplarId) ?? 0,
  }))
}

const printed = (kept: KeptChecks | null) => (kept === null ? null : { at: kept.at, rows: kept.rows.map((check) => ({ ...check, lines: [...check.lines] })) })

export async function viewExemplar(viewer: Viewer, key: ExemplarKey): Promise<z.input<typeof ExemplarView>> {
  const { read, actor, now, today } = viewer
  const row = await loadExemplar(read, key)
  const staffId = await staffIdOf(read, actor.id)
  if (!rules.maySee(actor, row, staffId)) throw new RefusedError('not_found')
  const [head] = await viewRows(viewer, [row])
  if (head === undefined) throw new RefusedError('not_found')
  const ofCommission = isCommission(viewer)
  const isOver = row.state === 'declined' || row.state === 'withdrawn'
  const objections = row.commissionId === null ? [] : await listObjections(read, row.commissionId, row.exemplarId)
  const unanswered = objections.filter((each) => each.answeredAt === null).length
  return {
    ...head, unanswered: ofCommission ? unanswered : 0,
    revision: row.revision, deeds: row.deeds, departmentId: row.departmentId, staffId: row.staffId, nominated: { name: row.nominatedName, at: row.nominatedAt }, nominatedFromName: row.nominatedFrom === null ? null : ((await institutionNames(read, [row.nominatedFrom])).get(row.nominatedFrom) ?? ''), consentAt: row.consentAt, files: await listFiles(read, key),
    checks: isOver ? null : { at: now.toISOString(), rows: (await checksFor(viewer, row)).map((check) => ({ ...check, lines: [...check.lines] })) },
    // What was kept was taken before the commission and may tell of reports of misconduct.
    noticeChecks: ofCommission ? printed(row.noticeChecks) : null, decisionChecks: ofCommission ? printed(row.decisionChecks) : null,
    notice: row.noticedAt === null || row.noticeUntil === null ? null : { name: row.noticedName ?? '', at: row.noticedAt, until: row.noticeUntil },
    objections: !ofCommission
      ? null
      : objections.map((each) => ({
          objectionId: each.objectionId, said: each.said, filedAt: each.filedAt, named: each.author !== null,
          answer: each.answeredAt === null || each.answer === null ? null : { name: each.answeredName ?? '', at: each.answeredAt, founded: each.founded === true, said: each.answer }, blocked: { answer: refusalOf(rules.mayAnswer(actor, row, each.answeredAt)) },
        })),
    decision: row.decidedAt === null ? null : { name: row.decidedName ?? '', at: row.decidedAt, chosen: row.state !== 'declined', reason: row.decisionReason ?? '' },
    published: signed(row.publishedName, row.publishedAt), withdrawn: row.withdrawnAt === null ? null : { name: row.withdrawnName ?? '', at: row.withdrawnAt, reason: row.withdrawnReason ?? '' },
    blocked: {
      consent: refusalOf(rules.mayConsent(staffId, row)), notice: refusalOf(rules.mayNotice(actor, row)), decide: refusalOf(rules.mayDecide(actor, row, { today, unanswered })), publish: refusalOf(rules.mayPublish(actor, row)), withdraw: refusalOf(rules.mayWithdraw(actor, row)),
    },
  }
}
