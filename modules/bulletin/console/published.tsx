import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { bulletinContract, type BulletinView, type PublishedView } from '../contract.ts'
import { FiguresCard, Passages } from './content.tsx'
import { MovedTable } from './moved.tsx'
import { texts } from './texts.ts'

type View = z.infer<typeof BulletinView>
type Published = z.infer<typeof PublishedView>

/** A version as it was published, with its papers, receipts, and what has moved since. */
export function PublishedPart({ view, published }: { view: View; published: Published }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { content } = published
  return (
    <>
      {published.version === published.newest ? null : <Alert className="page-alert" type="warning" showIcon title={t('newer', { n: published.version })} action={<Link to="/bulletins/$bulletinId" params={{ bulletinId: view.bulletinId }}><Button>{t('toNewest')}</Button></Link>} />}
      <Card>
        <Facts
          items={[
            [t('number'), <span key="number" className="number">{published.number}</span>],
            [t('issuer'), view.issuerName],
            [t('publishedAt'), <span key="at" className="number">{showInstant(published.publishedAt)}</span>],
            [t('window'), <span key="window" className="number">{`${showDate(content.window.fromOn, locale)} — ${showDate(content.window.toOn, locale)}`}</span>],
            [t('asOf'), <span key="as-of" className="number">{showInstant(content.asOf)}</span>],
          ]}
        />
        <Papers view={view} published={published} />
      </Card>
      <Passages content={content} />
      <FiguresCard content={content} />
      {published.moved === null ? null : (
        <Card title={t('moved')} flush>
          <p className="soft words-box-note">{published.moved.length === 0 ? t('movedNone') : t('movedHint')}</p>
          {published.moved.length === 0 ? null : <MovedTable rows={published.moved} label={t('moved')} />}
        </Card>
      )}
      <Receipts published={published} isOwn={view.revision !== null} />
      <Versions view={view} published={published} />
    </>
  )
}

function Papers({ view, published }: { view: View; published: Published }) {
  const t = useTexts(texts)
  const again = useDo(bulletinContract.makePaper)
  const params = { bulletinId: view.bulletinId, version: published.version }
  const { paper } = published
  const isOwn = view.revision !== null
  return (
    <div className="stack card-action">
      <div className="row">
        <Button icon={<DownloadOutlined />} href={urlOf(bulletinContract.downloadDocument, { params })}>{t('docx')}</Button>
        {paper.state === 'made' ? <Button icon={<DownloadOutlined />} href={urlOf(bulletinContract.downloadPdf, { params })}>{t('pdf')}</Button> : null}
        {isOwn && paper.state !== 'made' ? <Button loading={again.isPending} onClick={() => again.mutate({ params })}>{t('pdfAgain')}</Button> : null}
        <a href={`/bulletins/${view.bulletinId}?v=${published.version}`}>{t('onPortal')}</a>
      </div>
      {isOwn && paper.state === 'none' ? <span className="soft">{t('pdfWaiting')}</span> : null}
      {isOwn && paper.reason !== null ? <Alert type="info" showIcon title={paper.reason} /> : null}
      {again.error === null ? null : <Fault error={again.error} />}
    </div>
  )
}

function Receipts({ published, isOwn }: { published: Published; isOwn: boolean }) {
  const t = useTexts(texts)
  if (published.receipts.length === 0) return null
  const signed = published.receipts.filter((receipt) => receipt.receivedAt !== null).length
  // Who is missing comes first.
  const order = published.receipts.toSorted((a, b) => Number(a.receivedAt !== null) - Number(b.receivedAt !== null))
  return (
    <Card title={isOwn ? `${t('receipts')} · ${t('receiptsOf', { n: signed, all: published.receipts.length })}` : t('receipts')}>
      {isOwn ? <p className="soft">{signed === published.receipts.length ? t('allSigned') : t('waitingFor', { n: published.receipts.length - signed })}</p> : null}
      <ul className="receipt-grid">
        {order.map((receipt) => (
          <li key={receipt.institutionId}>
            <div>{receipt.name}</div>
            {receipt.receivedAt === null ? <StatusMark tone="warn" compact>{t('notReceived')}</StatusMark> : <span className="soft number">{t('receivedBy', { by: receipt.by ?? '', at: showInstant(receipt.receivedAt) })}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Versions({ view, published }: { view: View; published: Published }) {
  const t = useTexts(texts)
  if (published.versions.length < 2) return null
  return (
    <Card title={t('versions')}>
      <ul className="lines">
        {published.versions.toReversed().map((each) => (
          <li key={each.version}>
            <div className="row">
              {each.version === published.version ? <b>{t('version', { n: each.version })}</b> : <Link to="/bulletins/$bulletinId" params={{ bulletinId: view.bulletinId }} search={each.version === published.newest ? {} : { version: String(each.version) }}>{t('version', { n: each.version })}</Link>}
              <span className="soft number">{showInstant(each.publishedAt)}</span>
            </div>
            {each.changeNote === null ? null : <p className="remark prewrap">{each.changeNote}</p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
