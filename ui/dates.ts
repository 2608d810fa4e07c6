import type { Locale } from './texts.ts'

const shanghai = 8 * 3_600_000
const weekdays = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }

/** '2026年7月9日 周四' or 'Thu 9 Jul 2026' from an ISO date. */
export function showDate(iso: string | null | undefined, locale: Locale, options: { weekday?: boolean } = {}): string {
  if (iso === null || iso === undefined || iso === '') return '—'
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-')
  const weekday = options.weekday === true ? weekdays[locale][new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay()] : undefined
  if (locale === 'zh') return `${year}年${Number(month)}月${Number(day)}日${weekday === undefined ? '' : ` ${weekday}`}`
  const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(month) - 1] ?? ''
  return `${weekday === undefined ? '' : `${weekday} `}${Number(day)} ${name} ${year}`
}

/** An instant in Shanghai time, to the minute: '2026-07-09 17:30'. */
export function showInstant(iso: string | null | undefined): string {
  if (iso === null || iso === undefined || iso === '') return '—'
  return new Date(Date.parse(iso) + shanghai).toISOString().slice(0, 16).replace('T', ' ')
}

/** The date in Shanghai, only for what a field starts with; what counts is decided by the server's clock. */
export const todayHere = (): string => new Date(Date.now() + shanghai).toISOString().slice(0, 10)

/** The instant on this device, only for what is kept on it. */
export const nowHere = (): string => new Date().toISOString()
