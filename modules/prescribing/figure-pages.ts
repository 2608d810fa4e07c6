import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { PageLook, Pages } from '../../server/platform/pages.ts'
import { findInstitution, institutionsByIds } from '../directory/public.ts'
import { drugUseIndexPage, drugUsePage } from './portal/drug-use-page.tsx'
import type { PurchasePublished } from './rules/purchase-public.ts'
import type { RankTable } from './rules/rank.ts'
import { housesShowing, listShown, type RankingPublished } from './store/published.ts'

const asPortal = { as: systemActor('portal') } as const
const months = 6

/** Rule PR-76: what houses made public of their drug use, for everybody, without signing in and without a script. */
export function figurePages(pages: Pages): void {
  pages.get('/drug-use', async ({ read, ...visit }) => {
    const found = await institutionsByIds(read, (await housesShowing(read)).map((each) => each.institutionId))
    return { html: drugUseIndexPage(frameOf(visit, '药品用量公示', '/drug-use'), found.filter((each) => each.active).sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ id, name }) => ({ id, name }))) }
  }, asPortal)
  pages.get('/drug-use/:institutionId', async ({ read, params, ...visit }) => {
    const id = params['institutionId'] ?? ''
    const body = isUuid(id) ? await findInstitution(read, id) : undefined
    if (body === undefined || !body.active) throw new RefusedError('not_found')
    const [drugs, ranking, bought] = await Promise.all([listShown<RankTable>(read, id, 'drug-use', months), listShown<RankingPublished>(read, id, 'ratio-ranking', months), listShown<PurchasePublished>(read, id, 'purchase', months)])
    return { html: drugUsePage(frameOf(visit, `药品用量公示 · ${body.name}`, `/drug-use/${id}`), { id, name: body.name }, { drugs, ranking, bought }) }
  }, asPortal)
}

const frameOf = ({ elder, session, platform }: Pick<PageLook, 'elder' | 'session' | 'platform'>, title: string, path: string) => ({ title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path })
