import type { z } from 'zod'
import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import type { ConsultView } from '../contract.ts'
import { texts } from './texts.ts'

type State = z.infer<typeof ConsultView>['state']
const tones: Record<State, Tone> = { asked: 'warn', convened: 'wait', decided: 'good', declined: 'quiet' }

export function ConsultMark({ state }: { state: State }) {
  const t = useTexts(texts)
  return <StatusMark tone={tones[state]}>{t(`s_${state}`)}</StatusMark>
}
