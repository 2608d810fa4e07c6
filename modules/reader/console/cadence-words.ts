/** A recurrence rule as the few choices a clerk knows, and back. */
export type Rhythm = 'none' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'halfyearly' | 'yearly' | 'other'
export const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

const field = (rrule: string, name: string) => new RegExp(`(?:^|;)${name}=([^;]+)`).exec(rrule)?.[1]

export function rhythmOf(rrule: string | null): { rhythm: Rhythm; day: string } {
  if (rrule === null) return { rhythm: 'none', day: '' }
  const interval = Number(field(rrule, 'INTERVAL') ?? 1)
  const weekday = field(rrule, 'BYDAY') ?? ''
  const monthday = field(rrule, 'BYMONTHDAY') ?? ''
  const plain = !/BYSETPOS|COUNT|BYMONTH=/.test(rrule) && !weekday.includes(',') && !monthday.includes(',')
  const freq = field(rrule, 'FREQ')
  if (!plain) return { rhythm: 'other', day: '' }
  if (freq === 'DAILY' && interval === 1) return { rhythm: 'daily', day: '' }
  if (freq === 'WEEKLY' && interval === 1) return { rhythm: 'weekly', day: weekday }
  if (freq === 'MONTHLY' && interval === 1) return { rhythm: 'monthly', day: monthday }
  if (freq === 'MONTHLY' && interval === 3) return { rhythm: 'quarterly', day: monthday }
  if (freq === 'MONTHLY' && interval === 6) return { rhythm: 'halfyearly', day: monthday }
  if (freq === 'YEARLY' && interval === 1 && monthday === '') return { rhythm: 'yearly', day: '' }
  return { rhythm: 'other', day: '' }
}

const bases: Record<Exclude<Rhythm, 'none' | 'other'>, string> = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  halfyearly: 'FREQ=MONTHLY;INTERVAL=6',
  yearly: 'FREQ=YEARLY',
}

/** The rule for a choice; `other` keeps the rule that was there. */
export function rruleOf(rhythm: Rhythm, day: string, before: string | null): string | null {
  if (rhythm === 'none') return null
  if (rhythm === 'other') return before
  const by = day === '' ? '' : rhythm === 'weekly' ? `;BYDAY=${day}` : rhythm === 'daily' || rhythm === 'yearly' ? '' : `;BYMONTHDAY=${day}`
  return bases[rhythm] + by
}
