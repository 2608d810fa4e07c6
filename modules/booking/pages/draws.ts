import { h } from 'preact'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError, sayRefusal } from '../../../kernel/refusal.ts'
import { sayDay } from '../../../portal/days.ts'
import { frameOf } from '../../../portal/frame.ts'
import { act as actAs, look, type Look } from '../../../server/platform/act.ts'
import type { PageAct, PageAnswer, PageLang, PageLook, Pages } from '../../../server/platform/pages.ts'
import { departmentsOn, findInstitution } from '../../directory/public.ts'
import { enterDraw, withdrawEntry } from '../commands/draw-enter.ts'
import { openPerson } from '../commands/person.ts'
import { bookTexts } from '../portal/book-texts.ts'
import { sayTimes } from '../portal/clock.ts'
import { drawPage, Wishes, type DrawEntryShown, type DrawShown } from '../portal/draw-page.tsx'
import { drawTexts as t } from '../portal/draw-texts.ts'
import type { DrawRecord } from '../rules/draw.ts'
import { mayEnter } from '../rules/draw-entry.ts'
import { loadClinic, type Clinic } from '../store/clinics.ts'
import { countEntries, entriesOfAccountIn, type DrawEntry } from '../store/draw-entries.ts'
import { findRelease, recordOf, timesOfRelease, type DrawTime, type Release } from '../store/releases.ts'
import { personSteps } from './steps.ts'
import { accountOf, asPortal, enterFirst, portalActor } from './way.ts'

type Seen = Pick<Look, 'read' | 'today' | 'now' | 'platform'> & Pick<PageLook, 'elder' | 'lang' | 'session' | 'params'>
const mostShown = 200

/** The page of a draw, entering it, and its record. */
export function drawPages(pages: Pages): void {
  pages.get('/draws/:releaseId', async (visit) => ({ html: await show(visit, { done: doneOf(visit.query['done'], visit.lang), sentence: null }) }), asPortal)
  pages.get('/draws/:releaseId/record.json', (visit) => record(visit), asPortal)
  pages.post('/draws/:releaseId/withdraw', (act) => withdraw(act), (visit, sentence) => look(visit.platform, portalActor, async (each) => show({ ...visit, ...each }, { done: null, sentence })), asPortal)
  personSteps(pages, {
    at: '/draws/:releaseId/enter',
    about: async (seen) => {
      const release = await releaseOf(seen)
      const [place, times] = await Promise.all([placeOf(seen, release), timesOfRelease(seen.read, { institutionId: release.institutionId, releaseId: release.id })])
      const no = mayEnter(release, seen.now.toISOString())
      const held = times.filter((each) => !each.stopped && each.places > 0)
      return {
        at: `/draws/${release.id}/enter`, back: `/draws/${release.id}`, title: t.enterTitle[seen.lang], step: 1, of: 3, button: t.enterDo, notes: [t.lead[seen.lang]], over: no === null ? null : sayRefusal(no, seen.lang),
        lines: [[bookTexts.when, sayDay(release.onDate, seen.lang)], [bookTexts.where, `${place.hospital} · ${place.department}`], [bookTexts.what, place.clinic.name]],
        asks: h(Wishes, { lang: seen.lang, times: held, wishes: wishesIn(seen.form ?? {}) }),
      }
    },
    nearest: () => Promise.resolve([]),
    async take(visit, { accountId, person, key }) {
      const releaseId = visit.params['releaseId'] ?? ''
      await actAs(visit.platform, portalActor, async (step) => {
        const release = await releaseOf({ read: step.tx, params: visit.params })
        await enterDraw({ ...step, actor: visit.session.actor }, { institutionId: release.institutionId, releaseId }, { entryId: key, accountId, person, wishes: wishesIn(visit.form) })
      })
      return { redirect: `/draws/${releaseId}?done=entered` }
    },
  })
}

const doneOf = (done: string | undefined, lang: PageLang): string | null => (done === 'entered' ? t.entered[lang] : done === 'withdrawn' ? t.withdrawn[lang] : null)
const wishesIn = (form: Readonly<Record<string, string>>): string[] => [1, 2, 3, 4, 5].map((turn) => form[`wish-${turn}`] ?? '').filter(isUuid)

async function releaseOf({ read, params }: Pick<Seen, 'read' | 'params'>): Promise<Release> {
  const id = params['releaseId'] ?? ''
  const release = isUuid(id) ? await findRelease(read, id) : undefined
  if (release === undefined) throw new RefusedError('not_found')
  return release
}

async function placeOf({ read, today }: Pick<Look, 'read' | 'today'>, release: Release): Promise<{ hospital: string; department: string; clinic: Clinic }> {
  const [body, clinic, departments] = await Promise.all([findInstitution(read, release.institutionId), loadClinic(read, release.institutionId, release.clinicId), departmentsOn(read, release.institutionId, today)])
  return { hospital: body?.name ?? '', clinic, department: departments.find((each) => each.id === clinic.departmentId)?.name ?? '' }
}

const phaseOf = (release: Release, now: string): DrawShown['phase'] => (release.state === 'drawn' ? 'drawn' : now < release.opensAt ? 'waiting' : now < release.closesAt ? 'open' : 'closing')

async function show(seen: Seen, given: { readonly done: string | null; readonly sentence: string | null }): Promise<string> {
  const { read, lang, platform } = seen
  const release = await releaseOf(seen)
  const key = { institutionId: release.institutionId, releaseId: release.id }
  const accountId = accountOf(seen)
  const [place, times, entries, mine, record] = await Promise.all([placeOf(seen, release), timesOfRelease(read, key), countEntries(read, key), accountId === null ? [] : entriesOfAccountIn(read, key, accountId), release.state === 'drawn' ? recordOf(read, key) : null])
  const sayOf = sayingTimes(times, lang)
  const nameOf = (entry: DrawEntry) => openPerson(platform.vault, entry.sealed).name
  const places = new Map(record?.slots.map((slot) => [slot.id, slot.places]))
  return drawPage(frameOf(seen, t.title[lang], `/draws/${release.id}`), lang, {
    id: release.id, hospital: place.hospital, department: place.department, clinic: place.clinic.name, day: sayDay(release.onDate, lang), opensAt: release.opensAt, closesAt: release.closesAt, phase: phaseOf(release, seen.now.toISOString()), entries: record?.entries.length ?? entries,
    // After the draw: what was drawn, not what others have taken since.
    times: times.map((time) => ({ ...time, places: places.get(time.slotId) ?? time.places })), mine: mine.map((entry) => ({ id: entry.id, ticket: entry.ticket, name: nameOf(entry), wishes: entry.choices.map(sayOf), ...standing(entry, record) })),
    seedHash: release.seedHash, seed: release.state === 'drawn' ? release.seed : null, given: record?.outcome.filter((line) => line.slotId !== null).length ?? 0,
    outcome: (record?.outcome ?? []).slice(0, mostShown).map((line) => ({ ticket: line.ticket, said: line.slotId === null ? '—' : sayOf(line.slotId) })), left: `/book/${release.institutionId}/clinics/${release.clinicId}?on=${release.onDate}`, ...given,
  })
}

const sayingTimes = (times: readonly DrawTime[], lang: PageLang) => (slotId: string): string => {
  const time = times.find((each) => each.slotId === slotId)
  return time === undefined ? '—' : sayTimes(time.startsAt, time.endsAt, lang)
}

function standing(entry: DrawEntry, record: DrawRecord | null): Pick<DrawEntryShown, 'state' | 'booking'> {
  if (entry.bookingId !== null) return { state: 'won', booking: `/my/bookings/${entry.institutionId}/${entry.bookingId}` }
  if (record === null) return { state: 'entered', booking: null }
  return { state: record.outcome.some((line) => line.ticket === entry.ticket && line.slotId !== null) ? 'won-not' : 'lost', booking: null }
}

async function record(visit: PageLook): Promise<PageAnswer> {
  const release = await releaseOf(visit)
  const kept = release.state === 'drawn' ? await recordOf(visit.read, { institutionId: release.institutionId, releaseId: release.id }) : null
  if (kept === null) throw new RefusedError('draw.not_drawn')
  return { file: { bytes: Buffer.from(`${JSON.stringify(kept, null, 1)}\n`, 'utf8'), name: `draw-${release.id}.json`, mediaType: 'application/json' } }
}

async function withdraw(act: PageAct): Promise<PageAnswer> {
  const accountId = accountOf(act)
  const at = `/draws/${act.params['releaseId'] ?? ''}`
  if (accountId === null) return enterFirst(at)
  const release = await releaseOf({ read: act.tx, params: act.params })
  const entryId = act.form['entry'] ?? ''
  // Sent twice, it is withdrawn, which is what was asked for.
  const mine = await entriesOfAccountIn(act.tx, { institutionId: release.institutionId, releaseId: release.id }, accountId)
  if (mine.some((each) => each.id === entryId)) await withdrawEntry(act, { institutionId: release.institutionId, releaseId: release.id }, { entryId, accountId })
  return { redirect: `${at}?done=withdrawn` }
}
