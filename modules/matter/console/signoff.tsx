import { showDate } from '../../../ui/dates.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { texts } from './matter-texts.ts'

type Steps = { rectified: string | null; checked: string | null; signedOff: string | null; recheckOn: string | null; recheckHeld: boolean | null }

/** How far a problem is on its way to being signed off: each step with its date, in words and signs. */
export function SignOffSteps({ steps, compact = false }: { steps: Steps; compact?: boolean }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const on = (date: string) => (compact ? date.slice(5, 10) : showDate(date, locale))
  const done = [['step_rectified', steps.rectified], ['step_checked', steps.checked], ['step_signed', steps.signedOff]] as const
  const at = steps.recheckOn === null ? '' : on(steps.recheckOn)
  return (
    <div className="signoff">
      {done.map(([text, date]) => <StatusMark key={text} tone={date === null ? 'quiet' : 'good'} compact>{t(text)}{date === null ? '' : ` ${on(date)}`}</StatusMark>)}
      {steps.recheckHeld !== null ? <StatusMark tone={steps.recheckHeld ? 'good' : 'bad'} compact>{t(steps.recheckHeld ? 'recheckHeld' : 'recheckSlid', { at })}</StatusMark> : steps.recheckOn === null ? null : <StatusMark tone="wait" compact>{t('recheckOn', { at })}</StatusMark>}
    </div>
  )
}
