import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { look, type Platform } from '../../server/platform/act.ts'
import type { App } from '../../server/platform/app.ts'
import { hasher } from '../../server/platform/hasher.ts'
import { liveOf } from '../../server/platform/live.ts'
import { liveChannel } from './commands/press.ts'
import { gatherOne, type QueueNow } from './gather.ts'
import { labelOf } from './rules/queue.ts'
import { screenByToken } from './store/screens.ts'
import { findTicket } from './store/tickets.ts'

const system = systemActor('queue.live')
const shown = 100

/** What a call screen shows of a queue (masked names), and what a phone needs: numbers only. */
export type LiveCall = { readonly id: string; readonly label: string; readonly name: string; readonly window: string; readonly at: string; readonly serving: boolean }
export type LiveQueue = { readonly queue: string; readonly name: string; readonly revision: number; readonly calls: readonly LiveCall[]; readonly line: readonly string[]; readonly waits: readonly (readonly [number, number, number])[]; readonly waiting: number; readonly open: number; readonly passed: readonly string[] }

/** Known again, and nobody's way to a ticket: whoever has its id opens its page and rates its visit. */
export const callId = (ticket: { readonly id: string; readonly calls: number }): string => hasher.sha256(`${ticket.id}.${ticket.calls}`).slice(0, 32)

/** Rule QU-18: the same state for everybody who watches a queue. A call is known by its ticket and how often it was called, so that a screen that comes back says what it missed and nothing twice. */
export function liveState(stands: QueueNow, withNames: boolean): LiveQueue {
  const { queue, windows } = stands
  const label = (number: number) => labelOf(queue.letter, number)
  return {
    queue: queue.id, name: queue.name, revision: stands.revision,
    calls: stands.present.toSorted((a, b) => ((a.calledAt ?? '') < (b.calledAt ?? '') ? 1 : -1)).map((ticket) => ({ id: callId(ticket), label: label(ticket.number), name: withNames ? ticket.calledName : '', window: windows.find((window) => window.id === ticket.windowId)?.name ?? '', at: ticket.calledAt ?? '', serving: ticket.state === 'serving' })),
    line: stands.line.slice(0, shown).map(({ ticket }) => label(ticket.number)),
    waits: stands.line.slice(0, shown).map(({ wait }) => [wait.low, wait.minutes, wait.high] as const),
    waiting: stands.line.length, open: stands.openWindows,
    passed: stands.passed.slice(-shown).map((ticket) => label(ticket.number)),
  }
}

const topicShape = /^(screen|line) ([0-9a-f-]{36}) ([0-9a-f-]{36})$/

async function load(platform: Platform, topic: string): Promise<string | null> {
  const [, face, institutionId, queueId] = topicShape.exec(topic) ?? []
  if (institutionId === undefined || queueId === undefined) return null
  const stands = await look(platform, system, ({ read, today, now }) => gatherOne(read, { institutionId, id: queueId }, today, now.toISOString()))
  return stands === undefined ? null : JSON.stringify(liveState(stands, face === 'screen'))
}

const strings = (params: unknown): Record<string, string> => (typeof params === 'object' && params !== null ? (params as Record<string, string>) : {})

/** The streams behind the call screens and the phones. */
export function queueStreams(app: App): void {
  const { platform } = app
  const live = liveOf(app, { channel: liveChannel, topicsOf: (payload) => [`screen ${payload}`, `line ${payload}`], load: (topic) => load(platform, topic) })
  live.stream('/screen/:token/live', async (request) => {
    const screen = await look(platform, system, ({ read }) => screenByToken(read, strings(request.params)['token'] ?? ''))
    return screen === undefined ? null : screen.queueIds.map((queueId) => `screen ${screen.institutionId} ${queueId}`)
  })
  live.stream('/line/:institutionId/:ticketId/live', async (request) => {
    const { institutionId = '', ticketId = '' } = strings(request.params)
    if (!isUuid(institutionId) || !isUuid(ticketId)) return null
    const ticket = await look(platform, system, ({ read }) => findTicket(read, institutionId, ticketId))
    return ticket === undefined ? null : [`line ${institutionId} ${ticket.queueId}`]
  })
}
