import { useNavigate } from '@tanstack/react-router'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Filters } from './filters.ts'
import { texts } from './list-texts.ts'

/** What waits for me among the matters, for the first screen of the day; nothing where nothing waits. */
export function MattersDue() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const counts = useRead(matterContract.countMatters, { query: {} })
  if (counts.data === undefined) return null
  const { mine, department, overdue, more } = counts.data
  const steps: readonly { readonly key: 'waitsOverdue' | 'waitsMine' | 'waitsDepartment'; readonly count: number; readonly search: Filters; readonly late: boolean }[] = [
    { key: 'waitsOverdue', count: overdue, search: { overdue: '1' }, late: true },
    { key: 'waitsMine', count: mine, search: { whose: 'mine' }, late: false },
    { key: 'waitsDepartment', count: department, search: { whose: 'department' }, late: false },
  ]
  const waiting = steps.filter((step) => step.count > 0)
  if (waiting.length === 0) return null
  return (
    <div className="steps">
      {waiting.map(({ key, count, search, late }) => (
        <button key={key} type="button" className={late ? 'step step-overdue' : 'step'} onClick={() => void navigate({ to: '/matters', search })}>
          <b className="number">{more && count >= 100 ? t('capped', { n: count }) : count}</b>
          <span>{t(key)}</span>
        </button>
      ))}
    </div>
  )
}
