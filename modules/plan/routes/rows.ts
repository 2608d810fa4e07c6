import type { z } from 'zod'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { ObligationRow } from '../contract.ts'
import type { CheckView } from '../contract/views.ts'
import { whyAt, type StoredWhy } from '../rules/why.ts'
import { nameOf } from '../commands/evidence.ts'
import type { listChecksOf } from '../store/draws.ts'
import type { Keyset, ListedObligation } from '../store/obligations.ts'

/** The day on which the due time ends: 24:00 of a day is the next day's first instant. */
export const dueDay = (dueAt: string): string => shanghaiDate(new Date(Date.parse(dueAt) - 1).toISOString())

export function rowOf(row: ListedObligation, now: string): z.input<typeof ObligationRow> {
  const verdict = nameOf(row, now)
  const why = whyAt(row.why as StoredWhy | null, verdict)
  return {
    institutionId: row.institutionId, institutionName: row.institutionName, periodId: row.periodId, planId: row.planId, planTitle: row.planTitle, clauseId: row.clauseId, clausePrinted: row.clausePrinted, clauseTitle: row.clauseTitle,
    dutyId: row.dutyId, kind: row.kind, text: row.text, role: row.role, fromOn: row.fromOn, toOn: row.toOn, opensOn: row.opensOn, dueOn: row.extendedFrom === null ? row.periodDueOn : dueDay(row.dueAt), dueAt: row.dueAt,
    verdict, why: { code: why.code, params: { ...why.params } }, claimedAt: row.claimedAt, verifiedAt: row.verifiedAt,
  }
}

/** A check as its obligation shows it. */
export const showCheck = ({ drawId, seed, sha256, drawnAt, outcome, remark, checkedAt, checkedByName }: Awaited<ReturnType<typeof listChecksOf>>[number]): z.input<typeof CheckView> => ({ drawId, seed, sha256, drawnAt, outcome, remark, checkedAt, checkedByName })

/** Keyset cursors: three values the list is ordered by. A cursor that is not ours begins at the first page. */
export function readCursor(text: string | undefined): Keyset {
  const [at = '', periodId = '', institutionId = ''] = (text ?? '').split('~')
  return !Number.isNaN(Date.parse(at)) && isUuid(periodId) && isUuid(institutionId) ? { dueAt: new Date(at).toISOString(), periodId, institutionId } : null
}

export const writeCursor = (at: string, row: { periodId: string; institutionId: string }): string => `${at}~${row.periodId}~${row.institutionId}`

/** One row more than asked for tells whether there is a next page. */
export function page<Row extends { periodId: string; institutionId: string }, Out>(found: readonly Row[], limit: number, at: (row: Row) => string, show: (row: Row) => Out): { rows: Out[]; next: string | null } {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows: rows.map(show), next: found.length > limit && last !== undefined ? writeCursor(at(last), last) : null }
}
