import { isIsoDate } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { frameOf } from '../../../portal/frame.ts'
import { shanghaiToday } from '../../../server/platform/clock.ts'
import type { PageOpen, Pages } from '../../../server/platform/pages.ts'
import { bookTexts as t } from '../portal/book-texts.ts'
import { findPage } from '../portal/find-page.tsx'
import { findSymptoms, symptomsFor, type TriageGuide, type Who } from '../rules/triage.ts'
import { findOffers, isAskable, listedClinics } from './offers.ts'
import { accountOf } from './way.ts'

const atOnce = 20

export const whoOf = (said: string | undefined): Who => (said === 'child' ? 'child' : 'adult')

/** First step: what is looked for, and who can see you soonest. */
export function findPages(pages: Pages, guide: TriageGuide): void {
  pages.open('/book', (visit) => find(visit, guide))
}

async function find(visit: PageOpen, guide: TriageGuide) {
  const { query, lang, platform } = visit
  const today = shanghaiToday(platform.clock.now())
  const [text, day, who] = [(query['text'] ?? '').trim().slice(0, 40), query['on'] ?? '', whoOf(query['who'])]
  const on = isIsoDate(day) && isAskable(day, today) ? day : null
  const symptom = symptomsFor(guide, who).find((each) => each.key === query['symptom'])
  const listed = await listedClinics(platform, null)
  const hospitals = [...new Map(listed.map((each) => [each.institutionId, { id: each.institutionId, name: each.institutionName }])).values()]
  const body = hospitals.find((each) => each.id === query['body'] && isUuid(each.id)) ?? null
  const offers = await findOffers(platform, listed, { institutionId: body?.id ?? null, text, wanted: symptom?.[who] ?? [], who, guide, on })
  const from = Math.max(0, Number.parseInt(query['after'] ?? '0', 10) || 0)
  const asked = { body: body?.id ?? '', text, on: on ?? '', symptom: symptom?.key ?? '', who: symptom === undefined ? '' : who }
  const meant = text === '' || offers.length > 0 ? [] : findSymptoms(guide, text).slice(0, 5)
  return {
    html: findPage(frameOf(visit, t.title[lang], pathOf(asked)), lang, {
      hospitals, asked, complaint: symptom?.[lang] ?? null, dayWrong: day !== '' && on === null, today, signedIn: accountOf(visit) !== null,
      meant: meant.map((each) => ({ href: `/guide/${each.key}?who=${each.adult.length > 0 ? 'adult' : 'child'}`, name: each[lang] })),
      offers: offers.slice(from, from + atOnce), next: offers.length > from + atOnce ? pathOf({ ...asked, after: String(from + atOnce) }) : null,
    }),
  }
}

const pathOf = (asked: Readonly<Record<string, string>>): string => {
  const kept = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
  return kept === '' ? '/book' : `/book?${kept}`
}
