import { RefusedError } from '../../kernel/refusal.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { Pages } from '../../server/platform/pages.ts'
import { homePage, planPage } from './portal/plan-pages.tsx'
import { listClauses, listPhases } from './store/plans.ts'
import { findPublicPlan, listPublicPlans } from './store/portal.ts'

/** The public pages of the plan engine. */
export function planPages(pages: Pages): void {
  pages.get('/', async ({ read, session, elder, platform }) => ({
    html: homePage({ title: '首页', elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: '/' }, await listPublicPlans(read)),
  }))
  pages.get('/plans/:planId', async ({ read, session, elder, params, today, platform }) => {
    const { planId = '' } = params
    const plan = isUuid(planId) ? await findPublicPlan(read, planId) : undefined
    if (plan === undefined) throw new RefusedError('not_found')
    const frame = { title: plan.title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: `/plans/${planId}` }
    return { html: planPage(frame, plan, await listPhases(read, planId), await listClauses(read, planId), today) }
  })
}
