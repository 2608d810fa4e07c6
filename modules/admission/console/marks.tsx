import type { z } from 'zod'
import { SectionNav } from '../../../ui/section-nav.tsx'
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

const ways = [['/admission', 'line'], ['/admission/beds', 'beds'], ['/admission/jumps', 'jumps']] as const

/** The three views of the centre. */
export function AdmissionNav() {
  const t = useTexts(texts)
  return <SectionNav label={t('nav')} sections={ways.map(([to, text]) => ({ to, name: t(text) }))} />
}
