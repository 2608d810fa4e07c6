import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { findInstitution, holdingOf, type Holder } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import { loadGuide, versionOf } from '../guide.ts'
import { maySignGuide, mayWithdrawGuide, signerRoles, type Review } from '../rules/guide-review.ts'
import { insertReview, listReviews, loadReviewForUpdate, saveWithdrawal } from '../store/guide-reviews.ts'

/** Today's post of whoever signs, by today's posts and not by what the session remembers. */
async function postOf(act: Act): Promise<Holder | null> {
  for (const role of signerRoles) {
    const held = hasRole(act.actor, role) ? await holdingOf(act.tx, act.actor.institutionId ?? '', { accountId: act.actor.id, role }, act.today) : null
    if (held !== null) return held
  }
  return null
}

/**
 * Rule TG-10: a physician signs the version that was read, with password and second factor. A wrong password or code is
 * counted, so its refusal is answered and not thrown.
 */
export async function signGuide(act: Act, ask: { version: string; remark: string; password: string; code: string }): Promise<RefusedError | null> {
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  const post = await postOf(act)
  const version = versionOf(loadGuide())
  const own = (await listReviews(act.tx)).some((each) => each.version === version && each.accountId === act.actor.id && each.withdrawnAt === null)
  const no = maySignGuide(act.actor, { version, read: ask.version, own, holdsPost: post !== null })
  if (no !== null || post === null || body === undefined) throw new RefusedError(no?.refused ?? 'booking.guide_physicians')
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const review: Review = { institutionId: body.id, regionCode: body.regionCode, id: act.newId(), version, accountId: act.actor.id, staffId: post.staffId, name: post.name, post: post.title, remark: ask.remark, signedAt: act.now.toISOString(), withdrawnAt: null, withdrawnWhy: null }
  await insertReview(act.tx, review)
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'booking.guide_signed', subjectId: review.id, detail: { version, name: review.name, post: review.post, remark: review.remark } })
  return null
}

export async function withdrawGuide(act: Act, key: { institutionId: string; reviewId: string }, reason: string): Promise<void> {
  const review = await loadReviewForUpdate(act.tx, key)
  const no = mayWithdrawGuide(act.actor, review)
  if (no !== null) throw new RefusedError(no.refused)
  await saveWithdrawal(act.tx, { ...review, withdrawnAt: act.now.toISOString(), withdrawnWhy: reason })
  await act.record({ institutionId: review.institutionId, regionCode: review.regionCode, kind: 'booking.guide_withdrawn', subjectId: review.id, detail: { version: review.version, reason } })
}
