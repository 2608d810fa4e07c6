import { addDays } from '../../../kernel/calendar.ts'
import { isUuid, readReceiptCode } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { pageBy } from '../../../server/platform/keyset.ts'
import { bookingByCode, codeOf, findBooking, listExchangeBookings, type Booking, type ListedBooking } from '../../booking/public.ts'
import { acting, choices, mustHold, reading, referred, spanOf, tokens, type Ask } from '../ask.ts'
import { appointmentOf, personIndexOf, statesOf } from '../rules/from-booking.ts'
import { systems, type Resource } from '../rules/resource.ts'
import { daysOf } from '../rules/search.ts'
import { bookingsNumbered, numbersOf } from '../store/numbers.ts'
import { both, namesFor, ourIdsOf, placeAfter } from './names.ts'
import { tellPatients } from './patients.ts'

type Handles = { readonly read: ReadTx; readonly vault: Vault }

export async function showBookings({ read, vault }: Handles, institutionId: string, bookings: readonly Booking[]): Promise<Resource[]> {
  const [names, numbers] = await Promise.all([namesFor(read, institutionId, { slots: bookings.map((each) => each.slotId) }), numbersOf(read, institutionId, bookings.map((each) => each.id))])
  return bookings.map((booking) => appointmentOf(booking, names, { identifier: numbers.get(booking.id) ?? [], code: codeOf(vault, { institutionId, bookingId: booking.id }) }))
}

/** A booking of the own house; anybody else's does not exist. */
export async function bookingAt(read: ReadTx, institutionId: string, bookingId: string): Promise<ListedBooking> {
  const found = isUuid(bookingId) ? await findBooking(read, { institutionId, bookingId }) : undefined
  if (found === undefined) throw new RefusedError('not_found')
  return found
}

export const readAppointment = (ask: Ask, id: string): Promise<Resource> => reading(ask, async ({ read, platform }) => {
  const { institutionId } = ask.caller
  const [shown] = await showBookings({ read, vault: platform.vault }, institutionId, [await bookingAt(read, institutionId, id)])
  if (shown === undefined) throw new RefusedError('not_found')
  return shown
})

async function numbered({ read, vault }: Handles, ask: Ask): Promise<string[] | null> {
  const wanted = tokens(ask.params, 'identifier')
  if (wanted === null) return null
  const { institutionId } = ask.caller
  const found: string[] = []
  for (const token of wanted.slice(0, 100)) {
    if (token.system === systems.booking) found.push(...(isUuid(token.value) ? [token.value] : []))
    else if (token.system === systems.patientCode) {
      const code = readReceiptCode(token.value)
      const booking = code === null ? undefined : await bookingByCode(read, institutionId, code, vault)
      found.push(...(booking === undefined ? [] : [booking.id]))
    } else found.push(...(await bookingsNumbered(read, institutionId, token)))
  }
  return found
}

async function bookingsAsked(handles: Handles, ask: Ask, today: string): Promise<{ rows: ListedBooking[]; next: string | null }> {
  const { institutionId } = ask.caller
  const ids = both(choices(ask.params, '_id')?.filter(isUuid) ?? null, await numbered(handles, ask))
  const slotIds = await ourIdsOf(handles.read, institutionId, 'Slot', referred(ask, 'slot', 'Slot'))
  const personIndexes = referred(ask, 'patient', 'Patient')?.flatMap((each) => personIndexOf(each) ?? [])
  const [departmentIds, staffIds] = [referred(ask, 'location', 'Location')?.filter(isUuid), referred(ask, 'practitioner', 'Practitioner')?.filter(isUuid)]
  const span = spanOf(ask.params, 'date')
  const days = daysOf(span, { from: addDays(today, -1), to: addDays(today, 100) })
  const isNamed = (ids !== null || slotIds !== null || personIndexes !== undefined) && !ask.params.has('date')
  const rows = await listExchangeBookings(handles.read, {
    institutionId, ids: ids ?? undefined, slotIds: slotIds ?? undefined, personIndexes, departmentIds, staffIds,
    states: tokens(ask.params, 'status')?.flatMap((each) => statesOf(each.value)), span: isNamed ? undefined : { from: span.from, before: span.before, fromOn: days.from, toOn: days.to },
    changed: spanOf(ask.params, '_lastUpdated'), after: placeAfter(ask), limit: ask.count + 1,
  })
  return pageBy(rows, ask.count, (booking) => ({ at: booking.startsAt, id: booking.id }))
}

export async function searchAppointments(ask: Ask) {
  const { institutionId } = ask.caller
  const includes = ask.params.get('_include') ?? []
  if (includes.some((each) => each !== 'Appointment:patient')) throw new RefusedError('fhir.parameter', `_include=${includes.join(',')}`)
  if (includes.length === 0) {
    return reading(ask, async ({ read, platform, today }) => {
      const page = await bookingsAsked({ read, vault: platform.vault }, ask, today)
      return { found: await showBookings({ read, vault: platform.vault }, institutionId, page.rows), next: page.next }
    })
  }
  mustHold(ask, 'Patient', 'r')
  return acting(ask, async (act) => {
    const handles = { read: act.tx, vault: act.vault }
    const page = await bookingsAsked(handles, ask, act.today)
    const found = await showBookings(handles, institutionId, page.rows)
    return { found, included: await tellPatients(act, ask, [...new Set(page.rows.map((each) => each.personIndex))]), next: page.next }
  })
}
