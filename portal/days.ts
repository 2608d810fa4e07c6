import { printDate, type IsoDate } from '../kernel/calendar.ts'
import { shanghaiDate, shanghaiTime, type Instant } from '../kernel/instant.ts'
import type { Lang } from './texts.ts'

/** A day with its weekday: people plan by weekdays. */
export function sayDay(date: IsoDate, lang: Lang): string {
  const [day = '', weekday = ''] = printDate(date, lang).split(' ')
  return lang === 'zh' ? `${day}（${weekday}）` : printDate(date, lang)
}

const parts = [[5, '凌晨'], [8, '早上'], [12, '上午'], [13, '中午'], [18, '下午'], [24, '晚上']] as const

/** A moment the way it is said at a counter: the day, then morning or afternoon. */
export function sayMoment(at: Instant, lang: Lang): string {
  const time = shanghaiTime(at)
  const date = shanghaiDate(at)
  if (lang === 'en') return `${printDate(date, 'en')}, ${time}`
  const hour = Number(time.slice(0, 2))
  const part = parts.find(([until]) => hour < until)?.[1] ?? ''
  return `${printDate(date, 'zh').split(' ')[0]} ${part}${hour > 12 ? hour - 12 : hour}:${time.slice(3)}`
}

/** A day near at hand, without its year: 3月5日 周四. */
export function sayNearDay(date: IsoDate, lang: Lang): string {
  if (lang === 'en') return printDate(date, 'en').replace(/ \d{4}$/, '')
  const [day = '', weekday = ''] = printDate(date, 'zh').split(' ')
  return `${day.replace(/^\d+年/, '')} ${weekday}`
}
