import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { MeasureRow, StandingView, ValueView } from '../contract.ts'
import { showAmount, showTarget, showValue, type Shown } from '../rules/show.ts'
import { keptWords, whyWords } from '../rules/why-words.ts'
import './measure.css'
import { texts } from './texts.ts'

export type Value = z.infer<typeof ValueView>
type Row = z.infer<typeof MeasureRow>

/** A value in its unit, or why there is none. */
export function ValueText({ value, shown }: { value: Pick<Value, 'value' | 'why'>; shown: Shown }) {
  const locale = useLocale()
  const name = useName()
  if (value.value !== null) return <span className="measure-value">{showValue(value.value, shown, locale)}</span>
  return <span className="measure-without">{value.why === null ? '—' : name(whyWords[value.why])}</span>
}

export function KeptMark({ value }: { value: Pick<Value, 'kept' | 'running'> }) {
  const name = useName()
  if (value.kept === null) return null
  return <StatusMark tone={value.kept ? 'good' : value.running ? 'warn' : 'bad'} compact>{name(keptWords(value.kept, value.running))}</StatusMark>
}

export function TargetText({ row }: { row: Pick<Row, 'target' | 'unit'> }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return row.target === null ? <span className="soft">{t('noTarget')}</span> : <span className="number">{showTarget(row.target, row.unit, locale)}</span>
}

export function PartsText({ value }: { value: Pick<Value, 'numerator' | 'denominator'> }) {
  const part = (each: number | null) => (each === null ? '—' : showAmount(each))
  return <span className="number">{value.denominator === null ? part(value.numerator) : `${part(value.numerator)} / ${part(value.denominator)}`}</span>
}

/** When the newest fact behind it was counted. */
export function Freshness({ value }: { value: Pick<Value, 'countedAt'> }) {
  const t = useTexts(texts)
  return <span className="soft number">{value.countedAt === null ? t('never') : showInstant(value.countedAt)}</span>
}

export function StandingText({ standing }: { standing: Row['standing'] }) {
  const t = useTexts(texts)
  if (standing === null) return <span className="soft">—</span>
  const all = standing.kept + standing.missed + standing.without
  return (
    <span className="number">
      {t('keptOf', { kept: standing.kept, all })}
      {standing.without === 0 ? null : <span className="soft">{` · ${t('withoutN', { n: standing.without })}`}</span>}
    </span>
  )
}

const bandTones = { ahead: 'good', middle: 'quiet', behind: 'bad' } as const

/** The places chance allows, and whether it is certainly better or worse than all together. */
export function PlacesText({ places, band }: { places: { from: number; to: number; of?: number } | null; band: z.infer<typeof StandingView>['band'] }) {
  const t = useTexts(texts)
  if (places === null) return <span className="soft">—</span>
  if (places.of === 1) return <span className="soft">{t('alone')}</span>
  return (
    <span className="row">
      <span className="number">{places.from === places.to ? t('place', { from: places.from }) : t('placesFromTo', { from: places.from, to: places.to })}</span>
      {band === null ? null : <StatusMark tone={bandTones[band]} compact>{t(`standing_${band}`)}</StatusMark>}
    </span>
  )
}
