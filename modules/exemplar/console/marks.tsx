import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { Tone } from '../../../ui/theme.ts'
import type { ExemplarState } from '../rules/exemplar.ts'
import { texts } from './texts.ts'

const tones: Record<ExemplarState, Tone> = { nominated: 'wait', noticed: 'wait', chosen: 'warn', declined: 'quiet', published: 'good', withdrawn: 'bad' }

/** Where a nomination stands, in words, shape and colour. */
export function StateMark({ state, compact = false }: { state: ExemplarState; compact?: boolean }) {
  const t = useTexts(texts)
  return <StatusMark tone={tones[state]} compact={compact}>{t(`s_${state}`)}</StatusMark>
}
