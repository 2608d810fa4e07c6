import type { ComponentChildren } from 'preact'
import { systemActor } from '../kernel/actor.ts'
import { isUuid } from '../kernel/ids.ts'
import { RefusedError } from '../kernel/refusal.ts'
import { findInstitution, listInstitutions, institutionNames } from '../modules/directory/public.ts'
import { institutionKindNames } from '../modules/directory/rules/kinds.ts'
import { openFigures } from '../modules/measure/public.ts'
import { publicPlans, publicStanding } from '../modules/plan/public.ts'
import { showsFigures } from '../modules/prescribing/public.ts'
import { newestOpenItem } from '../modules/register/public.ts'
import type { Institution } from '../modules/directory/public.ts'
import type { PageLook, Pages } from '../server/platform/pages.ts'
import { bodiesPage, bodyPage, type BodyLine } from './body-pages.tsx'
import { frameOf } from './frame.ts'
import { homePage } from './home-page.tsx'
import { homeTexts as t } from './home-texts.ts'
import { runningPage, standingPage } from './running-page.tsx'

const asPortal = { as: systemActor('portal') } as const
const atATime = 50
const none = { met: 0, due: 0, overdue: 0, unmet: 0, waived: 0 }
type Totals = typeof none

/** The complaints of one hospital as a piece of its page; null where there were none. */
export type ComplaintsOf = (visit: PageLook, body: { readonly id: string }) => Promise<ComponentChildren>

const lineOf = (body: Institution): BodyLine => ({ id: body.id, name: body.name, kind: institutionKindNames[body.kind], address: body.address, phone: body.phone })
const add = (a: Totals, b: Totals): Totals => ({ met: a.met + b.met, due: a.due + b.due, overdue: a.overdue + b.overdue, unmet: a.unmet + b.unmet, waived: a.waived + b.waived })

/** Pages that put together what several modules make public: the first page, hospitals, running plans. */
export function citizenPages(pages: Pages, complaintsOf: ComplaintsOf, satisfactionOf: ComplaintsOf): void {
  pages.get('/', async ({ read, ...visit }) => ({ html: homePage(frameOf(visit, t.title[visit.lang], '/'), visit.lang, await publicPlans(read)) }))

  pages.get('/bodies', async ({ read, query, ...visit }) => {
    const text = (query['text'] ?? '').trim()
    const tooShort = Array.from(text).length === 1
    const all = (await listInstitutions(read, { regionPrefix: '', withCommissions: true })).filter((body) => text === '' || body.name.includes(text) || body.shortName.includes(text))
    const from = Math.max(0, Number.parseInt(query['after'] ?? '0', 10) || 0)
    const rows = tooShort ? [] : all.slice(from, from + atATime).map(lineOf)
    return { html: bodiesPage(frameOf(visit, t.bodies[visit.lang], '/bodies'), visit.lang, { rows, text, tooShort, next: !tooShort && all.length > from + atATime ? String(from + atATime) : null }) }
  })

  pages.get(
    '/bodies/:institutionId',
    async (visit) => {
      const { read, params, lang, today, now } = visit
      const id = params['institutionId'] ?? ''
      const body = isUuid(id) ? await findInstitution(read, id) : undefined
      if (body === undefined || !body.active) throw new RefusedError('not_found')
      const [plans, standing, channels, complaints, satisfaction, drugUse, figures] = await Promise.all([publicPlans(read), publicStanding(read, { institutionId: id, now: now.toISOString() }), newestOpenItem(read, 'complaint-channel', id, today), complaintsOf(visit, body), satisfactionOf(visit, body), showsFigures(read, id), openFigures(read, body, today)])
      const shown = plans.flatMap((plan) => {
        const found = standing.find((each) => each.planId === plan.id)
        return found === undefined ? [] : [{ id: plan.id, title: plan.title, totals: found.totals }]
      })
      return { html: bodyPage(frameOf(visit, body.name, `/bodies/${id}`), lang, { body: lineOf(body), plans: shown, channels, complaints, satisfaction, drugUse, figures }) }
    },
    asPortal,
  )

  pages.get(
    '/running',
    async ({ read, now, ...visit }) => {
      const standing = Map.groupBy(await publicStanding(read, { institutionId: null, now: now.toISOString() }), (each) => each.planId)
      const plans = (await publicPlans(read)).map((plan) => ({ ...plan, totals: (standing.get(plan.id) ?? []).reduce((sum, each) => add(sum, each.totals), none) }))
      return { html: runningPage(frameOf(visit, t.running[visit.lang], '/running'), visit.lang, plans) }
    },
    asPortal,
  )
  pages.get(
    '/running/:planId',
    async ({ read, now, params, ...visit }) => {
      const plan = (await publicPlans(read)).find((each) => each.id === params['planId'])
      if (plan === undefined) throw new RefusedError('not_found')
      const standing = (await publicStanding(read, { institutionId: null, now: now.toISOString() })).filter((each) => each.planId === plan.id)
      const names = await institutionNames(read, standing.map((each) => each.institutionId))
      const rows = standing.map((each) => ({ ...each, name: names.get(each.institutionId) ?? '' })).sort((a, b) => (a.name < b.name ? -1 : 1))
      return { html: standingPage(frameOf(visit, plan.title, `/running/${plan.id}`), visit.lang, plan, rows) }
    },
    asPortal,
  )
}
