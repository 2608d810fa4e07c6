import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import type { z } from 'zod'
import { addMs, shanghaiDate } from '../../../kernel/instant.ts'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { FileField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { channelContract, type ImportRow, type OrderView } from '../contract.ts'
import './channel.css'
import { texts as importTexts } from './import-texts.ts'
import { texts } from './texts.ts'

type Order = z.output<typeof OrderView>
type Run = z.output<typeof ImportRow>
type Key = { institutionId: string; sourceId: string }
export const importTones = { preview: 'wait', taken: 'good', discarded: 'quiet' } as const

/** One house that hands orders on: what came in, and sheets of its orders. */
export function SourceScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as Key
  const channels = useRead(channelContract.loadChannels)
  const source = channels.data?.sources.find((each) => each.id === params.sourceId)
  return (
    <Page title={source?.name ?? t('sources')} lead={<Link to="/channels">{t('back')}</Link>}>
      <Upload source={params} />
      <Runs source={params} />
      <Orders source={params} />
    </Page>
  )
}

function Upload({ source }: { source: Key }) {
  const t = useTexts(importTexts)
  const navigate = useNavigate()
  const preview = useDo(channelContract.previewImport, (made) => void navigate({ to: '/channels/imports/$institutionId/$importId', params: { institutionId: made.institutionId, importId: made.id } }))
  return (
    <Card title={t('title')}>
      <Form<{ files: File[] }> layout="vertical" onFinish={({ files }) => preview.mutate({ params: source, files })}>
        <ol className="import-steps">
          <li>
            <h3>{t('step1')}</h3>
            <Button icon={<DownloadOutlined />} href={urlOf(channelContract.orderTemplate, {})}>{t('template')}</Button>
            <div className="soft">{t('templateHint')}</div>
          </li>
          <li>
            <h3>{t('step2')}</h3>
            <Form.Item name="files" label={t('file')} extra={t('formats')} rules={[{ required: true, message: t('chooseFirst') }]}><FileField accept=".xlsx,.xls,.csv" chooseText={t('choose')} /></Form.Item>
          </li>
        </ol>
        {preview.error === null ? null : <Fault error={preview.error} />}
        <Button type="primary" htmlType="submit" loading={preview.isPending}>{t('preview')}</Button>
      </Form>
    </Card>
  )
}

function Runs({ source }: { source: Key }) {
  const t = useTexts(importTexts)
  const pages = usePages(channelContract.listImports, { params: source })
  const placeOf = (run: Run) => ({ to: '/channels/imports/$institutionId/$importId', params: { institutionId: run.institutionId, importId: run.id } }) as const
  const result = (run: Run) => [t('summary', run.counts), run.taken === null ? '' : t('takenN', { n: run.taken })].filter(Boolean).join(' · ')
  return (
    <Card title={t('recent')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Run>
        label={t('recent')} rows={pages.rows} rowKey={(run) => run.id} loading={pages.loading} empty={t('recentEmpty')} more={pages.more} loadingMore={pages.loadingMore}
        columns={[
          { title: t('fileName'), width: 260, render: (_, run) => <Link {...placeOf(run)} className="wrap">{run.fileName}</Link> },
          { title: t('state'), width: 120, render: (_, run) => <StatusMark tone={importTones[run.state]} compact>{t(`s_${run.state}`)}</StatusMark> },
          { title: t('result'), render: (_, run) => result(run) },
          { title: t('by'), width: 130, dataIndex: 'createdBy' },
          { title: t('at'), width: 160, render: (_, run) => <span className="number">{showInstant(run.createdAt)}</span> },
        ]}
        card={(run) => (
          <Link {...placeOf(run)} className="card-link">
            <StatusMark tone={importTones[run.state]} compact>{t(`s_${run.state}`)}</StatusMark>
            <div className="card-text wrap">{run.fileName}</div>
            <div className="soft">{result(run)}</div>
            <div className="soft number">{`${run.createdBy} ${showInstant(run.createdAt)}`}</div>
          </Link>
        )}
      />
    </Card>
  )
}

function Orders({ source }: { source: Key }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const found = useRead(channelContract.listOrders, { params: source })
  const due = (order: Order) => (order.dueAt === null ? '—' : showDate(shanghaiDate(addMs(order.dueAt, -1)), locale))
  const matter = (order: Order) => (order.matterId === null ? null : <Link to="/matters/$institutionId/$matterId" params={{ institutionId: order.institutionId, matterId: order.matterId }} className="number">{order.matterNumber}</Link>)
  return (
    <Card title={t('orders')} flush>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <ListTable<Order>
        label={t('orders')} rows={found.data?.rows ?? []} rowKey={(order) => order.number} loading={found.isPending} empty={t('ordersEmpty')}
        columns={[
          { title: t('sourceNumber'), width: 220, render: (_, order) => <span className="number wrap">{order.number}</span> },
          { title: t('number'), width: 170, render: (_, order) => matter(order) },
          { title: t('institution'), render: (_, order) => order.institutionName },
          { title: t('dueAt'), width: 160, render: (_, order) => <span className="number">{due(order)}</span> },
          { title: t('receivedAt'), width: 160, render: (_, order) => <span className="number">{showInstant(order.receivedAt)}</span> },
        ]}
        card={(order) => (
          <>
            <div className="row"><b className="number wrap">{order.number}</b>{matter(order)}</div>
            <div>{order.institutionName}</div>
            <div className="soft number">{`${t('receivedAt')} ${showInstant(order.receivedAt)}`}</div>
            {order.dueAt === null ? null : <div className="soft number">{`${t('dueAt')} ${due(order)}`}</div>}
          </>
        )}
      />
    </Card>
  )
}
