import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { SlipRow } from '../contract.ts'
import './admission.css'
import { texts } from './texts.ts'

type Row = z.infer<typeof SlipRow>
const stateTones = { waiting: 'wait', offered: 'warn', confirmed: 'good', admitted: 'good', discharged: 'quiet', withdrawn: 'quiet' } as const
const classTones = { 1: 'bad', 2: 'warn', 3: 'wait', 4: 'quiet' } as const

export function StateMark({ state }: { state: Row['state'] }) {
  const t = useTexts(texts)
  return <StatusMark tone={stateTones[state]}>{t(`s_${state}`)}</StatusMark>
}

export function ClassMark({ urgency }: { urgency: Row['urgency'] }) {
  const t = useTexts(texts)
  return <StatusMark tone={classTones[urgency]}>{t(`u${urgency}`)}</StatusMark>
}

export const ways = [['/admission', 'line'], ['/admission/beds', 'beds'], ['/admission/jumps', 'jumps']] as const

/** The three views of the centre. */
export function AdmissionNav({ at }: { at: (typeof ways)[number][0] }) {
  const t = useTexts(texts)
  return (
    <nav className="admission-nav" aria-label={t('nav')}>
      {ways.map(([to, text]) => <Link key={to} to={to} activeOptions={{ exact: true }} {...(to === at ? { 'aria-current': 'page' as const } : {})}>{t(text)}</Link>)}
    </nav>
  )
}
