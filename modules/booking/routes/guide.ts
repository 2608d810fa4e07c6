import { addDays } from '../../../kernel/calendar.ts'
import { refusalOf } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { institutionNames } from '../../directory/public.ts'
import { signGuide, withdrawGuide } from '../commands/guide-review.ts'
import { guideContract as contract } from '../contract/guide.ts'
import { loadGuide, versionOf } from '../guide.ts'
import { maySignGuide, mayWithdrawGuide } from '../rules/guide-review.ts'
import { flagsFor, type TriageGuide } from '../rules/triage.ts'
import { listReviews } from '../store/guide-reviews.ts'
import { portalInOrder } from '../store/portal-use.ts'

const namesIn = (guide: TriageGuide, keys: readonly string[]) => keys.flatMap((key) => guide.departments[key] ?? []).map(({ zh, en }) => ({ zh, en }))

const flagsIn = (guide: TriageGuide, keys: readonly string[]) => keys.flatMap((key) => guide.flags[key] ?? []).map(({ zh, en, level }) => ({ name: { zh, en }, level }))

/** For a child all signs of an adult are asked, and its own. */
const toRead = (guide: TriageGuide) =>
  guide.symptoms.map((symptom) => ({
    key: symptom.key, name: { zh: symptom.zh, en: symptom.en }, adult: namesIn(guide, symptom.adult), child: namesIn(guide, symptom.child),
    flags: flagsIn(guide, flagsFor(guide, symptom, 'child').filter((key) => !guide.always.includes(key))),
  }))

/** The guide for whoever answers for it, and what the portal was used for. */
export function guideRoutes(app: App): void {
  // Read once: the file is part of the release.
  const guide = loadGuide()
  const version = versionOf(guide)
  const symptoms = toRead(guide)
  app.query(contract.loadGuide, async ({ read, actor }) => {
    const reviews = await listReviews(read)
    const names = await institutionNames(read, [...new Set(reviews.map((each) => each.institutionId))])
    const own = reviews.some((each) => each.version === version && each.accountId === actor.id && each.withdrawnAt === null)
    return {
      version, symptoms, always: flagsIn(guide, guide.always),
      reviews: reviews.map((each) => ({ institutionId: each.institutionId, id: each.id, isCurrent: each.version === version, version: each.version, name: each.name, post: each.post, institution: names.get(each.institutionId) ?? '', remark: each.remark, signedAt: each.signedAt, withdrawnAt: each.withdrawnAt, withdrawnWhy: each.withdrawnWhy, blocked: { withdraw: refusalOf(mayWithdrawGuide(actor, each)) } })),
      blocked: { sign: refusalOf(maySignGuide(actor, { version, read: version, own, holdsPost: true })) },
    }
  })
  app.command(
    contract.signGuide,
    async ({ body, ...act }) => {
      const wrong = await signGuide(act, body)
      // Returned and not thrown: the wrong try has to stay counted.
      return wrong ?? {}
    },
    { holdsSecret: true },
  )
  app.command(contract.withdrawGuide, async ({ params, body, ...act }) => {
    await withdrawGuide(act, params, body.reason)
    return {}
  })
  app.query(contract.listPortalDays, async ({ read, actor, today, query }) => {
    const days = await portalInOrder(read, { institutionId: query.institutionId ?? actor.institutionId ?? '', from: addDays(today, 1 - query.days), to: today }, null, 200)
    return { rows: days.toReversed().map(({ onDate, found, guided, booked, refused, lettersSent, lettersRead }) => ({ onDate, found, guided, booked, refused, lettersSent, lettersRead })) }
  })
}
