import { randomBytes } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import qrcode from 'qrcode'
import { systemActor } from '../../../kernel/actor.ts'
import { isUuid, uuidv7 } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import { actWith, look, type Platform } from '../../../server/platform/act.ts'
import type { PageAct, PageLook, PageRefused, Pages } from '../../../server/platform/pages.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { checkIn } from '../commands/issue.ts'
import { takeAtKiosk } from '../commands/kiosk.ts'
import { gather, gatherOne } from '../gather.ts'
import { liveState } from '../live.ts'
import { issuedPage, kioskPage } from '../portal/kiosk-page.tsx'
import { screenPage } from '../portal/screen-page.tsx'
import { lineTexts as t } from '../portal/texts.ts'
import { labelOf } from '../rules/queue.ts'
import { screenByToken, type Screen } from '../store/screens.ts'
import { loadTicket } from '../store/tickets.ts'
import { lineUrl } from '../views.ts'
import { sayMinutes, sayPlace } from './say.ts'

const system = systemActor('queue.screen')
const asScreen = { as: system } as const
const kiosk = systemActor('queue.kiosk')

async function screenOf(read: ReadTx, params: Readonly<Record<string, string>>): Promise<Screen> {
  const screen = await screenByToken(read, params['token'] ?? '')
  if (screen === undefined) throw new RefusedError('not_found')
  return screen
}
const standsOf = (read: ReadTx, screen: Screen, today: string, now: Date) => gather(read, { institutionId: screen.institutionId, queueIds: screen.queueIds, today, now: now.toISOString() })

/** What stands on a machine for whoever was seen already: the way to rate the visit, where the house asks. */
export type RateAtKiosk = (visit: Pick<PageLook, 'read' | 'lang'>, machine: { readonly institutionId: string; readonly token: string }) => Promise<ComponentChildren>

type Kiosk = Pick<PageRefused, 'params' | 'lang' | 'elder' | 'session' | 'platform'>
async function kioskHtml(visit: Kiosk, asked: { read: ReadTx; today: string; now: Date }, rate: RateAtKiosk, given: { typed: string; sentence: string | null }): Promise<string> {
  const screen = await screenOf(asked.read, visit.params)
  const stands = await standsOf(asked.read, screen, asked.today, asked.now)
  const queues = stands.map(({ queue, newcomer }) => ({ id: queue.id, name: queue.name, wait: sayMinutes(newcomer, visit.lang), key: uuidv7(asked.now.getTime(), randomBytes(10)) }))
  return kioskPage(frameOf(visit, t.kiosk[visit.lang], `/kiosk/${screen.token}`), visit.lang, { token: screen.token, area: screen.area, queues, code: given.typed, sentence: given.sentence, after: await rate({ read: asked.read, lang: visit.lang }, screen) })
}
const asKiosk = (visit: PageAct) => actWith(visit.platform, kiosk, visit.tx, visit.calendar)

async function issued(visit: PageLook, platform: Platform): Promise<string> {
  const { read, lang, params } = visit
  const screen = await screenOf(read, params)
  const ticketId = params['ticketId'] ?? ''
  if (!isUuid(ticketId)) throw new RefusedError('not_found')
  const ticket = await loadTicket(read, screen.institutionId, ticketId)
  const stands = await gatherOne(read, { institutionId: screen.institutionId, id: ticket.queueId }, visit.today, visit.now.toISOString())
  if (stands === undefined) throw new RefusedError('not_found')
  const qrSvg = await qrcode.toString(lineUrl(platform, ticket), { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  return issuedPage(frameOf(visit, t.kioskDone[lang], `/kiosk/${screen.token}`), lang, { token: screen.token, label: labelOf(stands.queue.letter, ticket.number), name: ticket.calledName, queueName: stands.queue.name, ...sayPlace(ticket, stands, lang), qrSvg })
}

/** The displays and machines of an area, each behind an address that nobody guesses. */
export function screenPages(pages: Pages, rate: RateAtKiosk): void {
  const refused = (visit: PageRefused, sentence: string) => look(visit.platform, system, (asked) => kioskHtml(visit, asked, rate, { typed: visit.form['code'] ?? '', sentence }))
  pages.get(
    '/screen/:token',
    async (visit) => {
      const screen = await screenOf(visit.read, visit.params)
      const stands = await standsOf(visit.read, screen, visit.today, visit.now)
      const shown = screen.queueIds.flatMap((id) => {
        const found = stands.find((each) => each.queue.id === id)
        return found === undefined ? [] : [{ ...liveState(found, true), id, waiting: found.line.length }]
      })
      return { html: screenPage(visit.lang, { token: screen.token, area: screen.area, speaks: screen.speaks, queues: shown }) }
    },
    asScreen,
  )
  pages.get('/kiosk/:token', async (visit) => ({ html: await kioskHtml(visit, visit, rate, { typed: '', sentence: null }) }), asScreen)
  pages.post(
    '/kiosk/:token/check-in',
    async (visit) => {
      const screen = await screenOf(visit.tx, visit.params)
      const { queue = '' } = visit.form
      if (queue !== '' && !screen.queueIds.includes(queue)) throw new RefusedError('not_found')
      const ticket = await checkIn(asKiosk(visit), { institutionId: screen.institutionId, queueId: queue === '' ? null : queue, code: (visit.form['code'] ?? '').slice(0, 200), way: 'kiosk', level: null, priority: null, proof: null })
      return { redirect: `/kiosk/${screen.token}/ticket/${ticket.id}` }
    },
    refused,
    asScreen,
  )
  pages.post(
    '/kiosk/:token/ticket',
    async (visit) => {
      const screen = await screenOf(visit.tx, visit.params)
      const { queue = '', key = '' } = visit.form
      if (!screen.queueIds.includes(queue) || !isUuid(key)) throw new RefusedError('not_found')
      const ticket = await takeAtKiosk(asKiosk(visit), screen, { queueId: queue, id: key })
      return { redirect: `/kiosk/${screen.token}/ticket/${ticket.id}` }
    },
    refused,
    asScreen,
  )
  pages.get('/kiosk/:token/ticket/:ticketId', async (visit) => ({ html: await issued(visit, visit.platform) }), asScreen)
}
