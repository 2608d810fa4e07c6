import { isRefusal, RefusedError, type Refusal } from '../../../kernel/refusal.ts'
import { act, look, type Act } from '../../../server/platform/act.ts'
import type { Joined } from '../../../server/platform/app.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { book, cancelBooking, confirmHeld, moveBooking, openPerson, type Booked } from '../../booking/public.ts'
import { exams, loadExams } from '../catalog.ts'
import { checkPlaces } from '../rules/check.ts'
import { factOf, mayPlan, readWish, wayOf, type Item, type Order, type OrderKey } from '../rules/order.ts'
import { measurePlan } from '../rules/plan-exact.ts'
import type { Place, Wish } from '../rules/problem.ts'
import { sayBreach } from '../rules/say.ts'
import * as store from '../store.ts'
import { placesFor } from './places.ts'

export type PlanAsk = OrderKey & { readonly places: readonly { readonly exam: string; readonly slotId: string }[]; readonly wish: Wish; readonly revision: number }
type Judged = { readonly order: Order; readonly items: readonly Item[]; readonly places: readonly Place[]; readonly isSo: boolean }
type New = { readonly place: Place; readonly booked: Booked }

/** Gone or full by now: the plan is made anew; everything else is told as it is. */
const goneCodes: ReadonlySet<string> = new Set(['booking.full', 'booking.slot_stopped', 'booking.slot_over', 'booking.slot_unknown', 'booking.by_draw', 'booking.not_open_yet'])
const asGone = (refusal: Refusal): RefusedError => (goneCodes.has(refusal.refused) ? new RefusedError('exam.place_gone') : new RefusedError(refusal.refused, refusal.detail))

/**
 * Rule XM-15: all or nothing. New examinations are booked together with whatever else waits (no transaction is open then);
 * on one refusal the others are cancelled at once. What was booked before is moved. The same key again finds the same bookings.
 */
export async function bookPlan(at: Joined, ask: PlanAsk): Promise<void> {
  const judged = await look(at.platform, at.actor, ({ read, now, today }) => judge(at, read, ask, now.toISOString(), today))
  if (judged.isSo) return
  const made = await bookNew(at, judged)
  try {
    await act(at.platform, at.actor, (step) => keep(step, ask, judged, made))
  } catch (error) {
    await undo(at, made)
    throw error instanceof RefusedError ? asGone(error.refusal) : error
  }
}

async function judge({ actor }: Joined, read: Parameters<typeof store.loadOrder>[0], ask: PlanAsk, now: string, today: string): Promise<Judged> {
  const order = await store.loadOrder(read, ask)
  const no = mayPlan(order, actor)
  if (no !== null) throw new RefusedError(no.refused)
  const items = (await store.itemsOf(read, order.institutionId, [order.id])).get(order.id) ?? []
  const isSo = order.state === 'planned' && items.length === ask.places.length && ask.places.every((place) => items.some((item) => item.exam === place.exam && item.slotId === place.slotId))
  if (isSo) return { order, items, places: [], isSo }
  if (order.revision !== ask.revision) throw new RefusedError('exam.busy')
  if (order.exams.some((exam) => !ask.places.some((place) => place.exam === exam))) throw new RefusedError('exam.places_missing')
  const free = await placesFor(read, order, items, readWish(ask.wish, today), now)
  const places = order.exams.map((exam) => {
    const slotId = ask.places.find((place) => place.exam === exam)?.slotId
    const found = free.find((place) => place.exam === exam && place.slotId === slotId) ?? items.find((item) => item.exam === exam && item.slotId === slotId)
    if (found === undefined) throw new RefusedError('exam.place_gone')
    return found
  })
  const [breach] = checkPlaces(loadExams(order.exams), places, null)
  if (breach !== undefined) throw new RefusedError('exam.breaks', sayBreach(breach, new Map([...exams()].map(([key, exam]) => [key, exam.name]))).zh)
  return { order, items, places, isSo }
}

const isHeldBy = (items: readonly Item[], exam: string): Item | undefined => items.find((item) => item.exam === exam)

async function bookNew(at: Joined, { order, items, places }: Judged): Promise<New[]> {
  const person = { ...openPerson(at.platform.vault, order.sealed), bornOn: order.bornOn }
  const wanted = places.filter((place) => isHeldBy(items, place.exam) === undefined)
  // Together: they wait for one another in the same group, and none of them for a transaction of ours.
  const answers = await Promise.all(wanted.map((place) => book(at.platform, { by: at.actor, way: wayOf(at.actor), institutionId: order.institutionId, slotId: place.slotId, pool: 'public', person, accountId: order.accountId, key: at.key === '' ? '' : `${at.key} ${place.exam}` })))
  const made = answers.flatMap((answer, index): New[] => (isRefusal(answer) ? [] : [{ place: wanted[index] as Place, booked: answer }]))
  const refused = answers.find((answer) => isRefusal(answer))
  if (refused === undefined) return made
  await undo(at, made)
  throw asGone(refused)
}

/** Gives back what was booked a moment ago. */
async function undo(at: Joined, made: readonly New[]): Promise<void> {
  if (made.length === 0) return
  await act(at.platform, at.actor, async (step) => {
    for (const { booked } of made) await cancelBooking(step, booked, '未能全部约上，已一并取消')
  })
}

async function keep(step: Act, ask: PlanAsk, { places }: Judged, made: readonly New[]): Promise<void> {
  const now = step.now.toISOString()
  const order = await store.loadOrderForUpdate(step.tx, ask)
  const items = (await store.itemsOf(step.tx, order.institutionId, [order.id])).get(order.id) ?? []
  if (order.revision !== ask.revision) throw new RefusedError('exam.busy')
  const seq = (await store.lastSeq(step.tx, ask)) + 1
  const kept = items.filter((item) => places.some((place) => place.exam === item.exam && place.slotId === item.slotId))
  const fresh: Item[] = []
  // Before they are moved, so that nobody follows what the plan itself does.
  await store.removeItems(step.tx, ask, items.filter((item) => !kept.includes(item)), now)
  for (const place of places) {
    const item = isHeldBy(items, place.exam)
    const booked = made.find((each) => each.place.exam === place.exam)?.booked
    if (item === undefined || !kept.includes(item)) {
      const answer = booked ?? (await moveBooking(step, { institutionId: order.institutionId, bookingId: item?.bookingId ?? '' }, place.slotId))
      if (answer.state === 'held') await confirmHeld(step, answer)
      fresh.push({ ...place, bookingId: answer.bookingId, seq, startsAt: answer.startsAt, endsAt: answer.endsAt })
    }
  }
  await store.insertItems(step.tx, order, fresh)
  const { trips, waiting, lastOn } = measurePlan(places)
  const planned: Order = { ...order, state: 'planned', wish: readWish(ask.wish, step.today), plannedAt: order.plannedAt ?? now, trips, waiting, lastOn }
  await store.saveOrder(step.tx, planned, now)
  await tellFacts(step, [{ before: factOf(order, items), after: factOf(planned, [...kept, ...fresh]) }])
  await step.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: order.state === 'planned' ? 'exam.replanned' : 'exam.planned', subjectId: order.id, detail: { trips, waiting, lastOn, bookings: [...kept, ...fresh].map((item) => item.bookingId) } })
}
