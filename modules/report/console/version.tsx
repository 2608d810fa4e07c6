import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { reportContract, type ScanView } from '../contract.ts'
import './report.css'
import { ReadOnlyContent } from './sections.tsx'
import { texts } from './texts.ts'

type Scan = z.infer<typeof ScanView>

/** One version as it was handed in, with the scans of the sealed paper beside it. */
export function VersionScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const { institutionId = '', packId = '', revision = '1' } = useParams({ strict: false })
  const found = useRead(reportContract.loadVersion, { params: { institutionId, packId, revision } })
  const pack = useRead(reportContract.loadPack, { params: { institutionId, packId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('versions')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { content } = found.data
  const own = (pack.data?.scans ?? []).filter((scan) => scan.revision === content.revision)
  return (
    <Page
      title={`${name(content.form.name)} · ${t('revision', { n: content.revision })}`}
      lead={<span className="number">{`${content.body.name} · ${showDate(content.window.fromOn, locale)} — ${showDate(content.window.toOn, locale)} · ${t('asOf')} ${showInstant(content.asOf)}`}</span>}
      actions={<Link to="/reports/$institutionId/$packId" params={{ institutionId, packId }}><Button>{t('open')}</Button></Link>}
    >
      <div className={own.length === 0 ? '' : 'version-beside'}>
        <div className="version-copy"><ReadOnlyContent content={content} /></div>
        {own.length === 0 ? null : <SealedPaper packKey={{ institutionId, packId }} scans={own} />}
      </div>
    </Page>
  )
}

/** The scans of the sealed paper beside the copy: pictures as they are, other files to open. */
function SealedPaper({ packKey, scans }: { packKey: { institutionId: string; packId: string }; scans: readonly Scan[] }) {
  const t = useTexts(texts)
  return (
    <aside className="version-scans" aria-label={t('scans')}>
      <Card title={t('scans')}>
        <p className="soft">{t('scansBeside')}</p>
        {scans.map((scan) => {
          const href = urlOf(reportContract.downloadScan, { params: { ...packKey, scanId: scan.id } })
          return (
            <figure key={scan.id} className="version-scan">
              {scan.mediaType.startsWith('image/') ? <a href={href}><img src={href} alt={t('scanOf', { name: scan.name })} loading="lazy" /></a> : null}
              <figcaption><a href={href}><DownloadOutlined aria-hidden="true" /> {scan.name}</a> <span className="soft number">{`${scan.addedName} · ${showInstant(scan.addedAt)}`}</span></figcaption>
            </figure>
          )
        })}
      </Card>
    </aside>
  )
}
