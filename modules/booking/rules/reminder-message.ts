import { shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'

/** Rule TG-8: what the reminder says: when, where, what to bring, and how to give the place back. */
export function reminderMessage(told: { readonly send: 'day' | 'hours'; readonly startsAt: Instant; readonly endsAt: Instant; readonly institution: string; readonly clinic: string; readonly room: string; readonly brings: string; readonly code: string }): string {
  const room = told.room === '' ? '' : `（${told.room}）`
  const brings = told.brings === '' ? '' : `请带：${told.brings.replaceAll(/\s+/g, ' ').slice(0, 60)}。`
  const end = told.send === 'day' ? '来不了请今天取消，把号让给别人。' : '请提前报到。'
  return `【回音】就诊提醒：${shanghaiDate(told.startsAt)} ${shanghaiTime(told.startsAt)}—${shanghaiTime(told.endsAt)}，${told.institution}${told.clinic}${room}。就诊码 ${told.code}。${brings}${end}`
}
