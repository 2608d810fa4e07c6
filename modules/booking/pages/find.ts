import { isIsoDate } from '../../../kernel/calendar.ts'
import { frameOf } from '../../../portal/frame.ts'
import { shanghaiToday } from '../../../server/platform/clock.ts'
import type { PageOpen, Pages } from '../../../server/platform/pages.ts'
import { bookTexts as t } from '../portal/book-texts.ts'
import { findPage } from '../portal/find-page.tsx'
import { findSymptoms, symptomsFor, type TriageGuide, type Who } from '../rules/triage.ts'
import { findOffers, isAskable, listedClinics, listedHospitals } from './offers.ts'
import { accountOf } from './way.ts'

const atOnce = 20
/** Up to so many hospitals are offered as a list; beyond that a name is typed. */
const mostListed = 60

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
  const all = await listedHospitals(platform)
  const [body, typed] = [all.find((each) => each.id === query['body']) ?? null, (query['hospital'] ?? '').trim().slice(0, 60)]
  const hospitals = body !== null ? [body] : typed === '' ? all : all.filter((each) => each.name.includes(typed))
  const offers = await findOffers(platform, await listedClinics(platform, hospitals), { text, wanted: symptom?.[who] ?? [], who, guide, on })
  const from = Math.max(0, Number.parseInt(query['after'] ?? '0', 10) || 0)
  const asked = { body: body?.id ?? '', hospital: body?.name ?? typed, text, on: on ?? '', symptom: symptom?.key ?? '', who: symptom === undefined ? '' : who }
  // A chosen hospital stands in the address once.
  const addressed = body === null ? asked : { ...asked, hospital: '' }
  const meant = text === '' || offers.length > 0 ? [] : findSymptoms(guide, text).slice(0, 5)
  return {
    html: findPage(frameOf(visit, t.title[lang], pathOf(addressed)), lang, {
      hospitals: all.length > mostListed ? null : all, asked, complaint: symptom?.[lang] ?? null, dayWrong: day !== '' && on === null, today, signedIn: accountOf(visit) !== null,
      meant: meant.map((each) => ({ href: `/guide/${each.key}?who=${each.adult.length > 0 ? 'adult' : 'child'}`, name: each[lang] })),
      offers: offers.slice(from, from + atOnce), next: offers.length > from + atOnce ? pathOf({ ...addressed, after: String(from + atOnce) }) : null,
    }),
  }
}

const pathOf = (asked: Readonly<Record<string, string>>): string => {
  const kept = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
  return kept === '' ? '/book' : `/book?${kept}`
}
