import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { EntryRow, Standing } from '../contract.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import { texts } from './texts.ts'

type StandingView = z.output<typeof Standing>
type Scope = RegisterDefinition['scope']

/** How far an entry has come. */
export function EntryMark({ row, compact = false }: { row: Pick<z.output<typeof EntryRow>, 'state' | 'counts'>; compact?: boolean }) {
  const t = useTexts(texts)
  if (row.state === 'withdrawn') return <StatusMark tone="quiet" compact={compact}>{t('s_withdrawn')}</StatusMark>
  if (row.state === 'confirmed') return <StatusMark tone="good" compact={compact}>{t('s_confirmed')}</StatusMark>
  return row.counts ? <StatusMark tone="good" compact={compact}>{t('s_entered')}</StatusMark> : <StatusMark tone="wait" compact={compact}>{t('s_waiting')}</StatusMark>
}

/** A period in words: who has entered, how many are left, until when. */
export function StandingWords({ standing, scope, region = false }: { standing: StandingView; scope: Scope; region?: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const { period, expected, reached } = standing
  const label = name(period.label)
  const isDone = reached >= expected
  const words = expected === 1 && !region ? t(isDone ? 'reachedOne' : 'missingOne', { label }) : t('reachedOf', { label, expected, reached, unit: t(`u_${scope}`) })
  return (
    <div className="standing">
      <div className="row">
        <StatusMark tone={isDone ? 'good' : period.state === 'ended' ? 'bad' : 'warn'} compact>{t(isDone ? 'doneNow' : 'missingNow')}</StatusMark>
        <span className="soft small">{period.state === 'ended' ? t('p_ended') : t('until', { date: showDate(period.to, locale) })}</span>
      </div>
      <div className="standing-words number">{words}</div>
      {expected > 1 ? (
        <div className="part-bar" aria-hidden="true">
          {reached > 0 ? <span className="part-good" style={{ flexGrow: reached }} /> : null}
          {expected > reached ? <span className="part-left" style={{ flexGrow: expected - reached }} /> : null}
        </div>
      ) : null}
    </div>
  )
}
