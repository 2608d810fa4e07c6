import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { reportContract } from '../contract.ts'
import './report.css'
import { ReadOnlyContent } from './sections.tsx'
import { texts } from './texts.ts'

/** One version as it was handed in. */
export function VersionScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const { institutionId = '', packId = '', revision = '1' } = useParams({ strict: false })
  const found = useRead(reportContract.loadVersion, { params: { institutionId, packId, revision } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('versions')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { content } = found.data
  return (
    <Page
      title={`${name(content.form.name)} · ${t('revision', { n: content.revision })}`}
      lead={<span className="number">{`${content.body.name} · ${showDate(content.window.fromOn, locale)} — ${showDate(content.window.toOn, locale)} · ${t('asOf')} ${showInstant(content.asOf)}`}</span>}
      actions={<Link to="/reports/$institutionId/$packId" params={{ institutionId, packId }}><Button>{t('open')}</Button></Link>}
    >
      <ReadOnlyContent content={content} />
    </Page>
  )
}
