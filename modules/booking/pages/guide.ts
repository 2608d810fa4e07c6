import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { look, type Platform } from '../../../server/platform/act.ts'
import type { Pages } from '../../../server/platform/pages.ts'
import { advicePage, emergencyPage, flagsPage, guidePage } from '../portal/guide-pages.tsx'
import { institutionNames } from '../../directory/public.ts'
import { versionOf } from '../guide.ts'
import { guideTexts as t } from '../portal/guide-texts.ts'
import { advise, findSymptoms, flagsFor, symptomsFor, type TriageGuide } from '../rules/triage.ts'
import type { Signed } from '../rules/guide-review.ts'
import { standingReview } from '../store/guide-reviews.ts'
import { whoOf } from './find.ts'
import { portalActor } from './way.ts'

/** Rule TG-10: until a physician has signed this version each page says that nobody has. */
const signedOf = (platform: Platform, version: string): Promise<Signed | null> =>
  look(platform, portalActor, async ({ read }) => {
    const review = await standingReview(read, version)
    if (review === undefined) return null
    const names = await institutionNames(read, [review.institutionId])
    return { by: [names.get(review.institutionId) ?? '', review.name, review.post].filter((part) => part !== '').join(' '), on: shanghaiDate(review.signedAt) }
  })

/** The guide: complaint, danger signs, department; each answer is an address, nothing of it is kept. */
export function guidePages(pages: Pages, guide: TriageGuide): void {
  const version = versionOf(guide)
  const flagsNamed = (keys: readonly string[]) => keys.flatMap((key) => (guide.flags[key] === undefined ? [] : [{ ...guide.flags[key], key }]))
  pages.open('/guide', async (visit) => {
    const { query, lang } = visit
    const [who, text] = [whoOf(query['who']), (query['text'] ?? '').trim().slice(0, 40)]
    const symptoms = symptomsFor(guide, who)
    const found = findSymptoms(guide, text).filter((each) => symptoms.includes(each))
    const path = `/guide?${new URLSearchParams({ who, ...(text === '' ? {} : { text }) }).toString()}`
    return { html: guidePage(frameOf(visit, t.title[lang], path), lang, { who, danger: flagsNamed(guide.always), symptoms, text, found, review: await signedOf(visit.platform, version) }) }
  })
  pages.open('/guide/:symptom', async (visit) => {
    const { query, params, lang } = visit
    const who = whoOf(query['who'])
    const symptom = symptomsFor(guide, who).find((each) => each.key === params['symptom'])
    if (symptom === undefined) throw new RefusedError('not_found')
    const flags = flagsFor(guide, symptom, who)
    const said = flags.filter((each) => query[`flag-${each}`] === '1')
    const path = `/guide/${symptom.key}?${new URLSearchParams({ who, ...(query['answered'] === '1' ? { answered: '1' } : {}), ...Object.fromEntries(said.map((each) => [`flag-${each}`, '1'])) }).toString()}`
    const frame = frameOf(visit, symptom[lang], path)
    const review = await signedOf(visit.platform, version)
    if (query['answered'] !== '1') return { html: flagsPage(frame, lang, { who, symptom, flags: flagsNamed(flags), review }) }
    const advice = advise(guide, symptom, who, said)
    if (advice.kind !== 'book') return { html: emergencyPage(frame, lang, { who, kind: advice.kind, flags: flagsNamed(advice.flags), review }) }
    return { html: advicePage(frame, lang, { who, symptom, departments: advice.departments.flatMap((key) => (guide.departments[key] === undefined ? [] : [{ ...guide.departments[key], key }])), review }) }
  })
}
