import type { ComponentChildren } from 'preact'
import { anonymous, systemActor } from '../../../kernel/actor.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import { actWith, look } from '../../../server/platform/act.ts'
import type { PageAct, PageLook, Pages } from '../../../server/platform/pages.ts'
import { findInstitution, institutionNames } from '../../directory/public.ts'
import { checkIn } from '../commands/issue.ts'
import { gatherOne } from '../gather.ts'
import { askPage, linePage } from '../portal/line-page.tsx'
import { lineTexts as t } from '../portal/texts.ts'
import { isGroup, priorityGroups } from '../rules/groups.ts'
import { labelOf, openSince } from '../rules/queue.ts'
import { listBodies, loadQueue } from '../store/queues.ts'
import { loadTicket } from '../store/tickets.ts'
import { sayHow, sayPlace, saySaid, sayUpdated } from './say.ts'

const asLine = { as: systemActor('queue.line') } as const

/** Who uses the public pages is a citizen or nobody, also a member of staff whose browser is signed in to the console. */
const asComer = (act: PageAct) => actWith(act.platform, act.actor.kind === 'citizen' ? act.actor : anonymous, act.tx, act.calendar)

/** Bodies that call their lines here. */
export async function bodiesWithQueues({ read }: Pick<PageLook, 'read'>): Promise<{ id: string; name: string }[]> {
  const bodies = await listBodies(read)
  const names = await institutionNames(read, bodies.map((body) => body.institutionId))
  return bodies.map((body) => ({ id: body.institutionId, name: names.get(body.institutionId) ?? '' })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What stands on the page of a number that is done: the way to rate the visit, where the house asks. */
export type RateVisit = (visit: PageLook, ticket: { readonly institutionId: string; readonly id: string }) => Promise<ComponentChildren>

/** The phone's view: check in by the code of a booking, then see the line move. */
export function linePages(pages: Pages, rate: RateVisit): void {
  pages.get(
    '/line',
    async (visit) => ({ html: askPage(frameOf(visit, t.title[visit.lang], '/line'), visit.lang, { bodies: await bodiesWithQueues(visit), chosen: visit.query['body'] ?? '', code: (visit.query['code'] ?? '').slice(0, 40), sentence: null }) }),
    asLine,
  )
  pages.post(
    '/line',
    async (visit) => {
      const { body = '', code = '' } = visit.form
      if (!isUuid(body)) throw new RefusedError('queue.code_unknown')
      const ticket = await checkIn(asComer(visit), { institutionId: body, code: code.slice(0, 200), way: 'portal', level: null, priority: null, proof: null })
      return { redirect: `/line/${ticket.institutionId}/${ticket.id}` }
    },
    async (visit, sentence) => {
      const bodies = await look(visit.platform, asLine.as, bodiesWithQueues)
      return askPage(frameOf(visit, t.title[visit.lang], '/line'), visit.lang, { bodies, chosen: visit.form['body'] ?? '', code: visit.form['code'] ?? '', sentence: isUuid(visit.form['body'] ?? '') ? sentence : t.noHospital[visit.lang] })
    },
    asLine,
  )
  pages.get(
    '/line/:institutionId/:ticketId',
    async (visit) => {
      const { read, lang, today, now } = visit
      const { institutionId = '', ticketId = '' } = visit.params
      if (!isUuid(institutionId) || !isUuid(ticketId)) throw new RefusedError('not_found')
      const ticket = await loadTicket(read, institutionId, ticketId)
      const queue = await loadQueue(read, institutionId, ticket.queueId)
      const isNow = ticket.onDate >= openSince(queue, today)
      const [body, stands] = await Promise.all([findInstitution(read, institutionId), isNow ? gatherOne(read, { institutionId, id: ticket.queueId }, today, now.toISOString()) : undefined])
      const marks = [...(ticket.level === null ? [] : [t.level[lang]]), ...(ticket.priority !== null && isGroup(ticket.priority) ? [t.priority[lang].replace('{group}', priorityGroups[ticket.priority][lang])] : [])]
      const label = labelOf(queue.letter, ticket.number)
      const live = isNow && ticket.state !== 'done' && ticket.state !== 'left'
      const after = ticket.state === 'done' ? await rate(visit, ticket) : null
      return { html: linePage(frameOf(visit, `${label} ${queue.name}`, `/line/${institutionId}/${ticketId}`), lang, { institutionId, ticketId, label, queueName: queue.name, body: body?.shortName ?? '', state: ticket.state, ...sayPlace(ticket, stands, lang), marks, said: saySaid(ticket, lang), how: sayHow(queue.rule, lang), updated: live ? sayUpdated(now.toISOString(), lang) : '', live, after }) }
    },
    asLine,
  )
}
