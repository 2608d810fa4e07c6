import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import type { BulletinState } from '../rules/names.ts'
import { texts } from './texts.ts'

const tones: Record<BulletinState, Tone> = { draft: 'wait', waiting: 'wait', approved: 'warn', published: 'good' }

/** Where the work on a bulletin stands, in words, shape and colour. */
export function StateMark({ state, compact = false }: { state: BulletinState; compact?: boolean }) {
  const t = useTexts(texts)
  return <StatusMark tone={tones[state]} compact={compact}>{t(`s_${state}`)}</StatusMark>
}
