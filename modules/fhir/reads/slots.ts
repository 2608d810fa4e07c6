import { addDays } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { pageBy } from '../../../server/platform/keyset.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { listExchangeSlots, pools, type ExchangeSlot, type Pool } from '../../booking/public.ts'
import { choices, reading, referred, spanOf, tokens, type Ask } from '../ask.ts'
import { slotOf } from '../rules/from-booking.ts'
import { systems, type Resource } from '../rules/resource.ts'
import { daysOf } from '../rules/search.ts'
import { both, namesFor, ourIdOf, ourIdsByIdentifier, ourIdsOf, placeAfter } from './names.ts'

/** How far ahead slots can lie: twelve weeks and what primary care has before. */
const farDays = 100

export async function showSlots(read: ReadTx, institutionId: string, slots: readonly ExchangeSlot[]): Promise<Resource[]> {
  const names = await namesFor(read, institutionId, { slots: slots.map((each) => each.id), clinics: slots.map((each) => each.clinicId) })
  return slots.map((slot) => slotOf(slot, names))
}

export async function findSlot(read: ReadTx, institutionId: string, slotId: string, at: string, pool: Pool = 'public'): Promise<ExchangeSlot | undefined> {
  return (await listExchangeSlots(read, { institutionId, slotIds: [slotId], pool, at, limit: 1 }))[0]
}

export const readSlot = (ask: Ask, id: string): Promise<Resource> => reading(ask, async ({ read, now }) => {
  const { institutionId } = ask.caller
  const slotId = await ourIdOf(read, institutionId, 'Slot', id)
  const slot = slotId === null ? undefined : await findSlot(read, institutionId, slotId, now.toISOString())
  const [shown] = slot === undefined ? [] : await showSlots(read, institutionId, [slot])
  if (shown === undefined) throw new RefusedError('not_found')
  return shown
})

const states: Readonly<Record<string, 'free' | 'busy' | 'stopped'>> = { free: 'free', busy: 'busy', 'busy-unavailable': 'stopped' }

function poolAsked(ask: Ask): Pool {
  const asked = choices(ask.params, 'place-pool')?.join(',') ?? 'public'
  const pool = pools.find((each) => each === asked)
  if (pool === undefined) throw new RefusedError('fhir.parameter', `place-pool=${asked}`)
  return pool
}

export const searchSlots = (ask: Ask) => reading(ask, async ({ read, now, today }) => {
  const { institutionId } = ask.caller
  const span = spanOf(ask.params, 'start')
  const days = daysOf(span, { from: today, to: addDays(today, farDays) })
  const slotIds = both(await ourIdsOf(read, institutionId, 'Slot', choices(ask.params, '_id')), await ourIdsByIdentifier(read, institutionId, 'Slot', tokens(ask.params, 'identifier')))
  const isNamed = slotIds !== null && !ask.params.has('start')
  const services = tokens(ask.params, 'service-category')?.filter((each) => each.system === null || each.system === systems.service).map((each) => each.value)
  const rows = await listExchangeSlots(read, {
    institutionId, slotIds: slotIds ?? undefined, clinicIds: (await ourIdsOf(read, institutionId, 'Schedule', referred(ask, 'schedule', 'Schedule'))) ?? undefined, services, pool: poolAsked(ask),
    span: isNamed ? undefined : { from: span.from, before: span.before, fromOn: days.from, toOn: days.to },
    states: tokens(ask.params, 'status')?.flatMap((each) => states[each.value] ?? []), at: now.toISOString(), after: placeAfter(ask), limit: ask.count + 1,
  })
  const page = pageBy(rows, ask.count, (slot) => ({ at: slot.startsAt, id: slot.id }))
  return { found: await showSlots(read, institutionId, page.rows), next: page.next }
})
