import type { ReactNode } from 'react'
import { useAppearance } from './look.tsx'
import { toneColours, type Tone } from './theme.ts'

const shapes: Record<Tone, string> = { good: '✓', wait: '○', warn: '◐', bad: '!', quiet: '–' }

/** A status in words with a shape and a colour, so that no meaning rests on colour alone. */
export function StatusMark({ tone, children, compact = false }: { tone: Tone; children: ReactNode; compact?: boolean }) {
  const { dark } = useAppearance()
  const colours = toneColours(dark)[tone]
  return (
    <span
      className="status-mark"
      style={{ color: colours.text, background: colours.ground, borderColor: colours.border, ...(compact ? { padding: '0 6px', fontSize: 13 } : {}) }}
    >
      <span aria-hidden="true" className="status-shape">
        {shapes[tone]}
      </span>
      {children}
    </span>
  )
}
