import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import type { Pages } from '../../server/platform/pages.ts'
import { findInstitution, institutionNames } from '../directory/public.ts'
import { resultPage, resultsPage } from './portal/results-pages.tsx'
import { resultTexts as t } from './portal/texts.ts'
import { rateOf } from './rules/result.ts'
import { listPublished } from './store/cycles.ts'

const asPortal = { as: systemActor('portal.review') } as const
const [bodies, months] = [2000, 36]

/** Published results for citizens: sums without anybody's name. */
export function reviewPages(pages: Pages): void {
  pages.get('/reviews', async ({ read, ...visit }) => {
    const newest = [...Map.groupBy(await listPublished(read, null, bodies), (each) => each.institutionId).values()].flatMap((own) => own[0] ?? [])
    const names = await institutionNames(read, newest.map((each) => each.institutionId))
    const rows = newest.map(({ institutionId, month, result }) => ({ institutionId, name: names.get(institutionId) ?? '', month, ...rateOf(result) }))
    return { html: resultsPage(frameOf(visit, t.title[visit.lang], '/reviews'), visit.lang, rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))) }
  }, asPortal)
  pages.get('/reviews/:institutionId', async ({ read, ...visit }) => {
    const { institutionId = '' } = visit.params
    const published = isUuid(institutionId) ? await listPublished(read, institutionId, months) : []
    const asked = visit.query['m']
    const row = asked === undefined ? published[0] : published.find((each) => each.month.startsWith(asked))
    const body = row === undefined ? undefined : await findInstitution(read, institutionId)
    if (row === undefined || body === undefined) throw new RefusedError('not_found')
    const others = published.map((each) => each.month)
    return { html: resultPage(frameOf(visit, t.title[visit.lang], `/reviews/${institutionId}${asked === undefined ? '' : `?m=${row.month.slice(0, 7)}`}`), visit.lang, { ...row, name: body.name, others }) }
  }, asPortal)
}
