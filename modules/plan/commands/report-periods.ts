import type { IsoDate } from '../../../kernel/calendar.ts'
import { endOfDay, startOfDay, type Instant } from '../../../kernel/instant.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import * as store from '../store/report-periods.ts'

// What the report packs read of a plan; they meet it nowhere else.

export type ReportPeriod = store.ReportPeriodRow
export type ReportDue = Awaited<ReturnType<typeof store.listReportDues>>[number]
export type WindowObligation = Awaited<ReturnType<typeof store.listWindowObligations>>[number]
export type { DutyWindow, VerdictCounts } from '../store/report-periods.ts'

/** Periods of report duties in the reader's scope with plan, clause, form key and verdict at `now`, earliest due first. */
export const listReportPeriods = (read: ReadTx, ask: store.ReportAsk, now: Instant): Promise<ReportPeriod[]> => store.listReportPeriods(read, ask, now)

/** One period of one institution; undefined where there is none in scope. */
export const findReportPeriod = async (read: ReadTx, institutionId: string, periodId: string, now: Instant): Promise<ReportPeriod | undefined> =>
  (await store.listReportPeriods(read, { institutionId, periodIds: [periodId], limit: 1 }, now))[0]

/** Institutions of running plans with how many report periods of these forms have opened by a day. */
export const countReportPeriods = store.countReportPeriods

/** Due times as they stand: a calendar or an extension may have moved them since. */
export const reportDueTimes = store.listDueTimes

/** Which forms plans ask for and when, of how many bodies, newest due day first. */
export const listReportDues = (read: ReadTx, ask: { planId?: string; from: IsoDate; to: IsoDate }): Promise<ReportDue[]> => store.listReportDues(read, ask)

/** The plan's obligations due in a window with their verdicts, without the reports themselves. */
export const windowObligations = (read: ReadTx, ask: store.DutyWindow, now: Instant, limit: number): Promise<WindowObligation[]> => store.listWindowObligations(read, ask, now, limit)

export const windowVerdicts = (read: ReadTx, ask: store.DutyWindow, now: Instant) => store.countVerdicts(read, ask, now)

/** Evidence handed in on the days of a window: what it proves, and its content by hash. */
export const windowEvidence = (read: ReadTx, ask: store.DutyWindow, limit: number) => store.listWindowEvidence(read, ask, { from: startOfDay(ask.fromOn), before: endOfDay(ask.toOn) }, limit)
