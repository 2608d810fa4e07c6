import type { z } from 'zod'
import { refusalOf } from '../../kernel/refusal.ts'
import { maskId, maskName, maskPhone } from '../../kernel/identifiers.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Look, Platform } from '../../server/platform/act.ts'
import { look } from '../../server/platform/act.ts'
import type { App } from '../../server/platform/app.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { listClinics, openPerson } from '../booking/public.ts'
import { departmentsOn } from '../directory/public.ts'
import { exams, loadExams } from './catalog.ts'
import { bookPlan } from './commands/book-plan.ts'
import { cancelOrder, finishOrder, orderExams, readClear, saveClinic } from './commands/order.ts'
import { placeOf, placesFor } from './commands/places.ts'
import { examContract, type ClinicRow, type OrderRow, type OrderView, type Proposals } from './contract.ts'
import { whyNone, whyNotFewer, whyNotSooner } from './rules/explain.ts'
import { mayFinish, mayPlan, readWish, type Item, type Order, type OrderKey } from './rules/order.ts'
import { proposePlans } from './rules/plan.ts'
import type { Wish } from './rules/problem.ts'
import { sayReason } from './rules/say.ts'
import * as store from './store.ts'

type Asking = { readonly read: ReadTx; readonly actor: Actor; readonly today: string; readonly platform: Platform }

export function examRoutes(app: App): void {
  // Read now, so that a fault in a file refuses the start and not the first order.
  exams()
  app.query(examContract.listExams, async () => ({ rows: [...exams().values()] }))
  app.query(examContract.listClinics, async ({ read, actor }) => ({ rows: await clinicRows(read, actor.institutionId ?? '') }))
  app.command(examContract.saveClinic, async ({ params, body, ...act }) => {
    await saveClinic(act, { clinicId: params.clinicId, ...body })
    const row = (await clinicRows(act.tx, act.actor.institutionId ?? '')).find((each) => each.clinicId === params.clinicId)
    return row as z.input<typeof ClinicRow>
  })
  app.query(examContract.listOrders, async ({ query, ...at }) => {
    const orders = await store.listOrders(at.read, { ...query, limit: query.limit + 1 })
    const page = orders.slice(0, query.limit)
    return { rows: await rowsOf(at, page), next: orders.length > query.limit ? (page.at(-1)?.id ?? null) : null }
  })
  app.query(examContract.loadOrder, async ({ params, ...at }) => view(at, params))
  app.command(examContract.readClear, async ({ params, ...act }) => readClear(act, params))
  app.command(examContract.order, async ({ body, ...act }) => view({ ...act, read: act.tx }, await orderExams(act, body)))
  app.query(examContract.proposePlans, async ({ params, query, ...at }) => propose(at, params, query))
  app.joined(examContract.bookPlan, async ({ params, body, ...at }) => {
    await bookPlan(at, { ...params, ...body })
    return look(at.platform, at.actor, (again) => view(again, params))
  })
  app.command(examContract.cancelOrder, async ({ params, body, ...act }) => {
    await cancelOrder(act, { ...params, ...body })
    return view({ ...act, read: act.tx }, params)
  })
  app.command(examContract.finishOrder, async ({ params, ...act }) => {
    await finishOrder(act, params)
    return view({ ...act, read: act.tx }, params)
  })
}

async function clinicRows(read: ReadTx, institutionId: string): Promise<z.input<typeof ClinicRow>[]> {
  const [clinics, kept] = await Promise.all([listClinics(read, { institutionId, service: 'exam', active: true }), store.clinicsOf(read, institutionId)])
  return clinics.map((clinic) => {
    const own = kept.find((each) => each.clinicId === clinic.id)
    return { clinicId: clinic.id, name: clinic.name, departmentId: clinic.departmentId, room: clinic.room, exams: [...(own?.exams ?? [])], building: own?.building ?? '', floor: own?.floor ?? 1 }
  })
}

async function rowsOf({ read, platform, today }: Asking, orders: readonly Order[]): Promise<z.input<typeof OrderRow>[]> {
  const departments = new Map<string, string>()
  for (const institutionId of new Set(orders.map((order) => order.institutionId))) for (const each of await departmentsOn(read, institutionId, today)) departments.set(each.id, each.name)
  return orders.map((order) => ({
    institutionId: order.institutionId, id: order.id, orderedOn: order.orderedOn, orderedName: order.orderedName, departmentName: order.departmentId === null ? null : (departments.get(order.departmentId) ?? null), state: order.state, exams: [...order.exams],
    name: maskName(openPerson(platform.vault, order.sealed).name), trips: order.trips, lastOn: order.lastOn,
  }))
}

async function view(at: Asking, key: OrderKey): Promise<z.input<typeof OrderView>> {
  const order = await store.loadOrder(at.read, key)
  const items = (await store.itemsOf(at.read, order.institutionId, [order.id])).get(order.id) ?? []
  const [row] = await rowsOf(at, [order])
  const { phone, idNumber } = openPerson(at.platform.vault, order.sealed)
  const plan = refusalOf(mayPlan(order, at.actor))
  return {
    ...(row as z.input<typeof OrderRow>), phone: maskPhone(phone), idNumber: maskId(idNumber), bornOn: order.bornOn, note: order.note, wish: { ...order.wish, weekdays: [...order.wish.weekdays] }, waiting: order.waiting, plannedAt: order.plannedAt, endReason: order.endReason, revision: order.revision,
    items: items.map((item: Item) => ({ ...placeOf(item), bookingId: item.bookingId })),
    blocked: { plan, cancel: plan, finish: refusalOf(mayFinish(order, at.actor, at.today)) },
  }
}

type WishAsked = { readonly from?: string | undefined; readonly to?: string | undefined; readonly mornings?: string | undefined; readonly weekdays?: string | undefined }

/** So long is looked for better plans beyond eight examinations. */
const searchMs = 1500

/** Rules XM-7, XM-9 and XM-10: plans over what is free now; the reasons belong to the first. */
async function propose({ read, now, today, platform }: Look, key: OrderKey, asked: WishAsked): Promise<z.input<typeof Proposals>> {
  const order = await store.loadOrder(read, key)
  const items = (await store.itemsOf(read, order.institutionId, [order.id])).get(order.id) ?? []
  const wish: Wish = readWish(
    { from: asked.from ?? order.wish.from, to: asked.to ?? order.wish.to, mornings: asked.mornings === undefined ? order.wish.mornings : asked.mornings === 'true', weekdays: asked.weekdays === undefined ? order.wish.weekdays : asked.weekdays.split(',').filter((each) => each !== '').map(Number) },
    today,
  )
  const places = await placesFor(read, order, items, wish, now.toISOString())
  const ask = { exams: loadExams(order.exams), places, wish }
  const names = new Map([...exams()].map(([each, exam]) => [each, exam.name]))
  const began = platform.clock.now().getTime()
  const passed = () => platform.clock.now().getTime() - began
  const plans = proposePlans(ask, 3, () => passed() < searchMs)
  const tookMs = passed()
  return {
    plans: plans.map((plan, index) => ({
      ...plan, places: plan.places.map(placeOf),
      whyNotFewer: index > 0 ? [] : whyNotFewer(ask, plan).map((reason) => sayReason(reason, names)), whyNotSooner: index > 0 ? [] : whyNotSooner(ask, plan).map((reason) => sayReason(reason, names)),
    })),
    whyNone: plans.length > 0 ? [] : whyNone(ask).map((reason) => sayReason(reason, names)), places: places.map(placeOf), wish: { ...wish, weekdays: [...wish.weekdays] }, tookMs,
  }
}
