import { isUuid } from '../../../kernel/ids.ts'
import { maskId } from '../../../kernel/identifiers.ts'
import { frameOf } from '../../../portal/frame.ts'
import { look, type Look } from '../../../server/platform/act.ts'
import type { PageLook, PageRefused, Pages } from '../../../server/platform/pages.ts'
import { institutionNames } from '../../directory/public.ts'
import { openPerson } from '../commands/person.ts'
import { openVisitor, removeVisitor } from '../commands/visitors.ts'
import { mineTexts as t } from '../portal/mine-texts.ts'
import { bookTexts } from '../portal/book-texts.ts'
import { minePage, type BlockShown, type DrawRow, type MineRow, type MineShown } from '../portal/mine-page.tsx'
import { peoplePage } from '../portal/people-page.tsx'
import { isLive } from '../rules/booking.ts'
import { blocksOfAccount } from '../store/blocks.ts'
import { bookingsOfAccount, type ListedBooking } from '../store/bookings.ts'
import { entriesOfAccount } from '../store/draw-entries.ts'
import { releasesByIds } from '../store/releases.ts'
import { visitorsOf } from '../store/visitors.ts'
import { placeInLine, waitsOfAccount } from '../store/waiting.ts'
import { accountOf, asPortal, enterFirst } from './way.ts'

type Seen = Pick<Look, 'read' | 'today' | 'platform'> & Pick<PageLook, 'elder' | 'lang' | 'session'>

/** What somebody booked, waits for and entered; and the people of the account. */
export function minePages(pages: Pages): void {
  pages.get(
    '/my/bookings',
    async (visit) => {
      const accountId = accountOf(visit)
      if (accountId === null) return enterFirst('/my/bookings')
      return { html: await showMine(visit, accountId, { done: doneOf(visit.query['done'], visit.lang) }) }
    },
    asPortal,
  )
  pages.get(
    '/my/people',
    async (visit) => {
      const accountId = accountOf(visit)
      return accountId === null ? enterFirst('/my/people') : { html: await showPeople(visit, accountId, visit.query['done'] === '1' ? bookTexts.removed[visit.lang] : null, null) }
    },
    asPortal,
  )
  pages.post(
    '/my/people/remove',
    async (act) => {
      const accountId = accountOf(act)
      if (accountId === null) return enterFirst('/my/people')
      const id = act.form['who'] ?? ''
      // Sent twice, or gone meanwhile: it is out of the list, which is what was asked for.
      const known = isUuid(id) && (await visitorsOf(act.tx, accountId)).some((each) => each.id === id)
      if (known) await removeVisitor(act, accountId, id)
      return { redirect: '/my/people?done=1' }
    },
    (visit, sentence) => again(visit, (seen, accountId) => showPeople(seen, accountId, null, sentence)),
    asPortal,
  )
}

const doneOf = (done: string | undefined, lang: 'zh' | 'en'): string | null => (done === 'waiting' ? t.waitingNow[lang] : done === 'withdrawn' ? t.withdrawn[lang] : done === 'appealed' ? t.appealed[lang] : null)

/** A page shown once more after a refusal, to whoever is signed in. */
export const again = (visit: PageRefused, show: (seen: Seen, accountId: string) => Promise<string>): Promise<string> => look(visit.platform, asPortal.as, async (each) => show({ ...visit, ...each }, accountOf(visit) ?? ''))

async function showPeople(seen: Seen, accountId: string, done: string | null, sentence: string | null): Promise<string> {
  const known = (await visitorsOf(seen.read, accountId)).map((each) => openVisitor(seen.platform.vault, each))
  return peoplePage(frameOf(seen, bookTexts.people[seen.lang], '/my/people'), seen.lang, { people: known.map((each) => ({ ...each, idNumber: maskId(each.idNumber) })), done, sentence })
}

export async function showMine(seen: Seen, accountId: string, given: Partial<Pick<MineShown, 'done' | 'sentence' | 'appeal'>>): Promise<string> {
  const { read, today, platform, lang } = seen
  const [bookings, waits] = await Promise.all([bookingsOfAccount(read, accountId), waitsOfAccount(read, accountId, today)])
  const waiting = waits.filter((each) => each.state === 'waiting')
  const names = await institutionNames(read, [...new Set([...bookings, ...waiting].map((each) => each.institutionId))])
  const nameOf = (sealed: Buffer) => openPerson(platform.vault, sealed).name
  const [draws, blocks] = await Promise.all([drawsOf(seen, accountId), blocksShown(seen, accountId)])
  const row = (booking: ListedBooking): MineRow => ({ href: `/my/bookings/${booking.institutionId}/${booking.id}`, startsAt: booking.startsAt, endsAt: booking.endsAt, state: booking.state, hospital: names.get(booking.institutionId) ?? '', clinic: booking.clinicName, name: nameOf(booking.sealed) })
  // What was stopped is still to be seen to until its day is over.
  const isComing = (booking: ListedBooking) => booking.onDate >= today && ((isLive(booking.state) && booking.state !== 'seen') || booking.state === 'stopped')
  return minePage(frameOf(seen, t.title[lang], '/my/bookings'), lang, {
    coming: bookings.filter(isComing).map(row).toReversed(), past: bookings.filter((each) => !isComing(each)).slice(0, 30).map(row),
    waiting: await Promise.all(waiting.map(async (each) => ({ institutionId: each.institutionId, id: each.id, onDate: each.onDate, hospital: names.get(each.institutionId) ?? '', clinic: each.clinicName, name: nameOf(each.sealed), place: await placeInLine(read, each) }))),
    draws, blocks, done: given.done ?? null, sentence: given.sentence ?? null, appeal: given.appeal ?? null,
  })
}

/** Entries whose day is still to come. */
async function drawsOf({ read, today, platform }: Seen, accountId: string): Promise<DrawRow[]> {
  const entries = await entriesOfAccount(read, accountId, 20)
  const releases = new Map((await releasesByIds(read, [...new Set(entries.map((each) => each.releaseId))])).map((each) => [each.id, each]))
  const names = await institutionNames(read, [...new Set(entries.map((each) => each.institutionId))])
  return entries.flatMap((entry) => {
    const release = releases.get(entry.releaseId)
    if (release === undefined || release.onDate < today) return []
    return [{ releaseId: release.id, ticket: entry.ticket, hospital: names.get(entry.institutionId) ?? '', clinic: release.clinicName, name: openPerson(platform.vault, entry.sealed).name, closesAt: release.closesAt, drawn: release.state === 'drawn' }]
  })
}

/** Blocks that hold, or that were lifted and would hold still: with what was missed, as it was counted. */
async function blocksShown({ read, today, platform, lang }: Seen, accountId: string): Promise<BlockShown[]> {
  const [blocks, people] = await Promise.all([blocksOfAccount(read, accountId, today), visitorsOf(read, accountId)])
  const nameOf = new Map(people.map((each) => [each.personIndex, openVisitor(platform.vault, each).name]))
  const names = await institutionNames(read, [...new Set(blocks.map((each) => each.institutionId))])
  return blocks.map((block) => ({
    institutionId: block.institutionId, id: block.id, hospital: names.get(block.institutionId) ?? '', name: nameOf.get(block.personIndex) ?? t.person[lang], toOn: block.toOn, state: block.state, missed: block.missed.map(({ onDate, clinicName }) => ({ onDate, clinicName })), windowDays: block.rule.windowDays, decision: block.decision, mayAppeal: block.mayAppeal,
  }))
}
