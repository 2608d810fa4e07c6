import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { useReason } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { FileField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { registerContract } from '../contract.ts'
import { texts } from './import-texts.ts'
import { texts as registerTexts } from './texts.ts'

type Row = z.output<(typeof registerContract.listImports)['reply']>['rows'][number]
export const importTones = { preview: 'wait', taken: 'good', discarded: 'quiet' } as const

/** Seconds since something began; one who waits sees that it goes on. */
export function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => {
      clearInterval(timer)
      setSeconds(0)
    }
  }, [running])
  return seconds
}

/** Upload a sheet into one register; the preview opens when it has been read. */
export function RegisterImportScreen() {
  const t = useTexts(texts)
  const r = useTexts(registerTexts)
  const name = useName()
  const reason = useReason()
  const navigate = useNavigate()
  const { key = '' } = useParams({ strict: false }) as { key?: string }
  const register = useRead(registerContract.loadRegister, { params: { key } })
  const preview = useDo(registerContract.previewImport, (made) => void navigate({ to: '/registers/$key/import/$institutionId/$importId', params: { key, institutionId: made.institutionId, importId: made.id } }))
  const seconds = useSeconds(preview.isPending)
  if (register.isPending) return <Loading />
  if (register.error !== null) return <Page title={r('import')}><Fault error={register.error} retry={() => void register.refetch()} /></Page>
  const { definition, blocked } = register.data
  return (
    <Page title={t('title', { name: name(definition.name) })} lead={<span className="row"><span>{t('lead')}</span><Link to="/registers/$key" params={{ key }}>{r('back')}</Link></span>}>
      {blocked.import !== null ? <Card><Nothing>{reason(blocked.import)}</Nothing></Card> : (
        <Card>
          <Form<{ files: File[] }> layout="vertical" onFinish={({ files }) => preview.mutate({ params: { key }, files })}>
            <ol className="import-steps">
              <li>
                <h2>{t('step1')}</h2>
                <Button icon={<DownloadOutlined />} href={urlOf(registerContract.importTemplate, { params: { key } })}>{t('template')}</Button>
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
              <span role="status" className="soft">{preview.isPending ? t('reading', { n: seconds }) : ''}</span>
            </div>
          </Form>
        </Card>
      )}
      <Recent registerKey={key} />
    </Page>
  )
}

function Recent({ registerKey }: { registerKey: string }) {
  const t = useTexts(texts)
  const pages = usePages(registerContract.listImports, { params: { key: registerKey } })
  const placeOf = (row: Row) => ({ to: '/registers/$key/import/$institutionId/$importId', params: { key: registerKey, institutionId: row.institutionId, importId: row.id } }) as const
  const result = (row: Row) => [t('summary', row.counts), row.taken === null ? '' : t('takenN', { n: row.taken })].filter(Boolean).join(' · ')
  return (
    <Card title={t('recent')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      {pages.error !== null && pages.rows.length === 0 ? null : <ListTable<Row>
        label={t('recent')}
        rows={pages.rows}
        rowKey={(row) => row.id}
        loading={pages.loading}
        empty={t('recentEmpty')}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('fileName'), width: 280, render: (_, row) => <Link {...placeOf(row)}>{row.fileName}</Link> },
          { title: t('state'), width: 120, render: (_, row) => <StatusMark tone={importTones[row.state]}>{t(`s_${row.state}`)}</StatusMark> },
          { title: t('result'), width: 320, render: (_, row) => result(row) },
          { title: t('by'), width: 120, dataIndex: 'createdBy' },
          { title: t('at'), width: 160, render: (_, row) => <span className="number">{showInstant(row.createdAt)}</span> },
        ]}
        card={(row) => (
          <Link {...placeOf(row)} className="card-link">
            <div className="row"><StatusMark tone={importTones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark></div>
            <div className="card-text">{row.fileName}</div>
            <div className="soft">{result(row)}</div>
            <div className="soft number">{`${row.createdBy} ${showInstant(row.createdAt)}`}</div>
          </Link>
        )}
      />}
    </Card>
  )
}
