import { addDays } from '../../../kernel/calendar.ts'
import type { App } from '../../../server/platform/app.ts'
import { listReportDues, listReportPeriods } from '../../plan/public.ts'
import { draftRow } from '../commands/pack.ts'
import { reportContract } from '../contract.ts'
import { formKeys, formOf } from '../forms.ts'
import { countStandings, listDone, listInHand, listStandings } from '../store/packs.ts'
import { listRuns } from '../store/runs.ts'
import { formName, rowOf } from '../views.ts'

/** How far ahead a report that has not opened is shown, and how far back the commission's list reaches. */
const aheadDays = 14
const backDays = 62

const cursor = /^(\d{4}-\d\d-\d\d)\|([0-9a-f-]{36})$/

export function listRoutes(app: App): void {
  app.query(reportContract.listInHand, async ({ read, actor, now, today }) => {
    if (actor.institutionId === null) return { rows: [] }
    const at = now.toISOString()
    const inHand = await listInHand(read, { institutionId: actor.institutionId }, 500)
    // What was handed in is not in hand, and what is closed is asked for no more.
    const periods = (await listReportPeriods(read, { institutionId: actor.institutionId, formKeys: formKeys(), dueFrom: addDays(today, -366), opensUntil: addDays(today, aheadDays), limit: 500 }, at)).filter((period) => (period.verdict === 'due' || period.verdict === 'overdue') && period.planState === 'running')
    const opened = new Set((await listStandings(read, actor.institutionId, periods.map((period) => period.periodId))).map((pack) => pack.packId))
    const unopened = periods.filter((period) => !opened.has(period.periodId)).map((period) => rowOf(draftRow(period, at), { institution: period.institutionName, plan: period.planTitle }, today, true))
    const rows = [...inHand.map((pack) => rowOf(pack, { institution: pack.institutionName, plan: pack.planTitle }, today, false)), ...unopened]
    return { rows: rows.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.packId < b.packId ? -1 : 1)) }
  })

  app.query(reportContract.listDone, async ({ read, actor, query, today }) => {
    const institutionId = query.institutionId ?? actor.institutionId
    if (institutionId === null) return { rows: [], next: null }
    const [, dueOn, id] = cursor.exec(query.after ?? '') ?? []
    const found = await listDone(read, { institutionId }, dueOn === undefined || id === undefined ? null : { dueOn, id }, query.limit + 1)
    const rows = found.slice(0, query.limit)
    const last = rows.at(-1)
    return { rows: rows.map((pack) => rowOf(pack, { institution: pack.institutionName, plan: pack.planTitle }, today, false)), next: found.length > query.limit && last !== undefined ? `${last.dueOn}|${last.packId}` : null }
  })

  app.query(reportContract.listDues, async ({ read, query, now, today }) => {
    const from = addDays(today, -backDays)
    const dues = await listReportDues(read, { from, to: addDays(today, aheadDays), ...(query.planId === undefined ? {} : { planId: query.planId }) })
    const counts = Map.groupBy(await countStandings(read, from), (row) => `${row.planId} ${row.formKey} ${row.toOn}`)
    return {
      rows: dues.flatMap((due) => {
        if (due.formKey === null || formOf(due.formKey) === undefined) return []
        const rows = counts.get(`${due.planId} ${due.formKey} ${due.toOn}`) ?? []
        const count = (wanted: (row: (typeof rows)[number]) => boolean) => rows.filter(wanted).reduce((sum, row) => sum + row.n, 0)
        const [waiting, accepted, returned] = [count((row) => row.standing === 'submitted'), count((row) => row.standing === 'accepted'), count((row) => row.standing === 'returned')]
        return [{
          planId: due.planId, planTitle: due.planTitle, commissionName: due.commissionName, formKey: due.formKey, formName: formName(due.formKey), fromOn: due.fromOn, toOn: due.toOn, dueOn: due.dueOn, asked: due.asked, in: waiting + accepted,
          late: count((row) => row.onTime === false && (row.standing === 'submitted' || row.standing === 'accepted')), missing: due.asked - waiting - accepted - returned, waiting, accepted, returned, past: due.dueAt <= now.toISOString(),
        }]
      }),
    }
  })

  app.query(reportContract.listRuns, async ({ read }) => ({
    rows: (await listRuns(read, 20)).map(({ institutionId: _body, runId: _run, failed, ...run }) => ({ ...run, failed: failed === '' ? 0 : failed.split(' ').length })),
  }))
}
