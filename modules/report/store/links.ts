import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type LinkKey = { readonly institutionId: string; readonly planId: string; readonly lowerPlanId: string }

/** The lower campaigns that were said to belong to one of a commission's own. */
export const listLinked = async (read: ReadTx, institutionId: string, planId: string): Promise<string[]> =>
  (await read.selectFrom('report_link').select('lower_plan_id as id').where('institution_id', '=', institutionId).where('plan_id', '=', planId).orderBy('lower_plan_id').execute()).map((row) => row.id)

export const insertLink = async (tx: Tx, key: LinkKey, by: { readonly regionCode: string; readonly at: string; readonly id: string; readonly name: string }): Promise<boolean> =>
  (await tx
    .insertInto('report_link')
    .values({ institution_id: key.institutionId, plan_id: key.planId, lower_plan_id: key.lowerPlanId, region_code: by.regionCode, linked_at: by.at, linked_by: by.id, linked_name: by.name })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()).numInsertedOrUpdatedRows === 1n

export const deleteLink = async (tx: Tx, key: LinkKey): Promise<boolean> =>
  (await tx.deleteFrom('report_link').where('institution_id', '=', key.institutionId).where('plan_id', '=', key.planId).where('lower_plan_id', '=', key.lowerPlanId).executeTakeFirst()).numDeletedRows === 1n
