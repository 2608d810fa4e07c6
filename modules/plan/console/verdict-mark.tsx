import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import type { VerdictName } from '../rules/views.ts'
import { texts } from './texts.ts'

export const verdictTones: Record<VerdictName, Tone> = { met: 'good', due: 'wait', overdue: 'warn', unmet: 'bad', waived: 'quiet' }

/** A verdict in words, shape and colour. */
export function VerdictMark({ verdict, compact = false }: { verdict: VerdictName; compact?: boolean }) {
  const t = useTexts(texts)
  return (
    <StatusMark tone={verdictTones[verdict]} compact={compact}>
      {t(`v_${verdict}`)}
    </StatusMark>
  )
}

export type Counts = { met: number; due: number; overdue: number; unmet: number; waived: number }
const order = ['met', 'due', 'overdue', 'unmet', 'waived'] as const

/** Counts as one bar with its figures in words beneath; the bar is decoration, the words carry the meaning. */
export function CountsBar({ counts }: { counts: Counts }) {
  const t = useTexts(texts)
  const total = order.reduce((sum, name) => sum + counts[name], 0)
  if (total === 0) return <span className="soft">{t('nothingDue')}</span>
  const shown = order.filter((name) => counts[name] > 0)
  return (
    <div className="counts">
      <div className="counts-bar" aria-hidden="true">
        {shown.map((name) => (
          <span key={name} className={`counts-part counts-${name}`} style={{ flexGrow: counts[name] }} />
        ))}
      </div>
      <div className="counts-words number">{shown.map((name) => `${t(`v_${name}`)} ${counts[name]}`).join(' · ')}</div>
    </div>
  )
}
