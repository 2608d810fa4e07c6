import { h, type ComponentChildren } from 'preact'
import { firstOfMonth, isIsoDate, lastOfMonth } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { PageLook, Pages } from '../../../server/platform/pages.ts'
import { findInstitution, institutionNames, listInstitutions } from '../../directory/public.ts'
import type { PagesGiven } from './given.ts'
import { answerPage, answersPage } from '../portal/answer-pages.tsx'
import { figuresPage, FigureTable } from '../portal/figures-page.tsx'
import { openTexts as t } from '../portal/open-texts.ts'
import { listPublished, matterStatistics, publishedAnswer } from '../public.ts'
import { openFigure, recentMonths, withCompanion, type Counts, type OpenFigure } from '../rules/open-figures.ts'
import { asPortal } from './way-in.ts'

const atATime = 20
const complaint = 'complaint'

/** What everybody may read: published answers, and how many complained where. */
export function openPages(pages: Pages, given: PagesGiven): void {
  const counted = new Map<string, { readonly minute: number; readonly rows: readonly OpenFigure[] }>()
  pages.get(
    '/answers',
    async (visit) => {
      const { query, lang, read } = visit
      const text = (query['text'] ?? '').trim().slice(0, 60)
      const tooShort = Array.from(text).length === 1
      const id = query['body'] ?? ''
      const body = isUuid(id) ? await findInstitution(read, id) : undefined
      const after = query['after']
      const found = tooShort ? { rows: [], next: null } : await listPublished(visit, { limit: atATime, ...(body === undefined ? {} : { institutionId: body.id }), ...(text === '' ? {} : { text }), ...(after === undefined ? {} : { after }) })
      const path = body === undefined ? '/answers' : `/answers?body=${body.id}`
      return { html: answersPage(frameOf(visit, t.answers[lang], path), lang, { rows: found.rows, text, body: body === undefined ? null : { id: body.id, name: body.name }, next: found.next, later: after !== undefined, tooShort }) }
    },
    asPortal,
  )
  pages.get(
    '/answers/:institutionId/:matterId',
    async (visit) => {
      const { institutionId = '', matterId = '' } = visit.params
      if (!isUuid(institutionId) || !isUuid(matterId)) throw new RefusedError('not_found')
      const row = await publishedAnswer(visit, { institutionId, matterId })
      return { html: answerPage(frameOf(visit, row.title, `/answers/${institutionId}/${matterId}`), visit.lang, row) }
    },
    asPortal,
  )
  pages.get(
    '/figures',
    async (visit) => {
      const { read, query, lang, today } = visit
      const months = recentMonths(today, 6)
      const month = months.includes(query['month'] ?? '') ? (query['month'] ?? '') : (months[1] ?? '')
      const from = `${month}-01`
      const to = lastOfMonth(from)
      const bodies = await listInstitutions(read, { regionPrefix: '', withCommissions: false })
      const visits = await given.visitsOf(read, bodies.map((body) => body.id), month)
      // Everybody may open this page, and it counts a month of a whole region: once a minute is often enough.
      const minute = Math.floor(visit.now.getTime() / 60_000)
      if (counted.get(month)?.minute !== minute) counted.set(month, { minute, rows: await figuresOf(visit, bodies, from, to, visits) })
      const rows = counted.get(month)?.rows ?? []
      return { html: figuresPage(frameOf(visit, t.figures[lang], `/figures?month=${month}`), lang, { rows, from, to: to > today ? today : to, month, months, hasVisits: visits.size > 0, bulletins: given.bulletins }) }
    },
    asPortal,
  )
}

/** One line of each body that anybody complained about. */
async function figuresOf(visit: PageLook, bodies: readonly { readonly id: string; readonly regionCode: string }[], from: string, to: string, visits: ReadonlyMap<string, number>): Promise<OpenFigure[]> {
  const counts = new Map<string, Counts>()
  for (const row of await matterStatistics(visit, { institutionIds: bodies.map((body) => body.id), from, to })) {
    if (row.kind === complaint && row.received > 0) counts.set(row.institutionId, { received: row.received, due: row.dueAnswered, inTime: row.answeredInTime, asked: row.calledBack, solved: row.solved })
  }
  const names = await institutionNames(visit.read, [...counts.keys()])
  const rows = bodies.flatMap(({ id, regionCode }) => {
    const each = counts.get(id)
    return each === undefined ? [] : [{ ...openFigure({ institutionId: id, name: names.get(id) ?? '' }, each, visits.get(id) ?? null), regionCode }]
  })
  return withCompanion(rows).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The last three months of one body, as a piece of its page; null where nobody complained. */
export async function complaintsOfBody(visit: PageLook, body: { readonly id: string; readonly regionCode: string }): Promise<ComponentChildren> {
  const months = recentMonths(visit.today, 3)
  const from = firstOfMonth(`${months.at(-1) ?? ''}-01`)
  if (!isIsoDate(from)) return null
  const rows = await figuresOf(visit, [body], from, visit.today, new Map())
  return rows.length === 0 ? null : h(FigureTable, { rows, lang: visit.lang, hasVisits: false })
}
