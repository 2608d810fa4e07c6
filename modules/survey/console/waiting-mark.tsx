import { Badge } from 'antd'
import type { Role } from '../../../kernel/actor.ts'
import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { surveyContract } from '../contract.ts'
import { texts } from './texts.ts'

/** In the menu: how many comments wait to be read and drafts to be published, for whoever may do so. */
export function SurveyMark({ roles }: { roles: readonly Role[] }) {
  return opens(surveyContract.countWaiting, roles) ? <Waiting /> : null
}

function Waiting() {
  const t = useTexts(texts)
  const { data } = useRead(surveyContract.countWaiting)
  const waits = (data?.comments ?? 0) + (data?.drafts ?? 0)
  if (data === undefined || waits === 0) return null
  return (
    <>
      <span aria-hidden="true"><Badge count={waits} size="small" style={{ marginInlineStart: 8 }} title="" /></span>
      <span className="unseen">{t('waitsForYou', data)}</span>
    </>
  )
}
