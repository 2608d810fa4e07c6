import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Review } from '../rules/guide-review.ts'

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'version', 'account_id as accountId', 'staff_id as staffId', 'name', 'post', 'remark', 'signed_at as signedAt', 'withdrawn_at as withdrawnAt', 'withdrawn_why as withdrawnWhy'] as const

/** The newest signature under a version that stands; only the system sees those of other houses. */
export const standingReview = (read: ReadTx, version: string): Promise<Review | undefined> => read.selectFrom('guide_review').select(columns).where('version', '=', version).where('withdrawn_at', 'is', null).orderBy('signed_at', 'desc').limit(1).executeTakeFirst()

/** Signatures that the reader may see, of every version, the newest first. */
export const listReviews = (read: ReadTx): Promise<Review[]> => read.selectFrom('guide_review').select(columns).orderBy('signed_at', 'desc').limit(100).execute()

export const insertReview = (tx: Tx, review: Review) =>
  tx.insertInto('guide_review').values({ institution_id: review.institutionId, region_code: review.regionCode, id: review.id, version: review.version, account_id: review.accountId, staff_id: review.staffId, name: review.name, post: review.post, remark: review.remark, signed_at: review.signedAt }).execute()

export const loadReviewForUpdate = (tx: Tx, key: { institutionId: string; reviewId: string }): Promise<Review> =>
  tx.selectFrom('guide_review').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.reviewId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const saveWithdrawal = (tx: Tx, review: Review) => tx.updateTable('guide_review').set({ withdrawn_at: review.withdrawnAt, withdrawn_why: review.withdrawnWhy }).where('institution_id', '=', review.institutionId).where('id', '=', review.id).execute()
