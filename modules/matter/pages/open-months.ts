import { h, type ComponentChildren } from 'preact'
import { lastOfMonth } from '../../../kernel/calendar.ts'
import type { PageLook } from '../../../server/platform/pages.ts'
import { listInstitutions } from '../../directory/public.ts'
import { MonthTable } from '../portal/figures-page.tsx'
import { matterStatistics } from '../public.ts'
import { openFigure, recentMonths, withCompanion, type Counts, type OpenFigure } from '../rules/open-figures.ts'
import type { PagesGiven } from './given.ts'

const complaint = 'complaint'

type OpenMonth = { readonly rows: readonly OpenFigure[]; readonly hasVisits: boolean }
export type OpenMonths = (visit: PageLook, month: string) => Promise<OpenMonth>

/**
 * What everybody may read of a month's complaints (Rule PO-6), counted in one place: two pages that withheld differently
 * would together tell what each withholds. It counts a whole region and anybody may ask: once a minute is often enough.
 */
export function newOpenMonths(visitsOf: PagesGiven['visitsOf']): OpenMonths {
  const counted = new Map<string, { readonly minute: number; readonly found: OpenMonth }>()
  return async (visit, month) => {
    const minute = Math.floor(visit.now.getTime() / 60_000)
    const known = counted.get(month)
    if (known?.minute === minute) return known.found
    const found = await countMonth(visit, month, visitsOf)
    counted.set(month, { minute, found })
    return found
  }
}

/** One line of each body that anybody complained about. */
async function countMonth(visit: PageLook, month: string, visitsOf: PagesGiven['visitsOf']): Promise<OpenMonth> {
  const bodies = await listInstitutions(visit.read, { regionPrefix: '', withCommissions: false })
  const ids = bodies.map((body) => body.id)
  const [visits, statistics] = await Promise.all([visitsOf(visit.read, ids, month), matterStatistics(visit, { institutionIds: ids, from: `${month}-01`, to: lastOfMonth(`${month}-01`) })])
  const counts = new Map<string, Counts>()
  for (const row of statistics) {
    if (row.kind === complaint && row.received > 0) counts.set(row.institutionId, { received: row.received, due: row.dueAnswered, inTime: row.answeredInTime, asked: row.calledBack, solved: row.solved })
  }
  const rows = bodies.flatMap(({ id, name, regionCode }) => {
    const each = counts.get(id)
    return each === undefined ? [] : [{ ...openFigure({ institutionId: id, name }, each, visits.get(id) ?? null), regionCode }]
  })
  return { rows: withCompanion(rows).sort((a, b) => (a.name < b.name ? -1 : 1)), hasVisits: visits.size > 0 }
}

/** The last three months of one body, each as it stands among the others, as a piece of its page; null where nobody complained. */
export const complaintsOfBody =
  (ofMonth: OpenMonths) =>
  async (visit: PageLook, body: { readonly id: string }): Promise<ComponentChildren> => {
    const months = await Promise.all(recentMonths(visit.today, 3).map(async (month) => ({ month, row: (await ofMonth(visit, month)).rows.find((row) => row.institutionId === body.id) })))
    const rows = months.flatMap(({ month, row }) => (row === undefined ? [] : [{ month, row }]))
    return rows.length === 0 ? null : h(MonthTable, { rows, lang: visit.lang })
  }
