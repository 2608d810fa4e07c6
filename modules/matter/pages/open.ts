import { lastOfMonth } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { Pages } from '../../../server/platform/pages.ts'
import { findInstitution } from '../../directory/public.ts'
import type { PagesGiven } from './given.ts'
import type { OpenMonths } from './open-months.ts'
import { answerPage, answersPage } from '../portal/answer-pages.tsx'
import { figuresPage } from '../portal/figures-page.tsx'
import { openTexts as t } from '../portal/open-texts.ts'
import { listPublished, publishedAnswer } from '../public.ts'
import { recentMonths } from '../rules/open-figures.ts'
import { asPortal } from './way-in.ts'

const atATime = 20

/** What everybody may read: published answers, and how many complained where. */
export function openPages(pages: Pages, given: PagesGiven, ofMonth: OpenMonths): void {
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
      const { query, lang, today } = visit
      const months = recentMonths(today, 6)
      const month = months.includes(query['month'] ?? '') ? (query['month'] ?? '') : (months[1] ?? '')
      const from = `${month}-01`
      const to = lastOfMonth(from)
      const { rows, hasVisits } = await ofMonth(visit, month)
      return { html: figuresPage(frameOf(visit, t.figures[lang], `/figures?month=${month}`), lang, { rows, from, to: to > today ? today : to, month, months, hasVisits, bulletins: given.bulletins }) }
    },
    asPortal,
  )
}
