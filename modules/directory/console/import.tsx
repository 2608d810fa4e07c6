import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { FileField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { directoryContract, importKinds } from '../contract.ts'
import { texts } from './import-texts.ts'

type Kind = (typeof importKinds)[number]
type Row = z.infer<(typeof directoryContract.listImports)['reply']>['rows'][number]
export const importTones = { preview: 'wait', committed: 'good', discarded: 'quiet' } as const

/** Upload a list; the preview opens when it has been read. Earlier imports stay listed below. */
export function ImportScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const [kind, setKind] = useState<Kind>('staff')
  const pages = usePages(directoryContract.listImports)
  const preview = useDo(directoryContract.previewImport, (made) => void navigate({ to: '/import/$institutionId/$importId', params: { institutionId: made.institutionId, importId: made.id } }))
  const kinds = importKinds.filter((each) => each !== 'institutions' || opens(directoryContract.createInstitution, me.data?.actor.roles))
  const keyOf = (row: Row) => ({ to: '/import/$institutionId/$importId', params: { institutionId: row.institutionId, importId: row.id } }) as const
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <Form<{ files: File[] }> layout="vertical" onFinish={({ files }) => preview.mutate({ body: { kind }, files })}>
          <Form.Item label={t('what')} htmlFor="import-kind">
            <Segmented<Kind> id="import-kind" aria-label={t('what')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`k_${value}`) }))} />
          </Form.Item>
          <ol className="import-steps">
            <li>
              <h2>{t('step1')}</h2>
              <Button icon={<DownloadOutlined />} href={urlOf(directoryContract.importTemplate, { params: { kind } })}>{t('template', { kind: t(`k_${kind}`) })}</Button>
              <div className="soft">{t('templateHint')}</div>
            </li>
            <li>
              <h2>{t('step2')}</h2>
              <Form.Item name="files" label={t('file')} extra={t('formats')} rules={[{ required: true, message: t('chooseFirst') }]}>
                <FileField accept=".xlsx,.xls,.csv" chooseText={t('choose')} />
              </Form.Item>
            </li>
          </ol>
          {preview.error === null ? null : <Fault error={preview.error} />}
          <div className="row form-foot">
            <Button type="primary" htmlType="submit" loading={preview.isPending}>{t('preview')}</Button>
            <span aria-live="polite" className="soft">{preview.isPending ? t('reading') : ''}</span>
          </div>
        </Form>
      </Card>
      <Card title={t('recent')} flush>
        {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
        <ListTable<Row>
          label={t('recent')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('recentEmpty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('fileName'), width: 280, render: (_, row) => <Link {...keyOf(row)}>{row.fileName}</Link> },
            { title: t('kind'), width: 120, render: (_, row) => t(`k_${row.kind}`) },
            { title: t('state'), width: 120, render: (_, row) => <StatusMark tone={importTones[row.state]}>{t(`s_${row.state}`)}</StatusMark> },
            { title: t('result'), width: 240, render: (_, row) => t('summary', row.counts) },
            { title: t('by'), width: 120, dataIndex: 'createdBy' },
            { title: t('at'), width: 160, render: (_, row) => <span className="number">{showInstant(row.createdAt)}</span> },
          ]}
          card={(row) => (
            <Link {...keyOf(row)} className="card-link">
              <div className="row"><StatusMark tone={importTones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark><span>{t(`k_${row.kind}`)}</span></div>
              <div className="card-text">{row.fileName}</div>
              <div className="soft">{t('summary', row.counts)}</div>
              <div className="soft number">{`${row.createdBy} ${showInstant(row.createdAt)}`}</div>
            </Link>
          )}
        />
      </Card>
    </Page>
  )
}
