import type { Lang } from '../../../portal/texts.ts'
import { shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import type { QueueNow } from '../gather.ts'
import { lineTexts as t } from '../portal/texts.ts'
import type { Estimate } from '../rules/estimate.ts'
import type { Ticket } from '../rules/queue.ts'

const fill = (text: string, values: Readonly<Record<string, string | number>>): string => Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, String(value)), text)
const band = (wait: Estimate) => ({ low: Math.floor(wait.low), high: Math.ceil(wait.high) })

export const sayWait = (wait: Estimate, lang: Lang): string => (wait.high <= 1 ? t.soon[lang] : fill(t.wait[lang], band(wait)))
export const sayMinutes = (wait: Estimate, lang: Lang): string => fill(t.minutes[lang], band(wait))
export const sayUpdated = (now: Instant, lang: Lang): string => fill(t.updated[lang], { at: shanghaiTime(now) })
export const sayHow = ({ priorityMost, priorityPer }: QueueNow['queue']['rule'], lang: Lang): string => fill(t.how[lang], { per: priorityPer, most: priorityMost })
export const saySaid = (ticket: Ticket, lang: Lang): string => fill(t.said[lang], { low: Math.floor(ticket.saidLow), high: Math.ceil(ticket.saidHigh) })

/** Where somebody stands, in one sentence, and how long it takes; the same words as the script's. */
export function sayPlace(ticket: Ticket, stands: QueueNow | undefined, lang: Lang): { sentence: string; detail: string } {
  const window = stands?.windows.find((each) => each.id === ticket.windowId)?.name ?? ''
  if (ticket.state !== 'waiting') {
    const words = ticket.state === 'called' || ticket.state === 'serving' ? fill(t[ticket.state][lang], { window }) : t[ticket.state][lang]
    return { sentence: words, detail: '' }
  }
  const found = stands?.line.find((each) => each.ticket.id === ticket.id)
  if (stands === undefined || found === undefined) return { sentence: t.over[lang], detail: '' }
  return { sentence: found.place === 1 ? t.placeFirst[lang] : fill(t.place[lang], { n: found.place - 1 }), detail: stands.openWindows === 0 ? t.notOpen[lang] : sayWait(found.wait, lang) }
}
