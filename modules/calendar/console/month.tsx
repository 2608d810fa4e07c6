import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { daysInMonth } from '../../../kernel/calendar.ts'
import type { DayView } from '../contract.ts'
import { texts } from './texts.ts'

export type Day = z.infer<typeof DayView>
const weekdays = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd0'] as const

/** Monday is 0: weeks begin as they do on a Chinese office wall. */
const weekdayOf = (iso: string): number => (new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7

/** What a day is, in words: its holiday, its make-up work, or an ordinary day. */
export function useDayWords(): (iso: string, special: Day | undefined) => string {
  const t = useTexts(texts)
  return (iso, special) => {
    if (special !== undefined) return `${t(special.kind === 'holiday' ? 'holidayLong' : 'workdayLong')}（${special.name}）`
    return t(weekdayOf(iso) >= 5 ? 'ordinaryRest' : 'ordinaryWork')
  }
}

/** One month as a small table; a letter beside the figure says what is special, colour only supports it. */
export function Month({ year, month, special, onChoose }: { year: number; month: number; special: ReadonlyMap<string, Day>; onChoose: ((iso: string) => void) | null }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const words = useDayWords()
  const isoOf = (day: number) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const before = weekdayOf(isoOf(1))
  const cells = Array.from({ length: Math.ceil((before + daysInMonth(year, month)) / 7) * 7 }, (_, index) => index - before + 1)
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
  const cell = (day: number) => {
    if (day < 1 || day > daysInMonth(year, month)) return <td key={day} aria-hidden="true" />
    const iso = isoOf(day)
    const found = special.get(iso)
    const ground = found?.kind ?? (weekdayOf(iso) >= 5 ? 'weekend' : 'plain')
    const label = `${showDate(iso, locale, { weekday: true })}，${words(iso, found)}`
    const inside = (
      <>
        <span aria-hidden="true">{day}</span>
        {found === undefined ? null : <small aria-hidden="true">{t(found.kind)}</small>}
        <span className="unseen">{label}</span>
      </>
    )
    return (
      <td key={day}>
        {onChoose === null ? <span className={`day day-${ground}`} title={label}>{inside}</span> : <button type="button" className={`day day-${ground}`} title={label} onClick={() => onChoose(iso)}>{inside}</button>}
      </td>
    )
  }
  return (
    <table className="month">
      <caption>{t('month', { n: month })}</caption>
      <thead>
        <tr>{weekdays.map((weekday) => <th key={weekday} scope="col">{t(weekday)}</th>)}</tr>
      </thead>
      <tbody>{weeks.map((week) => <tr key={week[0]}>{week.map(cell)}</tr>)}</tbody>
    </table>
  )
}
