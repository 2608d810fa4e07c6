import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Card, Nothing, Page } from '../ui/page.tsx'
import { useTexts } from '../ui/texts.ts'
import { texts } from './texts.ts'

/** An address that leads nowhere, with a way back. */
export function NotFound() {
  const t = useTexts(texts)
  return (
    <Page title={t('notFound')}>
      <Card>
        <Nothing action={<Link to="/due"><Button type="primary">{t('due')}</Button></Link>}>{t('notFoundHint')}</Nothing>
      </Card>
    </Page>
  )
}
