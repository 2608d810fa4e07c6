import { shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import { sayDay } from '../../../portal/days.ts'
import type { Lang } from '../../../portal/texts.ts'

/** 2026年3月5日（星期四）9:14 */
export const sayUntil = (at: Instant, lang: Lang): string => `${sayDay(shanghaiDate(at), lang)}${lang === 'en' ? ', ' : ''}${shanghaiTime(at).replace(/^0/, '')}`
