import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { WeaknessView } from '../contract.ts'
import { texts } from './texts.ts'

type Weakness = z.infer<typeof WeaknessView>
type Words = ReturnType<typeof useTexts<typeof texts>>

function rhythm(t: Words, rrule: string): string {
  const field = (name: string) => new RegExp(`(?:^|;)${name}=([^;]+)`).exec(rrule)?.[1]
  const rate = field('FREQ')
  const interval = Number(field('INTERVAL') ?? 1)
  if (rate !== 'DAILY' && rate !== 'WEEKLY' && rate !== 'MONTHLY' && rate !== 'YEARLY') return rrule
  return interval === 1 ? t(`r_${rate}`) : t(`every_${rate}`, { n: interval })
}

/** A weakness in words: what the plan asks for, what the child plan says instead. */
export function useWeakness(): (weakness: Weakness) => string {
  const t = useTexts(texts)
  const locale = useLocale()
  return (weakness) => {
    const show = (value: string | null | undefined): string => {
      if (value === null || value === undefined) return '—'
      if (weakness.code.startsWith('date_')) return showDate(value, locale)
      return weakness.code.startsWith('cadence_') ? rhythm(t, value) : value
    }
    const values = { share: Math.round((weakness.share ?? 0) * 100), parent: show(weakness.parent), child: show(weakness.child) }
    const key = `w_${weakness.code}`
    return t(key in texts ? (key as keyof typeof texts) : 'w_other', values)
  }
}
