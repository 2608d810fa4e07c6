import { listLaunchedBy } from '../store/plans.ts'
import { serviceSource } from './service-source.ts'

/** What a commission's duty to read and issue plans is carried by: the plans it launched. */
export const planReadingKey = 'plan-reading'

/** Facts of `service` duties bound to the reading and launching of plans. */
export const planServices = serviceSource('plan', '/reader', {
  [planReadingKey]: {
    zh: '方案解读与下达', en: 'Plan reading',
    uses: async (read, institutionId, from, to) => (await listLaunchedBy(read, institutionId, from, to)).map((plan) => ({ at: plan.launchedAt, title: plan.title, link: `/plans/${plan.id}` })),
  },
})
