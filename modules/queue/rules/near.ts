import type { Instant } from '../../../kernel/instant.ts'
import { instantMs } from '../../../kernel/instant.ts'
import type { Ticket } from './queue.ts'

/** Told while so many are still before them. */
const ahead = 3
/** Who has just taken the ticket was told then. */
const freshMinutes = 5

/** Rule QU-24: who booked and has at most three before them, once, and not right after their check-in. */
export const nearOnes = <Each extends { readonly ticket: Pick<Ticket, 'bookingId' | 'issuedAt'>; readonly place: number }>(line: readonly Each[], now: Instant): Each[] =>
  line.filter(({ ticket, place }) => place - 1 <= ahead && ticket.bookingId !== null && (instantMs(now) - instantMs(ticket.issuedAt)) / 60_000 >= freshMinutes)

/** Whether a call can have brought somebody near: only then a job looks. */
export const mayBeNear = (left: readonly Pick<Ticket, 'bookingId'>[]): boolean => left.slice(ahead - 1, ahead + 1).some((ticket) => ticket.bookingId !== null)

export const nearMessage = (told: { readonly institution: string; readonly queue: string; readonly area: string; readonly label: string; readonly before: number; readonly url: string }): string =>
  `【回音】${told.institution}${told.queue}：您的${told.label}号${told.before === 0 ? '是下一位' : `前面还有${told.before}位`}，请到${told.area === '' ? '候诊区' : told.area}等候。看进度：${told.url}`
