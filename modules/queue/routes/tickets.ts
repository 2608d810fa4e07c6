import qrcode from 'qrcode'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { Platform } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { moveTicket, raise, redirect, transfer } from '../commands/desk.ts'
import { checkIn, takeTicket } from '../commands/issue.ts'
import { queueContract as contract } from '../contract.ts'
import { gatherOne } from '../gather.ts'
import { openSince } from '../rules/queue.ts'
import { listWindows, loadQueue } from '../store/queues.ts'
import { stepsOfTicket } from '../store/steps.ts'
import { loadTicket } from '../store/tickets.ts'
import { lineUrl, viewAll, viewTicket } from '../views.ts'
import { houseOf } from './house.ts'

type Seeing = { readonly read: ReadTx; readonly platform: Platform; readonly today: string; readonly now: Date }

async function see({ read, platform, today, now }: Seeing, institutionId: string, ticketId: string) {
  const ticket = await loadTicket(read, institutionId, ticketId)
  const queue = await loadQueue(read, institutionId, ticket.queueId)
  const [windows, stands] = await Promise.all([listWindows(read, institutionId, [queue.id]), ticket.onDate >= openSince(queue, today) ? gatherOne(read, queue, today, now.toISOString()) : undefined])
  return viewTicket(platform, queue, windows, ticket, stands)
}

/** The desk: tickets are issued, and somebody reports again, comes back, is moved. */
export function ticketRoutes(app: App): void {
  const after = (act: { tx: ReadTx; platform: Platform; today: string; now: Date }, institutionId: string, ticketId: string) => see({ read: act.tx, platform: act.platform, today: act.today, now: act.now }, institutionId, ticketId)
  app.command(contract.checkIn, async ({ body, ...act }) => {
    const institutionId = houseOf(act.actor)
    return after(act, institutionId, (await checkIn(act, { institutionId, way: 'desk', ...body })).id)
  })
  app.command(contract.takeTicket, async ({ body, ...act }) => {
    const institutionId = houseOf(act.actor)
    return after(act, institutionId, (await takeTicket(act, { institutionId, way: 'desk', ...body })).id)
  })
  app.query(contract.loadTicket, async ({ read, actor, platform, today, now, params }) => {
    const institutionId = houseOf(actor)
    const seen = await see({ read, platform, today, now }, institutionId, params.ticketId)
    return { ...seen, qrSvg: await qrcode.toString(lineUrl(platform, { institutionId, id: params.ticketId }), { type: 'svg', margin: 2, errorCorrectionLevel: 'Q' }), steps: await stepsOfTicket(read, institutionId, params.ticketId) }
  })
  app.query(contract.listLine, async ({ read, actor, platform, today, now, params }) => {
    const stands = await gatherOne(read, { institutionId: houseOf(actor), id: params.queueId }, today, now.toISOString())
    if (stands === undefined) throw new RefusedError('not_found')
    return { rows: viewAll(platform, stands, [...stands.present, ...stands.line.map(({ ticket }) => ticket), ...stands.passed, ...stands.returning]) }
  })
  app.command(contract.moveTicket, async ({ params, body, ...act }) => {
    const institutionId = houseOf(act.actor)
    await moveTicket(act, { institutionId, ...params }, body.move)
    return after(act, institutionId, params.ticketId)
  })
  app.command(contract.raiseTicket, async ({ params, body, ...act }) => {
    const institutionId = houseOf(act.actor)
    await raise(act, { institutionId, ...params }, body)
    return after(act, institutionId, params.ticketId)
  })
  app.command(contract.redirectTicket, async ({ params, body, ...act }) => {
    const institutionId = houseOf(act.actor)
    await redirect(act, { institutionId, ...params }, body.windowId)
    return after(act, institutionId, params.ticketId)
  })
  app.command(contract.transferTicket, async ({ params, body, ...act }) => {
    const institutionId = houseOf(act.actor)
    return after(act, institutionId, (await transfer(act, { institutionId, ...params }, body.queueId)).id)
  })
}
