import { addDays, laterDate } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal, RefusedError, sayRefusal } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import type { PageLang, Pages } from '../../../server/platform/pages.ts'
import { departmentsOn, findInstitution, staffNames } from '../../directory/public.ts'
import { book } from '../commands/book.ts'
import { countInPortal } from '../portal-tally.ts'
import { bookTexts as t } from '../portal/book-texts.ts'
import { sayVisit, sayYuan } from '../portal/clock.ts'
import type { NearShown } from '../portal/step-pages.tsx'
import { slotShown, type ShownSlot } from '../store/clinic-days.ts'
import { findFree } from '../store/free.ts'
import { personSteps, type About } from './steps.ts'

const at = '/book/:institutionId/slots/:slotId'
const mostNear = 5

/** Third and fourth step of a booking; the fifth is the booking itself. */
export function slotPages(pages: Pages): void {
  personSteps(pages, {
    at,
    about: async (seen) => aboutSlot(seen, await slotOf(seen), seen.lang),
    nearest: async (seen, who) => nearest(seen, await slotOf(seen), who),
    async take(visit, { accountId, person, key }) {
      const institutionId = visit.params['institutionId'] ?? ''
      const booked = await book(visit.platform, {
        by: visit.session.actor, way: 'portal', institutionId, slotId: visit.params['slotId'] ?? '', pool: 'public', accountId, key,
        person: { name: person.name, phone: person.phone, idNumber: person.idNumber, bornOn: person.bornOn },
      })
      // Rule BK-65: what was sent and refused counts against the bookings that succeed.
      if (isRefusal(booked)) countInPortal(visit.platform, institutionId, 'refused')
      if (isRefusal(booked)) throw new RefusedError(booked.refused, booked.detail)
      return { redirect: `/my/bookings/${institutionId}/${booked.bookingId}?new=1` }
    },
  })
}

async function slotOf({ read, params }: { readonly read: Look['read']; readonly params: Readonly<Record<string, string>> }): Promise<ShownSlot> {
  const { institutionId = '', slotId = '' } = params
  const slot = isUuid(institutionId) && isUuid(slotId) ? await slotShown(read, { institutionId, slotId }) : undefined
  if (slot === undefined) throw new RefusedError('not_found')
  return slot
}

async function aboutSlot({ read, today, now }: Pick<Look, 'read' | 'today' | 'now'>, slot: ShownSlot, lang: PageLang): Promise<About> {
  const [body, departments, names] = await Promise.all([findInstitution(read, slot.institutionId), departmentsOn(read, slot.institutionId, today), staffNames(read, slot.staffId === null ? [] : [slot.staffId])])
  const staff = slot.staffId === null ? '' : (names.get(slot.staffId) ?? '')
  const department = departments.find((each) => each.id === slot.departmentId)?.name ?? ''
  return {
    at: `/book/${slot.institutionId}/slots/${slot.slotId}`, back: `/book/${slot.institutionId}/clinics/${slot.clinicId}?on=${slot.onDate}`, title: t.title[lang], step: 3, of: 5, asks: null, button: t.confirm,
    lines: [
      [t.when, sayVisit(slot.startsAt, slot.endsAt, lang)],
      [t.where, [body?.name ?? '', department, slot.room].filter((part) => part !== '').join(' · ')],
      [t.what, slot.clinicName.includes(staff) ? slot.clinicName : `${staff} · ${slot.clinicName}`],
      [t.feeLabel, slot.feeCents === 0 ? t.free[lang] : t.fee[lang].replace('{n}', sayYuan(slot.feeCents))],
    ],
    notes: [...(slot.feeCents === 0 ? [] : [t.feeHeld[lang]]), t.rules[lang]], over: overOf(slot, now, lang),
  }
}

/** What nobody can book any more is said before anybody types a name; whether a place is left is asked at the booking. */
function overOf(slot: ShownSlot, now: Date, lang: PageLang): string | null {
  const at = now.toISOString()
  if (slot.stopped) return sayRefusal({ refused: 'booking.slot_stopped' }, lang)
  if (slot.startsAt <= at) return sayRefusal({ refused: 'booking.slot_over' }, lang)
  if (!slot.drawn) return sayRefusal({ refused: 'booking.by_draw' }, lang)
  if (slot.opensAt > at) return sayRefusal({ refused: 'booking.not_open_yet' }, lang)
  return null
}

/** The free times of the same department that lie nearest, the same clinic first where they are as near. */
async function nearest({ read, today, now }: Pick<Look, 'read' | 'today' | 'now'>, slot: ShownSlot, who: string): Promise<NearShown[]> {
  const ask = { institutionId: slot.institutionId, departmentId: slot.departmentId, pool: 'public' as const, at: now.toISOString() }
  const [before, after] = await Promise.all([
    findFree(read, { ...ask, from: laterDate(today, addDays(slot.onDate, -7)), to: addDays(slot.onDate, -1), limit: 60 }),
    findFree(read, { ...ask, from: laterDate(today, slot.onDate), to: addDays(laterDate(today, slot.onDate), 28), limit: 60 }),
  ])
  const far = (startsAt: string) => Math.abs(Date.parse(startsAt) - Date.parse(slot.startsAt))
  const own = (clinicId: string) => (clinicId === slot.clinicId ? 0 : 1)
  return [...before, ...after]
    .filter((each) => each.slotId !== slot.slotId)
    .toSorted((a, b) => far(a.startsAt) - far(b.startsAt) || own(a.clinicId) - own(b.clinicId))
    .slice(0, mostNear)
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
    .map((each) => ({ href: `/book/${each.institutionId}/slots/${each.slotId}/confirm?who=${who}`, startsAt: each.startsAt, endsAt: each.endsAt, clinicName: each.clinicName, free: each.free }))
}
