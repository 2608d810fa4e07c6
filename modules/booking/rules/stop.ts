import type { IsoDate } from '../../../kernel/calendar.ts'
import { addMs, shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

/** A place that could be offered instead. */
export type Instead = { readonly slotId: string; readonly clinicId: string; readonly clinicName: string; readonly startsAt: Instant; readonly free: number }

/** Rule SC-12: a clinic is stopped for a day that is not over, with a reason that those who booked are told. */
export function mayStop(stop: { readonly onDate: IsoDate; readonly reason: string; readonly clinicId: string; readonly substituteClinicId: string | null }, today: IsoDate): Refusal | null {
  if (stop.onDate < today) return refuse('booking.day_is_over', stop.onDate)
  return stop.substituteClinicId === stop.clinicId ? refuse('booking.substitute_is_itself') : null
}

const sameTimeMs = 30 * 60_000

/**
 * Rule SC-13: whoever is stopped is offered the substitute at about the same time (half an hour), then the substitute's
 * next place, then the next of the department; nothing is booked before they agree.
 */
export function offerFor(stopped: { readonly startsAt: Instant }, substituteClinicId: string | null, free: readonly Instead[]): Instead | null {
  const open = free.filter((each) => each.free > 0)
  const own = open.filter((each) => each.clinicId === substituteClinicId)
  const near = own.find((each) => each.startsAt >= addMs(stopped.startsAt, -sameTimeMs) && each.startsAt <= addMs(stopped.startsAt, sameTimeMs))
  return near ?? own.find((each) => each.startsAt >= stopped.startsAt) ?? open.find((each) => each.startsAt >= stopped.startsAt) ?? null
}

const when = (at: Instant) => `${shanghaiDate(at)} ${shanghaiTime(at)}`
const yuan = (cents: number) => `${(cents / 100).toFixed(2)} 元`

/** Rule SC-14: the message says what is stopped and why, what is offered, where to agree with one click, and which fee is refunded. */
export function stopMessage(told: { readonly institution: string; readonly clinic: string; readonly startsAt: Instant; readonly reason: string; readonly offer: Instead | null; readonly link: string | null; readonly phone: string; readonly refundCents: number }): string {
  const offer = told.offer === null ? '暂无可改约的号源，请另选时间' : `可改约 ${when(told.offer.startsAt)} ${told.offer.clinicName}`
  const how = told.link === null ? (told.phone === '' ? '请到服务台办理改约' : `请拨打 ${told.phone} 或到服务台办理改约`) : `点击一键改约或另选：${told.link}`
  const refund = told.refundCents > 0 ? `已付费用 ${yuan(told.refundCents)} 将原路退回。` : ''
  return `【${told.institution}】您预约的 ${when(told.startsAt)} ${told.clinic} 因${told.reason}停诊，非常抱歉。${offer}，${how}。${refund}停诊不计入爽约。`
}
