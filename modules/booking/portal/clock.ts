import { shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import { sayDay } from '../../../portal/days.ts'
import type { Lang } from '../../../portal/texts.ts'

const halfOf = (time: string, lang: Lang): string => {
  const hour = Number(time.slice(0, 2))
  if (lang === 'en') return ''
  return hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上'
}

/** 上午8:30–9:00 */
export function sayTimes(startsAt: Instant, endsAt: Instant, lang: Lang): string {
  const [from, to] = [shanghaiTime(startsAt), shanghaiTime(endsAt)].map((time) => time.replace(/^0/, ''))
  return `${halfOf(shanghaiTime(startsAt), lang)}${from}–${to}`
}

/** 2026年3月5日（星期四）上午8:30–9:00 */
export const sayVisit = (startsAt: Instant, endsAt: Instant, lang: Lang): string => `${sayDay(shanghaiDate(startsAt), lang)}${lang === 'en' ? ', ' : ''}${sayTimes(startsAt, endsAt, lang)}`

/** Cents as yuan, without a tail of noughts. */
export const sayYuan = (cents: number): string => (cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2))

/** 2026年3月5日（星期四）上午8:30 */
export const sayBegin = (startsAt: Instant, lang: Lang): string => `${sayDay(shanghaiDate(startsAt), lang)}${lang === 'en' ? ', ' : ''}${halfOf(shanghaiTime(startsAt), lang)}${shanghaiTime(startsAt).replace(/^0/, '')}`
