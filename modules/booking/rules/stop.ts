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
export function stopMessage(told: { readonly institution: string; readonly clinic: string; readonly startsAt: Instant; readonly reason: string; readonly offer: Instead | null; readonly link: string | null; readonly phone: string; readonly refundCents: number; readonly isExam?: boolean }): string {
  const ask = told.phone === '' ? '请到服务台' : `请拨打 ${told.phone} 或到服务台`
  const offer = told.offer === null ? '暂无可改约的号源，请另选时间' : `可改约 ${when(told.offer.startsAt)} ${told.offer.clinicName}`
  const how = told.link === null ? `${ask}办理改约` : `点击一键改约或另选：${told.link}`
  const refund = told.refundCents > 0 ? `已付费用 ${yuan(told.refundCents)} 将原路退回。` : ''
  return `【${told.institution}】您预约的 ${when(told.startsAt)} ${told.clinic} 因${told.reason}停诊，非常抱歉。${told.isExam === true ? `这项检查由医院重新安排，要改时间${ask}` : `${offer}，${how}`}。${refund}停诊不计入爽约。`
}

/** Rule SC-20: whose place was lost by a stop that was taken back hears that the clinic is held, and how to have the place again. */
export const reopenMessage = (told: { readonly institution: string; readonly clinic: string; readonly startsAt: Instant; readonly link: string | null; readonly phone: string }): string =>
  `【${told.institution}】${told.clinic} ${when(told.startsAt)} 恢复出诊。您原来的号因停诊已取消，要来请${told.link === null ? (told.phone === '' ? '到服务台重新预约' : `拨打 ${told.phone} 或到服务台重新预约`) : `点击约回：${told.link}`}，先到先得。`

/** Rule SC-20: of the slots that stops had closed those are open again which no other stop concerns and which have not begun. */
export const mayReopen = (stops: readonly unknown[]): Refusal | null => (stops.length === 0 ? refuse('booking.nothing_stopped') : null)

/** Rule SC-21: whoever waited for a day that was stopped wholly. */
export const waitStoppedMessage = (told: { readonly institution: string; readonly clinic: string; readonly onDate: IsoDate; readonly reason: string; readonly phone: string }): string =>
  `【${told.institution}】您候补的 ${told.onDate} ${told.clinic} 因${told.reason}停诊，候补已结束，非常抱歉。请另选日期或其他门诊${told.phone === '' ? '' : `，也可拨打 ${told.phone}`}。`
