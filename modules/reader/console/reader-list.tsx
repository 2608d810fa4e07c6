import { UploadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Progress, Upload } from 'antd'
import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, usePages } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { readerContract, type DraftRow } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof DraftRow>
const tones = { draft: 'wait', launched: 'good', discarded: 'quiet' } as const

/** Uploaded plans, and the way in for a new one. */
export function ReaderListScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const drafts = usePages(readerContract.listDrafts)
  const create = useDo(readerContract.createDraft, (reply) => void navigate({ to: '/reader/$draftId', params: { draftId: reply.draftId } }))
  if (drafts.loading) return <Loading />
  const share = (row: Row) => {
    const items = row.clauses + row.duties
    return items === 0 ? 0 : Math.min(100, Math.round((100 * row.confirmed) / items))
  }
  return (
    <Page
      title={t('reader')}
      lead={t('readerLead')}
      actions={
        <Upload accept=".txt,.docx,.doc,.pdf" showUploadList={false} beforeUpload={(file) => { create.mutate({ files: [file] }); return false }}>
          <Button type="primary" size="large" icon={<UploadOutlined />} loading={create.isPending}>{t('upload')}</Button>
        </Upload>
      }
    >
      {create.error === null ? null : <div style={{ marginBottom: 12 }}><Fault error={create.error} /></div>}
      {drafts.error === null ? null : <Fault error={drafts.error} retry={drafts.retry} />}
      <p className="soft">{t('uploadHint')}</p>
      <Card flush>
        <ListTable<Row>
          label={t('reader')}
          rows={drafts.rows}
          rowKey={(row) => row.id}
          empty={t('empty')}
          more={drafts.more}
          loadingMore={drafts.loadingMore}
          columns={[
            { title: t('title'), render: (_, row) => <Link to="/reader/$draftId" params={{ draftId: row.id }} className="duty-link"><b>{row.title}</b><span className="soft">{row.fileName}</span></Link> },
            { title: t('state'), width: 120, render: (_, row) => <StatusMark tone={tones[row.state]}>{t(`state_${row.state}`)}</StatusMark> },
            { title: t('understood'), width: 220, render: (_, row) => <span className="number">{t('understoodN', { clauses: row.clauses, duties: row.duties })}</span> },
            { title: t('checked'), width: 150, render: (_, row) => <Progress percent={share(row)} size="small" aria-label={t('checked')} /> },
            { title: t('warnings'), width: 90, render: (_, row) => <span className="number">{row.warnings}</span> },
            { title: t('uploadedBy'), width: 210, render: (_, row) => <span className="soft number">{`${row.createdByName} ${showInstant(row.createdAt)}`}</span> },
          ]}
          card={(row) => (
            <Link to="/reader/$draftId" params={{ draftId: row.id }} className="card-link">
              <StatusMark tone={tones[row.state]} compact>{t(`state_${row.state}`)}</StatusMark>
              <div className="card-text"><b>{row.title}</b></div>
              <div className="soft">{t('understoodN', { clauses: row.clauses, duties: row.duties })}</div>
              <Progress percent={share(row)} size="small" aria-label={t('checked')} />
            </Link>
          )}
        />
      </Card>
    </Page>
  )
}
