import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { FileField } from '../../../ui/fields.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { reportContract, type PackView } from '../contract.ts'
import { TimeMark } from './marks.tsx'
import { texts } from './texts.ts'

type Pack = z.infer<typeof PackView>
const keyOf = (pack: Pack) => ({ institutionId: pack.institutionId, packId: pack.packId })

const Download = ({ href, children }: { href: string; children: string }) => <Button icon={<DownloadOutlined />} href={href}>{children}</Button>

/** The papers of the pack as it stands, and the scans of the sealed one. */
export function PapersCard({ pack }: { pack: Pack }) {
  const t = useTexts(texts)
  const params = keyOf(pack)
  return (
    <Card title={t('papers')}>
      <div className="row">
        <Download href={urlOf(reportContract.downloadDocument, { params })}>{t('docx')}</Download>
        <Download href={urlOf(reportContract.downloadBook, { params })}>{t('xlsx')}</Download>
      </div>
      <h3 className="drawer-head">{t('scans')}</h3>
      <Scans pack={pack} />
    </Card>
  )
}

function Scans({ pack }: { pack: Pack }) {
  const t = useTexts(texts)
  const [files, setFiles] = useState<File[]>([])
  const add = useDo(reportContract.addScans, () => setFiles([]))
  const remove = useDo(reportContract.removeScan)
  const error = add.error ?? remove.error
  return (
    <>
      {pack.scans.length === 0 ? <p className="soft">{t(pack.blocked.scan === null ? 'scansEmpty' : 'scansNone')}</p> : (
        <ul className="files">
          {pack.scans.map((scan) => (
            <li key={scan.id} className="line-split">
              <span>
                <a href={urlOf(reportContract.downloadScan, { params: { ...keyOf(pack), scanId: scan.id } })}><DownloadOutlined aria-hidden="true" /> {scan.name}</a>
                <span className="soft number">{` ${t('revision', { n: scan.revision })} · ${scan.addedName} · ${showInstant(scan.addedAt)}`}</span>{' '}
                {scan.addendum ? <StatusMark tone="quiet" compact>{t('addendum')}</StatusMark> : null}
              </span>
              {scan.blocked.remove === null ? <Button size="small" aria-label={t('removeScanOf', { name: scan.name })} loading={remove.isPending} onClick={() => remove.mutate({ params: { ...keyOf(pack), scanId: scan.id } })}>{t('removeScan')}</Button> : null}
            </li>
          ))}
        </ul>
      )}
      {pack.blocked.scan === null ? (
        <div className="stack">
          <FileField value={files} onChange={setFiles} accept=".pdf,.jpg,.jpeg,.png" chooseText={t('addScan')} multiple />
          <div className="row"><span className="soft small">{t('scanHint')}</span><Button disabled={files.length === 0} loading={add.isPending} onClick={() => add.mutate({ params: keyOf(pack), files })}>{t('upload')}</Button></div>
        </div>
      ) : null}
      {error === null ? null : <Fault error={error} />}
    </>
  )
}

/** Everything that was handed in, newest first: who, when, in time or late, decided how; each can be read and taken along. */
export function VersionsCard({ pack }: { pack: Pack }) {
  const t = useTexts(texts)
  return (
    <Card title={t('versions')}>
      {pack.versions.length === 0 ? <p className="soft">{t('versionsEmpty')}</p> : (
        <ul className="lines">
          {pack.versions.toReversed().map((version) => (
            <li key={version.revision}>
              <div className="row">
                <b>{t('revision', { n: version.revision })}</b>
                <TimeMark onTime={version.onTime} />
                {version.decision === null ? <StatusMark tone="wait" compact>{t('p_submitted')}</StatusMark> : <StatusMark tone={version.decision === 'accepted' ? 'good' : 'bad'} compact>{t(`p_${version.decision}`)}</StatusMark>}
                <span className="soft number">{t('submittedBy', { name: version.submittedName, at: showInstant(version.submittedAt) })}</span>
              </div>
              <div className="soft">{t('signedBy', { name: version.signedName, post: version.signedPost, at: showInstant(version.signedAt) })}</div>
              {version.decidedAt === null ? null : <div className="soft number">{t('decidedBy', { name: version.decidedName ?? '', at: showInstant(version.decidedAt) })}</div>}
              {version.remark === '' ? null : <p className="remark prewrap">{version.remark}</p>}
              <div className="row card-action">
                <Link to="/reports/$institutionId/$packId/versions/$revision" params={{ ...keyOf(pack), revision: String(version.revision) }}>{t('seeVersion')}</Link>
                <a href={urlOf(reportContract.downloadDocument, { params: keyOf(pack), query: { revision: version.revision } })}>{t('docx')}</a>
                <a href={urlOf(reportContract.downloadBook, { params: keyOf(pack), query: { revision: version.revision } })}>{t('xlsx')}</a>
                <a href={urlOf(reportContract.downloadBundle, { params: { ...keyOf(pack), revision: version.revision } })}>{t('bundle')}</a>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
