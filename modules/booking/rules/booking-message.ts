import { shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import type { BookingState } from './booking.ts'

export type Told = { readonly institution: string; readonly clinicName: string; readonly room: string; readonly startsAt: Instant; readonly endsAt: Instant; readonly state: BookingState; readonly holdUntil: Instant | null; readonly movedFrom: string | null; readonly fromWaiting: boolean; readonly fromDraw?: boolean; readonly code: string; readonly feeCents: number }

/** Rule BK-21: whoever is booked is told where, when, with which code, and until when it is paid; one message for each booking. */
export function bookedMessage(told: Told): string {
  const what = told.movedFrom !== null ? '改约成功' : told.fromDraw ? '抽签抽中，已为您约好' : told.fromWaiting ? '候补成功' : told.state === 'held' ? '已为您留号' : '预约成功'
  const room = told.room === '' ? '' : `（${told.room}）`
  const pay = told.state === 'held' && told.holdUntil !== null ? `请于 ${shanghaiTime(told.holdUntil)} 前缴费 ${(told.feeCents / 100).toFixed(2)} 元确认，逾期自动释放。` : ''
  return `【回音】${what}：${shanghaiDate(told.startsAt)} ${shanghaiTime(told.startsAt)}—${shanghaiTime(told.endsAt)}，${told.institution}${told.clinicName}${room}。就诊码 ${told.code}，凭码报到。${pay}不能前来请及时取消。`
}

/** Rule BK-66: the open letter goes along as a last sentence. */
export const withLetter = (message: string, letter: string): string => (letter === '' ? message : `${message}${letter}`)
