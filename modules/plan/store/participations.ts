import type { ReadTx } from '../../../server/platform/database.ts'

/** Which institution takes part in which campaign, as far as the reader's scope goes. */
export const listParticipations = (read: ReadTx, planId: string | undefined) =>
  read
    .selectFrom('plan_participant as pp')
    .innerJoin('plan as p', 'p.id', 'pp.plan_id')
    .select(['pp.institution_id as institutionId', 'pp.plan_id as planId', 'p.title as planTitle'])
    .$if(planId !== undefined, (query) => query.where('pp.plan_id', '=', planId ?? ''))
    .orderBy('p.starts_on', 'desc')
    .limit(5000)
    .execute()
