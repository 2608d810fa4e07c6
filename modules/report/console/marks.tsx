import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import type { PackState, PlaceName } from '../rules/names.ts'
import { texts } from './texts.ts'

const stateTones: Record<PackState | 'unopened', Tone> = { unopened: 'quiet', draft: 'wait', signed: 'wait', submitted: 'wait', accepted: 'good', returned: 'bad' }

/** Where the work on a pack stands, in words, shape and colour. */
export function StateMark({ state, unopened = false, compact = false }: { state: PackState; unopened?: boolean; compact?: boolean }) {
  const t = useTexts(texts)
  const shown = unopened ? 'unopened' : state
  return <StatusMark tone={stateTones[shown]} compact={compact}>{t(`s_${shown}`)}</StatusMark>
}

const placeTones: Record<PlaceName, Tone> = { missing: 'bad', submitted: 'wait', accepted: 'good', returned: 'warn' }

/** How a body stands in a roll-up. */
export function PlaceMark({ place, compact = false }: { place: PlaceName; compact?: boolean }) {
  const t = useTexts(texts)
  return <StatusMark tone={placeTones[place]} compact={compact}>{t(`p_${place}`)}</StatusMark>
}

/** In time or late; nothing where no time was set or nothing is in. */
export function TimeMark({ onTime }: { onTime: boolean | null }) {
  const t = useTexts(texts)
  return onTime === null ? null : <StatusMark tone={onTime ? 'good' : 'warn'} compact>{t(onTime ? 'onTime' : 'late')}</StatusMark>
}

/** Days to the due day in words. */
export function useLeft(): (daysLeft: number | null) => string {
  const t = useTexts(texts)
  return (daysLeft) => (daysLeft === null ? t('noDue') : daysLeft === 0 ? t('dueToday') : daysLeft > 0 ? t('daysLeft', { n: daysLeft }) : t('daysLate', { n: -daysLeft }))
}
