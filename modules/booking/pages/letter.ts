import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { Pages } from '../../../server/platform/pages.ts'
import { findInstitution } from '../../directory/public.ts'
import { openLetter } from '../letter.ts'
import { countInPortal } from '../portal-tally.ts'
import { letterPage } from '../portal/letter-page.tsx'
import { letterTexts as t } from '../portal/letter-texts.ts'
import { asPortal } from './way.ts'

/** Rule BK-66: the letter by its address in a message or on a booking; an opening from there is counted once, and the address it leads to counts nothing. */
export function letterPages(pages: Pages): void {
  pages.get(
    '/letters/:institutionId',
    async (visit) => {
      const { read, lang, today, params, query, platform } = visit
      const institutionId = params['institutionId'] ?? ''
      const body = isUuid(institutionId) ? await findInstitution(read, institutionId) : undefined
      const letter = body === undefined ? null : await openLetter(read, institutionId, today)
      if (body === undefined || letter === null) throw new RefusedError('not_found')
      if (query['from'] === 'message' || query['from'] === 'booking') {
        countInPortal(platform, institutionId, 'letter-read')
        return { redirect: `/letters/${institutionId}` }
      }
      const said = (key: string) => letter.fields.find((field) => field.key === key)?.said ?? ''
      return { html: letterPage(frameOf(visit, t.title[lang], `/letters/${institutionId}`), lang, { hospital: body.name, body: said('body'), phone: said('phone'), on: letter.on }) }
    },
    asPortal,
  )
}
