import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { shanghaiTime } from '../../../kernel/instant.ts'
import type { z } from 'zod'
import type { TicketView } from '../contract/shapes.ts'
import { isGroup, levelNames, priorityGroups } from '../rules/groups.ts'
import { texts } from './texts.ts'

export type Ticket = z.output<typeof TicketView>

const tones = { waiting: 'wait', called: 'warn', serving: 'good', passed: 'bad', returning: 'quiet', done: 'quiet', left: 'quiet' } as const

export function StateMark({ ticket }: { ticket: Ticket }) {
  const t = useTexts(texts)
  return <StatusMark tone={tones[ticket.state]} compact>{`${t(`s_${ticket.state}`)}${ticket.windowName === null ? '' : ` ${ticket.windowName}`}`}</StatusMark>
}

/** Why somebody stands where they stand. */
export function TicketMarks({ ticket }: { ticket: Ticket }) {
  const t = useTexts(texts)
  const name = useName()
  const level = ticket.level === null ? undefined : levelNames[ticket.level]
  return (
    <span className="row">
      {level === undefined ? null : <StatusMark tone="bad" compact>{name(level)}</StatusMark>}
      {ticket.priority !== null && isGroup(ticket.priority) ? <StatusMark tone="warn" compact>{`${name(priorityGroups[ticket.priority])}${ticket.proof === null ? '' : ` · ${ticket.proof}`}`}</StatusMark> : null}
      {ticket.slotAt === null ? null : <span className="soft">{t('booked', { at: shanghaiTime(ticket.slotAt) })}</span>}
      {ticket.isLate ? <span className="soft">{t('late')}</span> : null}
      {ticket.isReturn ? <span className="soft">{t('back')}</span> : null}
    </span>
  )
}

export const useWait = () => {
  const t = useTexts(texts)
  return (ticket: Pick<Ticket, 'wait'>) => (ticket.wait === null ? '' : t('minutes', { low: Math.floor(ticket.wait.low), high: Math.ceil(ticket.wait.high) }))
}
