import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import type { childplanStates } from '../contract.ts'
import { texts } from './texts.ts'

export type State = 'missing' | (typeof childplanStates)[number]
export type CoverageVerdict = 'covered' | 'weakened' | 'dropped'
const tones: Record<State, Tone> = { missing: 'bad', returned: 'warn', filed: 'wait', accepted: 'good', replaced: 'quiet' }
export const coverageTones: Record<CoverageVerdict, Tone> = { covered: 'good', weakened: 'warn', dropped: 'bad' }

/** `asked`: whether the plan asks for a child plan by a date; where it does not, none being there is no fault. */
export function StateMark({ state, asked = true, compact = false }: { state: State; asked?: boolean; compact?: boolean }) {
  const t = useTexts(texts)
  return <StatusMark tone={state === 'missing' && !asked ? 'quiet' : tones[state]} compact={compact}>{t(`s_${state}`)}</StatusMark>
}

export function CoverageMark({ verdict }: { verdict: CoverageVerdict }) {
  const t = useTexts(texts)
  return <StatusMark tone={coverageTones[verdict]} compact>{t(`v_${verdict}`)}</StatusMark>
}
