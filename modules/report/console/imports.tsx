import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { App, Button, Form } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FileField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { reportContract, type ImportView } from '../contract.ts'
import { TimeMark } from './marks.tsx'
import './report.css'
import { ReadOnlyContent } from './sections.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof ImportView>

/** Bundles of lower levels that were taken in. */
export function ImportsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const me = useRead(identityContract.me)
  const found = useRead(reportContract.listImports)
  const [importing, setImporting] = useState(false)
  if (found.isPending) return <Loading />
  const linkOf = (row: Row) => ({ to: '/report-imports/$importId', params: { importId: row.importId } }) as const
  const period = (row: Row) => `${showDate(row.fromOn, locale)} — ${showDate(row.toOn, locale)}`
  return (
    <Page title={t('imports')} lead={t('importsLead')} actions={opens(reportContract.importBundle, me.data?.actor.roles) ? <Button type="primary" onClick={() => setImporting(true)}>{t('importBundle')}</Button> : undefined}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('imports')}
          rows={found.data?.rows ?? []}
          rowKey={(row) => row.importId}
          empty={t('importsEmpty')}
          columns={[
            { title: t('institution'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><b>{row.sourceName}</b><span className="soft">{row.planTitle}</span></Link> },
            { title: t('form'), width: 260, render: (_, row) => <><div>{name(row.formName)}</div><div className="soft number">{period(row)}</div></> },
            { title: t('submittedAt'), width: 240, render: (_, row) => <span className="row"><span className="number">{showInstant(row.submittedAt)}</span><TimeMark onTime={row.onTime} /></span> },
            { title: t('version'), width: 80, render: (_, row) => <span className="number">{row.revision}</span> },
            { title: t('import'), width: 220, render: (_, row) => <span className="soft number">{t('importedBy', { name: row.importedName, at: showInstant(row.importedAt) })}</span> },
          ]}
          card={(row) => (
            <Link {...linkOf(row)} className="card-link">
              <b>{row.sourceName}</b>
              <div>{name(row.formName)}</div>
              <div className="soft number">{period(row)}</div>
              <div className="row"><span className="number">{showInstant(row.submittedAt)}</span><TimeMark onTime={row.onTime} /></div>
            </Link>
          )}
        />
      </Card>
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </Page>
  )
}

function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [files, setFiles] = useState<File[]>([])
  const send = useDo(reportContract.importBundle, ({ sourceName }) => {
    void message.success(t('importedOk', { name: sourceName }))
    onClose()
  })
  return (
    <FormDialog open title={t('importBundle')} okText={t('import')} hint={t('importHint')} onCancel={onClose} onSubmit={() => send.mutateAsync({ files })}>
      <Form.Item label={t('file')} htmlFor="report-bundle"><FileField id="report-bundle" value={files} onChange={setFiles} accept=".zip" chooseText={t('chooseFiles')} /></Form.Item>
    </FormDialog>
  )
}

/** What one imported bundle says. */
export function ImportScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { importId = '' } = useParams({ strict: false })
  const found = useRead(reportContract.loadImport, { params: { importId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('imports')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { import: row, content, scans } = found.data
  return (
    <Page title={`${row.sourceName} · ${name(row.formName)}`} lead={<span className="row"><span>{t('revision', { n: row.revision })}</span><TimeMark onTime={row.onTime} /><span className="number">{showInstant(row.submittedAt)}</span></span>}>
      <Card>
        <Facts
          items={[
            [t('plan'), row.planTitle], [t('signedHead'), `${row.signedName}（${row.signedPost}）`], [t('software'), row.software], [t('import'), t('importedBy', { name: row.importedName, at: showInstant(row.importedAt) })], [t('whole'), <code key="whole" className="cell-value">{row.whole}</code>],
            [t('scans'), scans.length === 0 ? null : <ul key="scans" className="files">{scans.map((scan) => <li key={scan.fileId}><a href={urlOf(reportContract.downloadImportScan, { params: { importId, fileId: scan.fileId } })}><DownloadOutlined aria-hidden="true" /> {scan.name}</a></li>)}</ul>],
          ]}
        />
      </Card>
      <ReadOnlyContent content={content} />
    </Page>
  )
}
