import type { ReadTx } from '../../../server/platform/database.ts'

/** Issued plans that are running: public text, readable without signing in. */
export const listPublicPlans = (read: ReadTx) =>
  read
    .selectFrom('plan')
    .select(['id', 'title', 'issuer', 'number', 'issued_on as issuedOn', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('state', '=', 'running')
    .orderBy('starts_on', 'desc')
    .limit(100)
    .execute()
export type PublicPlan = Awaited<ReturnType<typeof listPublicPlans>>[number]

export const findPublicPlan = (read: ReadTx, planId: string) =>
  read
    .selectFrom('plan')
    .select(['id', 'title', 'issuer', 'number', 'issued_on as issuedOn', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('id', '=', planId)
    .where('state', 'in', ['running', 'closed'])
    .executeTakeFirst()
