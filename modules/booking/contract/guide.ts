import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { readerRoles, signerRoles } from '../rules/guide-review.ts'

const words = z.object({ zh: z.string(), en: z.string() })
const ReviewView = z.object({ institutionId: id, id, isCurrent: z.boolean(), version: z.string(), name: z.string(), post: z.string(), institution: z.string(), remark: z.string(), signedAt: isoInstant, withdrawnAt: isoInstant.nullable(), withdrawnWhy: z.string().nullable(), blocked: z.object({ withdraw: z.string().nullable() }) })

const FlagView = z.object({ name: words, level: z.enum(['call', 'go']) })

export const GuideView = z.object({
  version: z.string(),
  /** Danger signs that are asked with every complaint; those of a complaint come on top. */
  always: z.array(FlagView),
  /** Complaint by complaint what the guide asks and where it leads, for whoever reads it through. */
  symptoms: z.array(z.object({ key: z.string(), name: words, adult: z.array(words), child: z.array(words), flags: z.array(FlagView) })),
  reviews: z.array(ReviewView),
  blocked: z.object({ sign: z.string().nullable() }),
})
const PortalDayView = z.object({ onDate: isoDate, found: z.number().int(), guided: z.number().int(), booked: z.number().int(), refused: z.number().int(), lettersSent: z.number().int(), lettersRead: z.number().int() })

export const guideContract = {
  loadGuide: endpoint({ method: 'GET', path: '/guide-review', access: [...readerRoles], summary: 'The triage guide to read through, and who signed it', reply: GuideView }),
  signGuide: endpoint({ method: 'POST', path: '/guide-review', access: [...signerRoles], summary: 'A physician signs the version that was read', body: z.object({ version: z.string().length(64), remark: z.string().trim().max(300).default(''), password: z.string().min(1).max(200), code: z.string().trim().min(1).max(40) }) }),
  withdrawGuide: endpoint({ method: 'POST', path: '/guide-review/:institutionId/:reviewId/withdrawal', access: [...readerRoles], summary: 'The signature is taken back, with the reason', params: z.object({ institutionId: id, reviewId: id }), body: z.object({ reason: z.string().trim().min(2).max(300) }) }),
  listPortalDays: endpoint({ method: 'GET', path: '/portal-days', access: [...readerRoles], summary: 'What was looked for, booked and read in the portal, by day', query: z.object({ institutionId: id.optional(), days: z.coerce.number().int().min(1).max(92).default(28) }), reply: z.object({ rows: z.array(PortalDayView) }) }),
}
