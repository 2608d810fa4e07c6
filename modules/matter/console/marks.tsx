import { showInstant } from '../../../ui/dates.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { Tone } from '../../../ui/theme.ts'
import type { tones } from '../contract.ts'
import type { Kind, Row } from './kind-names.ts'
import { texts } from './texts.ts'

export const toneOf: Record<(typeof tones)[number], Tone> = { neutral: 'quiet', working: 'wait', warning: 'warn', good: 'good', bad: 'bad' }

/** Where a matter stands, in the words of its kind. */
export function MatterState({ kind, state, compact = false }: { kind: Kind | undefined; state: string; compact?: boolean }) {
  const name = useName()
  const found = kind?.states.find((each) => each.key === state)
  return <StatusMark tone={found === undefined ? 'quiet' : toneOf[found.tone]} compact={compact}>{found === undefined ? state : name(found.name)}</StatusMark>
}

export type Limit = { readonly dueAt: string | null; readonly overdue: boolean; readonly paused: boolean; readonly left: { readonly unit: 'workday' | 'hour'; readonly n: number } | null }

/** The limit of a row or of a whole matter. */
export const limitOf = (row: Pick<Row, 'dueAt' | 'overdue' | 'paused' | 'left'>): Limit => ({ dueAt: row.dueAt, overdue: row.overdue, paused: row.paused, left: row.left })

/** The last minute in time: what is due at midnight is due at 24:00 of the day before. */
export const untilOf = (dueAt: string): string => {
  const shown = showInstant(dueAt)
  return shown.endsWith('00:00') ? showInstant(new Date(Date.parse(dueAt) - 60_000).toISOString()).replace('23:59', '24:00') : shown
}

/** A limit as a sentence by the server's clock. */
export function useLeft(): (limit: Limit) => string {
  const t = useTexts(texts)
  return ({ dueAt, overdue, paused, left }) => {
    if (dueAt === null) return t('noDue')
    if (paused) return t('paused')
    if (left === null) return overdue ? t('lateNow') : t('until', { at: untilOf(dueAt) })
    const isDays = left.unit === 'workday'
    if (overdue) return left.n >= 0 ? t('lateNow') : t(isDays ? 'lateDays' : 'lateHours', { n: -left.n })
    if (left.n <= 0) return t(isDays ? 'dueToday' : 'leftSoon')
    return t(isDays ? 'leftDays' : 'leftHours', { n: left.n })
  }
}

const limitTone = ({ dueAt, overdue, paused, left }: Limit): Tone => {
  if (dueAt === null || paused) return 'quiet'
  if (overdue) return 'bad'
  return left !== null && (left.unit === 'workday' ? left.n <= 1 : left.n <= 24) ? 'warn' : 'wait'
}

/** How long is left: words, a shape and a colour. */
export function DueMark({ limit, compact = false }: { limit: Limit; compact?: boolean }) {
  const left = useLeft()
  return <StatusMark tone={limitTone(limit)} compact={compact}>{left(limit)}</StatusMark>
}

/** What one must not overlook. */
export function Flags({ row }: { row: Pick<Row, 'urgent' | 'harm' | 'reopened' | 'joined' | 'chaseDueAt' | 'toCallBack'> }) {
  const t = useTexts(texts)
  return (
    <>
      {row.harm ? <StatusMark tone="bad" compact>{t('f_harm')}</StatusMark> : row.urgent ? <StatusMark tone="bad" compact>{t('f_urgent')}</StatusMark> : null}
      {row.chaseDueAt === null ? null : <StatusMark tone="warn" compact>{t('f_chased')}</StatusMark>}
      {row.toCallBack ? <StatusMark tone="warn" compact>{t('f_callBack')}</StatusMark> : null}
      {row.reopened > 0 ? <StatusMark tone="warn" compact>{t('f_reopened', { n: row.reopened })}</StatusMark> : null}
      {row.joined > 0 ? <StatusMark tone="quiet" compact>{t('f_joined', { n: row.joined + 1 })}</StatusMark> : null}
    </>
  )
}

/** Who has the work: the department, or the one it is offered to, and the person. */
export function HolderWords({ row }: { row: Pick<Row, 'holderDepartment' | 'offeredDepartment' | 'handler'> }) {
  const t = useTexts(texts)
  const held = [row.holderDepartment, row.handler].filter(Boolean).join(' · ')
  return (
    <span>
      {held === '' && row.offeredDepartment === null ? <span className="soft">{t('nobody')}</span> : held}
      {row.offeredDepartment === null ? null : <span className="soft matter-offer">{t('offeredTo', { name: row.offeredDepartment })}</span>}
    </span>
  )
}
