import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Way } from './survey.ts'

/** Of one department, day and way: how many were asked, how many answered, and how many codes are good for an answer yet. */
export type Asked = { readonly departmentId: string | null; readonly on: IsoDate; readonly way: Way; readonly asked: number; readonly answered: number; readonly open: number }
export type Responses = { readonly asked: number; readonly answered: number; readonly open: number; readonly lapsed: number; /** Of those whose time is over, how many of a hundred answered; null: nobody's is. */ readonly rate: number | null }

/** Rule SV-17: a convention of this system: where fewer answer, whoever did not may think otherwise, and that is said beside the score. */
export const enoughAnswer = 30

/** Rule SV-17: whoever may still answer is in no denominator; whoever did not in time has not answered. */
export function responseOf(rows: readonly Pick<Asked, 'asked' | 'answered' | 'open'>[]): Responses {
  const sum = (of: 'asked' | 'answered' | 'open') => rows.reduce((all, each) => all + each[of], 0)
  const [asked, answered, open] = [sum('asked'), sum('answered'), sum('open')]
  const over = asked - open
  return { asked, answered, open, lapsed: over - answered, rate: over === 0 ? null : Math.round((answered / over) * 100) }
}

export const isLow = (response: Responses): boolean => response.rate !== null && response.rate < enoughAnswer

export const wayNames: Readonly<Record<Way, { readonly zh: string; readonly en: string }>> = {
  booking: { zh: '预约就诊后短信', en: 'Message after a booked visit' },
  queue: { zh: '现场叫号就诊后', en: 'After a visit without booking' },
  admission: { zh: '出院后短信', en: 'Message after a discharge' },
  staff: { zh: '职工自取', en: 'Staff' },
  invited: { zh: '邀请评价人', en: 'Invited raters' },
  paper: { zh: '窗口发放（不对应就诊）', en: 'Handed out, of no visit' },
}
