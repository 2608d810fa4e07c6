import qrcode from 'qrcode'
import { isUuid } from '../../../kernel/ids.ts'
import { maskId } from '../../../kernel/identifiers.ts'
import { RefusedError, refusalOf } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { Look } from '../../../server/platform/act.ts'
import type { PageAct, PageAnswer, PageLook, Pages } from '../../../server/platform/pages.ts'
import { departmentsOn, findInstitution } from '../../directory/public.ts'
import { cancelBooking } from '../commands/cancel.ts'
import { readBookingLaw } from '../commands/law.ts'
import { moveBooking } from '../commands/move.ts'
import { codeOf, openPerson } from '../commands/person.ts'
import type { Paying } from '../paying.ts'
import { letterPath, openLetter } from '../letter.ts'
import { bookingPage, movePage } from '../portal/booking-page.tsx'
import { sayVisit } from '../portal/clock.ts'
import { mineTexts as t } from '../portal/mine-texts.ts'
import { asksHouse, cancelUntil, mayCancel, mayMove } from '../rules/booking-changes.ts'
import { calendarFile } from '../rules/ics.ts'
import { findBooking, type ListedBooking } from '../store/bookings.ts'
import { slotShown } from '../store/clinic-days.ts'
import { movedTo } from '../store/mine.ts'
import { again } from './mine.ts'
import { showTimes } from './times.ts'
import { accountOf, asPortal, enterFirst } from './way.ts'

type Fields = Readonly<Record<string, string>>
type Seen = Pick<Look, 'read' | 'today' | 'now' | 'platform'> & Pick<PageLook, 'elder' | 'lang' | 'session' | 'params'>

const at = '/my/bookings/:institutionId/:bookingId'
const pathOf = (params: Fields): string => `/my/bookings/${params['institutionId'] ?? ''}/${params['bookingId'] ?? ''}`

/** One booking of the account: seeing, taking along, cancelling and moving it. */
export function ownBookingPages(pages: Pages, paying: Paying): void {
  const show = (seen: Seen, booking: ListedBooking, given: Given) => showOwn(seen, booking, { ...given, paying })
  pages.get(at, (visit) => withOwn(visit, async (booking) => ({ html: await show(visit, booking, { isNew: visit.query['new'] === '1', done: doneOf(visit.query['done'], visit.lang) }) })), asPortal)
  pages.get(`${at}/visit.ics`, (visit) => withOwn(visit, (booking) => calendar(visit, booking)), asPortal)
  pages.post(`${at}/cancel`, cancel, (visit, sentence) => again(visit, async (seen) => show({ ...visit, ...seen, now: visit.platform.clock.now() }, await ownOf({ ...visit, ...seen }), { sentence, reason: visit.form['reason'] ?? '' })), asPortal)
  pages.get(`${at}/move`, (visit) => withOwn(visit, (booking) => chooseMove(visit, booking), `/move${isUuid(visit.query['to'] ?? '') ? `?to=${visit.query['to']}` : ''}`), asPortal)
  pages.post(`${at}/move`, move, (visit, sentence) => again(visit, async (seen) => confirmMove({ ...visit, ...seen, now: visit.platform.clock.now() }, await ownOf({ ...visit, ...seen }), visit.form['to'] ?? '', sentence)), asPortal)
}

const doneOf = (done: string | undefined, lang: 'zh' | 'en'): string | null => (done === 'cancelled' ? t.cancelled[lang] : done === 'moved' ? t.moved[lang] : null)

/** Rule TG-9: a booking of another account does not exist. */
async function ownOf({ read, params, session }: Pick<Seen, 'read' | 'params' | 'session'>): Promise<ListedBooking> {
  const { institutionId = '', bookingId = '' } = params
  const booking = isUuid(institutionId) && isUuid(bookingId) ? await findBooking(read, { institutionId, bookingId }) : undefined
  if (booking === undefined || booking.accountId === null || booking.accountId !== accountOf({ session })) throw new RefusedError('not_found')
  return booking
}

async function withOwn(visit: PageLook, answer: (booking: ListedBooking) => Promise<PageAnswer>, under = ''): Promise<PageAnswer> {
  return accountOf(visit) === null ? enterFirst(`${pathOf(visit.params)}${under}`) : answer(await ownOf(visit))
}

async function placeOf({ read, today }: Pick<Look, 'read' | 'today'>, booking: ListedBooking) {
  const [body, departments] = await Promise.all([findInstitution(read, booking.institutionId), departmentsOn(read, booking.institutionId, today)])
  return { hospital: body?.name ?? '', phone: body?.phone ?? '', address: body?.address ?? '', department: departments.find((each) => each.id === booking.departmentId)?.name ?? '' }
}

type Given = { readonly isNew?: boolean; readonly done?: string | null; readonly sentence?: string; readonly reason?: string }
async function showOwn(seen: Seen, booking: ListedBooking, given: Given & { readonly paying: Paying }): Promise<string> {
  const { read, platform, session, lang } = seen
  const now = seen.now.toISOString()
  const [place, law, money, letter] = await Promise.all([placeOf(seen, booking), readBookingLaw(read), given.paying.of(read, booking, now), openLetter(read, booking.institutionId, seen.today)])
  const person = openPerson(platform.vault, booking.sealed)
  const code = codeOf(platform.vault, { institutionId: booking.institutionId, bookingId: booking.id })
  const noCancel = mayCancel(booking, session.actor, now, law)
  return bookingPage(frameOf(seen, t.title[lang], pathOf(seen.params)), lang, {
    at: pathOf(seen.params), state: booking.state, startsAt: booking.startsAt, endsAt: booking.endsAt, hospital: place.hospital, department: place.department, room: booking.room, clinic: booking.clinicName, name: person.name, idNumber: maskId(person.idNumber), feeCents: booking.feeCents, brings: booking.brings,
    holdUntil: booking.holdUntil, code, qrSvg: await qrcode.toString(code, { type: 'svg', margin: 2, width: 180 }), excused: booking.excused, canCancel: noCancel === null, canMove: mayMove(booking, session.actor, now, law) === null, tooLate: refusalOf(noCancel) === 'booking.cancel_too_late', asksHouse: asksHouse(booking, session.actor),
    cancelUntil: cancelUntil(booking, law), institutionId: booking.institutionId, isToday: booking.onDate === seen.today, letter: letter === null ? null : letterPath(booking.institutionId, 'booking'), isNew: given.isNew ?? false, done: given.done ?? null, sentence: given.sentence ?? null, reason: given.reason ?? '', payAt: money.payAt, paid: money.says?.[lang] ?? null,
  })
}

async function calendar(visit: PageLook, booking: ListedBooking): Promise<PageAnswer> {
  const place = await placeOf(visit, booking)
  const { lang, platform, params } = visit
  const text = calendarFile({
    uid: booking.id, madeAt: booking.changedAt, startsAt: booking.startsAt, endsAt: booking.endsAt, title: `${place.department} · ${booking.clinicName}`, place: [place.hospital, place.address, booking.room].filter((part) => part !== '').join(' · '),
    notes: [`${t.brings[lang]}${lang === 'zh' ? '：' : ': '}${t.bringsAlways[lang]}`, booking.brings, place.phone].filter((part) => part !== '').join('\n'), url: `${platform.publicUrl}${pathOf(params)}`, cancelled: ['cancelled', 'stopped', 'moved', 'expired'].includes(booking.state),
  })
  return { file: { bytes: Buffer.from(text, 'utf8'), name: `visit-${booking.onDate}.ics`, mediaType: 'text/calendar; charset=utf-8' } }
}

async function cancel(act: PageAct): Promise<PageAnswer> {
  const at = pathOf(act.params)
  if (accountOf(act) === null) return enterFirst(at)
  const booking = await ownOf({ ...act, read: act.tx })
  // Sent twice: it is cancelled, which is what was asked for.
  if (booking.state !== 'cancelled') await cancelBooking(act, { institutionId: booking.institutionId, bookingId: booking.id }, (act.form['reason'] ?? '').replaceAll('\0', '').trim().slice(0, 200))
  return { redirect: `${at}?done=cancelled` }
}

async function chooseMove(visit: PageLook, booking: ListedBooking): Promise<PageAnswer> {
  const at = pathOf(visit.params)
  const refused = mayMove(booking, visit.session.actor, visit.now.toISOString(), await readBookingLaw(visit.read))
  if (refused !== null) throw new RefusedError(refused.refused, refused.detail)
  const to = visit.query['to'] ?? ''
  if (to !== '') return { html: await confirmMove(visit, booking, to, null) }
  const clinicId = isUuid(visit.query['clinic'] ?? '') ? (visit.query['clinic'] ?? '') : booking.clinicId
  return { html: await showTimes(visit, { institutionId: booking.institutionId, clinicId, departmentId: booking.departmentId, moving: { at: `${at}/move`, on: booking.onDate, note: t.moveLead[visit.lang].replace('{old}', sayVisit(booking.startsAt, booking.endsAt, visit.lang)) } }) }
}

async function confirmMove(seen: Seen, booking: ListedBooking, to: string, sentence: string | null): Promise<string> {
  const slot = isUuid(to) ? await slotShown(seen.read, { institutionId: booking.institutionId, slotId: to }) : undefined
  if (slot === undefined) throw new RefusedError('not_found')
  const at = pathOf(seen.params)
  return movePage(frameOf(seen, t.moveTitle[seen.lang], `${at}/move?to=${to}`), seen.lang, { at, to, from: booking, next: { startsAt: slot.startsAt, endsAt: slot.endsAt, clinic: slot.clinicName, room: slot.room }, sentence })
}

async function move(act: PageAct): Promise<PageAnswer> {
  const at = pathOf(act.params)
  if (accountOf(act) === null) return enterFirst(at)
  const booking = await ownOf({ ...act, read: act.tx })
  const key = { institutionId: booking.institutionId, bookingId: booking.id }
  const there = (bookingId: string): PageAnswer => ({ redirect: `/my/bookings/${key.institutionId}/${bookingId}?done=moved` })
  const before = booking.state === 'moved' ? await movedTo(act.tx, key, act.actor.id) : null
  if (before !== null) return there(before)
  const to = act.form['to'] ?? ''
  if (!isUuid(to)) throw new RefusedError('booking.slot_unknown')
  return there((await moveBooking(act, key, to)).bookingId)
}
