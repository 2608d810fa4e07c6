import { RefusedError } from '../../kernel/refusal.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { Pages } from '../../server/platform/pages.ts'
import { leaguePage, methodPage } from './portal/league-pages.tsx'
import { planPage } from './portal/plan-pages.tsx'
import { findNewestPublic, listPublic } from './store/league.ts'
import { listClauses, listPhases } from './store/plans.ts'
import { findPublicPlan } from './store/portal.ts'

/** The public pages of the plan engine. */
export function planPages(pages: Pages): void {
  pages.get('/plans/:planId', async ({ read, session, elder, params, today, platform }) => {
    const { planId = '' } = params
    const plan = isUuid(planId) ? await findPublicPlan(read, planId) : undefined
    if (plan === undefined) throw new RefusedError('not_found')
    const frame = { title: plan.title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: `/plans/${planId}` }
    return { html: planPage(frame, plan, await listPhases(read, planId), await listClauses(read, planId), today, (await listPublic(read, planId)).length > 0) }
  })
  pages.get('/plans/:planId/league', async ({ read, session, elder, params, query, platform }) => {
    const { planId = '' } = params
    const plan = isUuid(planId) ? await findPublicPlan(read, planId) : undefined
    const all = plan === undefined ? [] : (await listPublic(read, planId)).map(({ period, publishedAt, figures }) => ({ period, publishedAt, ...figures }))
    const shown = query['period'] === undefined ? all[0] : all.find((each) => each.period === query['period'])
    if (plan === undefined || shown === undefined) throw new RefusedError('not_found')
    const frame = { title: `完成率排名 · ${plan.title}`, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: `/plans/${planId}/league?period=${shown.period}` }
    return { html: leaguePage(frame, plan, shown, all) }
  })
  pages.get('/league/method', async ({ read, session, elder, platform }) => {
    const found = await findNewestPublic(read)
    const line = found?.figures.rows.find((row) => row.rank !== null) ?? found?.figures.rows[0]
    const frame = { title: '完成率排名是怎么算的', elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: '/league/method' }
    return { html: methodPage(frame, found === undefined || line === undefined ? null : { ...line, institutionName: line.name, planTitle: found.planTitle }) }
  })
}
