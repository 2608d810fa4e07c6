import { Button, type ButtonProps } from 'antd'
import { useId } from 'react'
import { refusals, type RefusalCode } from '../kernel/refusal.ts'
import { useLocale } from './texts.ts'

const entryOf = (code: string | null) => (code === null || !(code in refusals) ? null : refusals[code as RefusalCode])

/** The sentence behind a refusal code, in the reader's language. */
export function useReason(): (code: string | null) => string | null {
  const locale = useLocale()
  return (code) => (code === null ? null : (entryOf(code)?.[locale] ?? code))
}

/**
 * A button that knows why it may not be pressed. Who will never be allowed (403) does not see it;
 * who may not yet sees it disabled with the reason written beneath, readable without a mouse.
 */
export function ActButton({ blocked, ...button }: { blocked: string | null } & ButtonProps) {
  const reason = useReason()(blocked)
  const noteId = useId()
  if (entryOf(blocked)?.status === 403) return null
  if (reason === null) return <Button {...button} />
  return (
    <span className="act-blocked">
      <Button {...button} disabled aria-describedby={noteId} />
      <small id={noteId}>{reason}</small>
    </span>
  )
}

/** Whether to show a whole form or section at all. */
export const isForbidden = (code: string | null): boolean => entryOf(code)?.status === 403
