import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { channelContract, type ImportView, type OrderFault } from '../contract.ts'
import './channel.css'
import { texts } from './import-texts.ts'
import { importTones } from './source.tsx'

type Run = z.output<typeof ImportView>
type FaultRow = z.output<typeof OrderFault>

/** What a sheet would file and everything that is wrong with it; then all of it, the right rows, or nothing. */
export function OrderImportScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; importId: string }
  const found = useRead(channelContract.loadImport, { params })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const run = found.data
  const { counts } = run
  return (
    <Page
      title={run.fileName}
      lead={<span className="row"><StatusMark tone={importTones[run.state]}>{t(`s_${run.state}`)}</StatusMark><Link to="/channels/sources/$institutionId/$sourceId" params={{ institutionId: run.institutionId, sourceId: run.sourceId }}>{run.sourceName}</Link><span className="number">{`${run.createdBy} ${showInstant(run.createdAt)}`}</span></span>}
    >
      {run.state === 'taken' ? <Alert className="page-alert" type="success" showIcon title={t('takenSays', { at: showInstant(run.takenAt), n: run.taken ?? 0 })} action={<Link to="/matters">{t('seeMatters')}</Link>} /> : null}
      {run.state === 'discarded' ? <Alert className="page-alert" type="info" showIcon title={t('discardedSays')} /> : null}
      {run.state === 'preview' && counts.good === 0 ? <Alert className="page-alert" type="error" showIcon title={t('nothingGood')} /> : null}
      <Figures items={[[t('rows'), counts.rows], [t('good'), counts.good], [t('bad'), counts.bad], [t('known'), counts.known]]} />
      {run.state === 'preview' ? <Take run={run} /> : null}
      {run.faults.length === 0 ? <Card title={t('faults')}><StatusMark tone="good">{t('noFaults')}</StatusMark></Card> : <Faults run={run} />}
      <Sample run={run} />
    </Page>
  )
}

/** All or the right ones: said in words with the numbers, before the button. */
function Take({ run }: { run: Run }) {
  const t = useTexts(texts)
  const params = { institutionId: run.institutionId, importId: run.id }
  const [rows, setRows] = useState<'all' | 'good'>('all')
  const take = useDo(channelContract.takeImport)
  const discard = useDo(channelContract.discardImport)
  const { good, bad } = run.counts
  const error = take.error ?? discard.error
  return (
    <Card title={t('howTitle')}>
      <Radio.Group className="take-ways" value={rows} onChange={(event) => setRows(event.target.value as 'all' | 'good')} aria-label={t('howTitle')} disabled={take.isPending}>
        <Radio value="all"><b>{t('takeAll')}</b><span className="soft">{t('takeAllHint')}</span></Radio>
        {bad === 0 ? null : <Radio value="good"><b>{t('takeGood')}</b><span className="soft">{t('takeGoodHint', { good, bad })}</span></Radio>}
      </Radio.Group>
      {error === null ? null : <Fault error={error} />}
      <div className="row form-foot touch">
        <ActButton blocked={rows === 'all' ? run.blocked.takeAll : run.blocked.takeGood} type="primary" loading={take.isPending} onClick={() => take.mutate({ params, body: { rows } })}>{t('take', { n: good })}</ActButton>
        <ActButton blocked={run.blocked.discard} loading={discard.isPending} onClick={() => discard.mutate({ params })}>{t('discard')}</ActButton>
        <span role="status" className="soft">{take.isPending ? t('taking') : ''}</span>
      </div>
    </Card>
  )
}

function Faults({ run }: { run: Run }) {
  const t = useTexts(texts)
  const value = (row: FaultRow) => (row.value === '' ? <span className="soft">{t('blank')}</span> : <code className="cell-value">{row.value}</code>)
  return (
    <Card title={t('faults')} flush extra={<Button icon={<DownloadOutlined />} href={urlOf(channelContract.exportFaults, { params: { institutionId: run.institutionId, importId: run.id } })}>{t('downloadFaults')}</Button>}>
      {run.faultCount > run.faults.length ? <p className="soft card-note">{t('firstFaults', { n: run.faults.length })}</p> : null}
      <ListTable<FaultRow>
        label={t('faults')}
        rows={run.faults}
        rowKey={(row) => `${row.row} ${row.column} ${row.reason}`}
        columns={[
          { title: t('cell'), width: 100, render: (_, row) => <span className="number">{row.cell === '' ? row.row : row.cell}</span> },
          { title: t('column'), width: 150, dataIndex: 'column' },
          { title: t('value'), width: 260, render: (_, row) => value(row) },
          { title: t('reason'), dataIndex: 'reason' },
        ]}
        card={(row) => (
          <>
            <div className="row"><b className="number">{row.cell === '' ? row.row : row.cell}</b><span>{row.column}</span></div>
            <div className="card-text">{row.reason}</div>
            {value(row)}
          </>
        )}
      />
    </Card>
  )
}

function Sample({ run }: { run: Run }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  if (run.sample.length === 0) return run.ignored.length === 0 ? null : <p className="soft">{t('ignored', { list: run.ignored.join('、') })}</p>
  return (
    <Card title={t('sample', { n: run.sample.length })}>
      {run.ignored.length === 0 ? null : <p className="soft">{t('ignored', { list: run.ignored.join('、') })}</p>}
      {/* Wide sheets scroll inside their own frame, reachable by keyboard. */}
      <section className="sheet" aria-label={t('sample', { n: run.sample.length })} tabIndex={0}>
        <table>
          <thead><tr>{(['row', 'number', 'kind', 'matter', 'institution', 'dueOn'] as const).map((column) => <th key={column} scope="col">{t(column)}</th>)}</tr></thead>
          <tbody>
            {run.sample.map((row) => (
              <tr key={row.row}>
                <td className="number">{row.row}</td>
                <td className="number">{row.number}{row.known ? <div className="soft">{t('knownMark')}</div> : null}</td>
                <td>{name(row.kind)}</td>
                <td>{row.title}</td>
                <td>{row.institution}</td>
                <td className="number">{showDate(row.dueOn, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
