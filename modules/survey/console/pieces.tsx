import { useParams } from '@tanstack/react-router'
import type { z } from 'zod'
import { SectionNav } from '../../../ui/section-nav.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { ShownScore } from '../contract.ts'
import type { Words } from '../rules/form.ts'
import './survey.css'
import { texts } from './texts.ts'

type Shown = z.infer<typeof ShownScore>
export type OfBody = { readonly institutionId: string; readonly key: string }

/** Which survey the address names. */
export function useSurveyKey(): OfBody {
  const { institutionId = '', key = '' } = useParams({ strict: false })
  return { institutionId, key }
}

/** The pages of one survey. */
export function SurveyNav({ institutionId, key, mayManage, mayEnter }: OfBody & { readonly mayManage: boolean; readonly mayEnter: boolean }) {
  const t = useTexts(texts)
  const at = `/surveys/${institutionId}/${key}`
  const sections = [{ to: at, name: t('results') }, { to: `${at}/form`, name: t('form') }, { to: `${at}/comments`, name: t('comments') }, ...(mayManage || mayEnter ? [{ to: `${at}/sheets`, name: t('paper') }] : [])]
  return <SectionNav label={t('nav')} sections={sections} />
}

export function Score({ shown, smallest }: { shown: Shown; smallest: number }) {
  const t = useTexts(texts)
  return shown.score === null ? <span className="soft">{t('withheld', { n: smallest })}</span> : <b className="number">{shown.score.toFixed(1)}</b>
}

export const sayInterval = (shown: Shown): string => (shown.from === null || shown.to === null ? '—' : `${shown.from.toFixed(1)}–${shown.to.toFixed(1)}`)
export const sayRate = (asked: number, answered: number): string => (asked === 0 ? '—' : `${Math.round((answered / asked) * 100)}%`)
/** A share of those whose time to answer is over. */
export const sayShare = (rate: number | null): string => (rate === null ? '—' : `${rate}%`)

/** Scores as bars with their interval; the table beneath says the same. */
export function Bars({ label, lines, smallest }: { label: string; lines: readonly (Shown & { readonly key: string; readonly name: Words })[]; smallest: number }) {
  const name = useName()
  return (
    <ul className="survey-bars" aria-label={label}>
      {lines.map((line) => (
        <li key={line.key}>
          <span className="name">{name(line.name)}</span>
          <span className="survey-track" aria-hidden="true">
            {line.score === null ? null : <i style={{ width: `${line.score}%` }} />}
            {line.from === null || line.to === null ? null : <b style={{ left: `${line.from}%`, width: `${line.to - line.from}%` }} />}
          </span>
          <span><Score shown={line} smallest={smallest} /></span>
        </li>
      ))}
    </ul>
  )
}
