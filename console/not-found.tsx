import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { Card, Nothing, Page } from '../ui/page.tsx'
import { useTexts } from '../ui/texts.ts'
import { texts } from './texts.ts'

/** An address that leads nowhere, with a way back. */
export function NotFound() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  return (
    <Page title={t('notFound')}>
      <Card>
        <Nothing action={<Button type="primary" onClick={() => void navigate({ to: '/due' })}>{t('due')}</Button>}>{t('notFoundHint')}</Nothing>
      </Card>
    </Page>
  )
}
