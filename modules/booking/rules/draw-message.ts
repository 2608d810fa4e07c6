import type { IsoDate } from '../../../kernel/calendar.ts'

type NotDrawn = {
  readonly institution: string
  readonly clinic: string
  readonly onDate: IsoDate
  readonly ticket: string
  /** Why a place that was drawn could not be booked. */
  readonly refused: string | null
  /** Every time they had wished for was stopped (Rule SC-21). */
  readonly isStopped: boolean
}

/** What somebody is told who got no place; winners are told like everybody who booked. */
export function notDrawnMessage({ institution, clinic, onDate, ticket, refused, isStopped }: NotDrawn): string {
  const what = `${onDate} ${institution}${clinic}`
  if (isStopped) return `【回音】${what}停诊：您报名抽签（签号 ${ticket}）的时间都停诊了，没有抽签，非常抱歉。请另选日期或其他门诊；现场号和急诊不受影响。`
  if (refused === null) return `【回音】抽签结果：${what}，您的签号 ${ticket} 没有抽中。剩下的号现在对所有人开放，也可以登记候补；现场号和急诊不受影响。`
  return `【回音】抽签结果：${what}，您的签号 ${ticket} 抽中了，但没有约成：${refused.replace(/。$/, '')}。`
}
