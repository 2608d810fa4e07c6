import { addDays } from '../../../kernel/calendar.ts'
import { systemActor, type Actor } from '../../../kernel/actor.ts'
import { readReceiptCode } from '../../../kernel/ids.ts'
import { isRefusal, RefusedError } from '../../../kernel/refusal.ts'
import { act as runAs, type Act, type Look } from '../../../server/platform/act.ts'
import type { App, Joined } from '../../../server/platform/app.ts'
import { shanghaiToday } from '../../../server/platform/clock.ts'
import { institutionNames } from '../../directory/public.ts'
import { blockRow, bookingRow, waitRow } from '../bookings-view.ts'
import { appealBlock, decideAppeal, liftBlock } from '../commands/blocks.ts'
import { book } from '../commands/book.ts'
import { cancelBooking, confirmHeld, excuseBooking } from '../commands/cancel.ts'
import { readBookingLaw } from '../commands/law.ts'
import { moveBooking } from '../commands/move.ts'
import { codeIndexFor, codeOf, personIndexFor, phoneIndexFor } from '../commands/person.ts'
import { addVisitor } from '../commands/visitors.ts'
import { waitForPlace, withdrawWait } from '../commands/waiting.ts'
import { bookingContract as contract } from '../contract/bookings.ts'
import type { BookAsk, BookingKey, PersonGiven } from '../rules/booking.ts'
import { readPerson } from '../rules/booking-person.ts'
import type { Relation } from '../rules/visitors.ts'
import { isHouse } from '../rules/booking-changes.ts'
import { blocksOfAccount, blocksOfPersons, listAppealed } from '../store/blocks.ts'
import * as store from '../store/bookings.ts'
import { findFree } from '../store/free.ts'
import { findWait, listWaiting, placeInLine, waitsOfAccount } from '../store/waiting.ts'

/** Citizens, and primary care at another house, have no scope of their own on these tables: the rules ask whose it is. */
const own = { as: systemActor('booking.mine') }
/** A clinic has no more slots on one day. */
const mostPlaces = 300

/** What a house keeps of its own; another one is told that there is nothing. */
function atHome(actor: Actor, institutionId: string): void {
  if (actor.institutionId !== institutionId) throw new RefusedError('not_found')
}

async function bookOrThrow(platform: Joined['platform'], ask: BookAsk) {
  const answer = await book(platform, ask)
  if (isRefusal(answer)) throw new RefusedError(answer.refused, answer.detail)
  const { repeated: _, ...booked } = answer
  return booked
}

type Asked = { readonly key: BookingKey; readonly clear?: boolean }
/** One booking as it is now, for whoever changed it. */
async function shown(act: Act, { key, clear }: Asked) {
  const [found, law] = await Promise.all([store.findBooking(act.tx, key), readBookingLaw(act.tx)])
  if (found === undefined) throw new RefusedError('booking.not_found')
  return { found, row: bookingRow(found, { actor: act.actor, vault: act.vault, now: act.now, law, clear: clear === true }) }
}
async function shownMine(act: Act, key: BookingKey) {
  const { found, row } = await shown(act, { key, clear: true })
  const names = await institutionNames(act.tx, [found.institutionId])
  return { ...row, institutionName: names.get(found.institutionId) ?? '', code: codeOf(act.vault, key), brings: found.brings }
}
const rowsOf = async (rows: readonly store.ListedBooking[], { read, actor, now, platform }: Pick<Look, 'read' | 'actor' | 'now' | 'platform'>) => {
  const law = await readBookingLaw(read)
  return rows.map((each) => bookingRow(each, { actor, vault: platform.vault, now, law }))
}

export function bookingsRoutes(app: App): void {
  app.joined(contract.book, async ({ platform, actor, key, body }) => bookOrThrow(platform, { by: actor, accountId: null, key, ...body }))
  app.joined(contract.bookMine, async ({ platform, actor, key, body: { relation, consent, ...asked } }) => {
    await keepConsent(platform, actor, { ...asked.person, relation, consent })
    return bookOrThrow(platform, { by: actor, way: 'portal', pool: 'public', accountId: actor.id, key, ...asked })
  })
  houseRoutes(app)
  waitingRoutes(app)
  mineRoutes(app)
}

/** Rule TG-4, by a program: nobody else is booked for without consent, which is kept with the person in the list of the account. */
async function keepConsent(platform: Joined['platform'], actor: Actor, { consent, ...typed }: PersonGiven & { readonly relation: Relation; readonly consent: boolean }): Promise<void> {
  if (typed.relation === 'self') return
  if (!consent) throw new RefusedError('visitor.consent_missing')
  const person = readPerson(typed, shanghaiToday(platform.clock.now()))
  if (isRefusal(person)) throw new RefusedError(person.refused, person.detail)
  await runAs(platform, own.as, (step) => addVisitor(step, actor.id, { name: person.name, idNumber: person.idNumber, phone: person.phone, bornOn: typed.bornOn, relation: typed.relation }))
}

function houseRoutes(app: App): void {
  // Free places are nobody's rows yet: staff of primary care see those of a hospital as well.
  app.query(contract.listPlaces, async ({ read, params, query, now }) => ({ rows: await findFree(read, { institutionId: params.institutionId, clinicId: query.clinicId, from: query.onDate, to: query.onDate, pool: query.pool, at: now.toISOString(), limit: mostPlaces }) }), { as: systemActor('booking.places') })
  app.query(contract.listDay, async ({ params, query, ...look }) => ({ rows: await rowsOf(await store.bookingsOn(look.read, { ...params, ...query }), look) }))
  app.command(contract.readClear, async ({ params, ...act }) => {
    const { found, row } = await shown(act, { key: params, clear: true })
    if (!isHouse(found, act.actor)) throw new RefusedError('booking.not_found')
    await act.record({ institutionId: found.institutionId, regionCode: found.regionCode, kind: 'read.booking', subjectId: found.id })
    return row
  })
  app.command(contract.findBooking, async ({ params, body, ...act }) => {
    atHome(act.actor, params.institutionId)
    const code = body.code === '' ? null : readReceiptCode(body.code)
    const byCode = code === null ? undefined : await store.bookingByCode(act.tx, params.institutionId, codeIndexFor(act.vault, code))
    const document = body.idNumber.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')
    const byPerson = byCode === undefined && document !== '' ? await store.bookingsOfPerson(act.tx, params.institutionId, personIndexFor(act.vault, document), act.today) : []
    const byPhone = byCode === undefined && byPerson.length === 0 && body.phone !== '' ? await store.bookingsByPhone(act.tx, params.institutionId, phoneIndexFor(act.vault, body.phone), act.today) : []
    const found = byCode === undefined ? [...byPerson, ...byPhone] : [byCode]
    // Rule BK-24: also of somebody who has nothing booked any more.
    const people = [...new Set([...found.map((each) => each.personIndex), ...(document === '' ? [] : [personIndexFor(act.vault, document)])])]
    const blocks = people.length === 0 ? [] : (await blocksOfPersons(act.tx, params.institutionId, people)).filter((each) => each.state !== 'lifted' && each.toOn >= act.today)
    return { rows: await rowsOf(found, { ...act, read: act.tx }), blocks: blocks.map(blockRow) }
  })
  app.query(contract.listElsewhere, async (look) => {
    const found = look.actor.institutionId === null ? [] : await store.bookingsMadeElsewhere(look.read, look.actor.id, look.actor.institutionId, look.today)
    const names = await institutionNames(look.read, [...new Set(found.map((each) => each.institutionId))])
    return { rows: (await rowsOf(found, look)).map((row) => ({ ...row, institutionName: names.get(row.institutionId) ?? '' })) }
  }, own)
  app.command(contract.cancel, async ({ params, body, ...act }) => {
    await cancelBooking(act, params, body.reason)
    return (await shown(act, { key: params })).row
  }, own)
  app.command(contract.move, async ({ params, body, ...act }) => (await shown(act, { key: await moveBooking(act, params, body.slotId) })).row, own)
  app.command(contract.confirm, async ({ params, ...act }) => {
    await confirmHeld(act, params)
    return (await shown(act, { key: params })).row
  })
  app.command(contract.excuse, async ({ params, body, ...act }) => {
    await excuseBooking(act, params, body.reason)
    return (await shown(act, { key: params })).row
  })
}

function waitingRoutes(app: App): void {
  app.query(contract.listWaiting, async ({ read, params, query, platform }) => ({ rows: (await listWaiting(read, { ...params, ...query })).map((each) => waitRow(each, platform.vault, null)) }))
  app.query(contract.listAppeals, async ({ read, actor, params }) => {
    atHome(actor, params.institutionId)
    return { rows: (await listAppealed(read, params.institutionId)).map(blockRow) }
  })
  app.command(contract.decideAppeal, async ({ params, body, ...act }) => blockRow(await decideAppeal(act, params, body)))
  app.command(contract.liftBlock, async ({ params, body, ...act }) => blockRow(await liftBlock(act, params, body.reason)))
}

function mineRoutes(app: App): void {
  app.query(contract.listMine, async ({ read, actor, now, today, platform }) => {
    const since = addDays(today, -365)
    const [bookings, waits, blocks, law] = await Promise.all([store.bookingsOfAccount(read, actor.id), waitsOfAccount(read, actor.id, today), blocksOfAccount(read, actor.id, since), readBookingLaw(read)])
    const names = await institutionNames(read, [...new Set(bookings.map((each) => each.institutionId))])
    const waiting = await Promise.all(waits.map(async (each) => waitRow(each, platform.vault, each.state === 'waiting' ? await placeInLine(read, each) : null)))
    const rows = bookings.map((each) => ({ ...bookingRow(each, { actor, vault: platform.vault, now, law, clear: true }), institutionName: names.get(each.institutionId) ?? '', code: codeOf(platform.vault, { institutionId: each.institutionId, bookingId: each.id }), brings: each.brings }))
    return { rows, waiting, blocks: blocks.map(blockRow) }
  }, own)
  app.command(contract.cancelMine, async ({ params, body, ...act }) => {
    await cancelBooking(act, params, body.reason)
    return shownMine(act, params)
  }, own)
  app.command(contract.moveMine, async ({ params, body, ...act }) => shownMine(act, await moveBooking(act, params, body.slotId)), own)
  app.command(contract.wait, async ({ body, ...act }) => waitShown(act, await waitForPlace(act, { ...body, accountId: act.actor.id })), own)
  app.command(contract.stopWaiting, async ({ params, ...act }) => waitShown(act, await withdrawWait(act, params)), own)
  app.command(contract.appeal, async ({ params, body, ...act }) => blockRow(await appealBlock(act, params, body.words)), own)
}

async function waitShown(act: Act, wait: { institutionId: string; id: string }) {
  const found = await findWait(act.tx, wait.institutionId, wait.id)
  if (found === undefined) throw new RefusedError('booking.wait_not_found')
  return waitRow(found, act.vault, found.state === 'waiting' ? await placeInLine(act.tx, found) : null)
}
