import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract, type ImportFault, type ImportView } from '../contract.ts'
import { importTones } from './import.tsx'
import { texts } from './import-texts.ts'

type Import = z.infer<typeof ImportView>
type FaultRow = z.infer<typeof ImportFault>
const actionTone = { create: 'good', change: 'wait', unchanged: 'quiet' } as const

/** What an upload would do: counts, every bad cell by row and column, a sample; then take the good rows, or not. */
export function ImportPreviewScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; importId: string }
  const found = useRead(directoryContract.loadImport, { params })
  const navigate = useNavigate()
  const commit = useDo(directoryContract.commitImport)
  const discard = useDo(directoryContract.discardImport)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const run = found.data
  const { counts } = run
  const open = run.state === 'preview'
  return (
    <Page
      title={run.fileName}
      lead={<span className="row"><StatusMark tone={importTones[run.state]}>{t(`s_${run.state}`)}</StatusMark><Link to="/import">{t('title')}</Link><span>{t(`k_${run.kind}`)}</span></span>}
      actions={
        open ? (
          <>
            <ActButton blocked={run.blocked.discard} loading={discard.isPending} onClick={() => discard.mutate({ params })}>{t('discard')}</ActButton>
            {counts.good === 0 ? null : (
              <ActButton blocked={run.blocked.commit} type="primary" loading={commit.isPending} onClick={() => commit.mutate({ params })}>{t(counts.bad === 0 ? 'commitAll' : 'commit', { n: counts.good })}</ActButton>
            )}
          </>
        ) : (
          <Button type="primary" onClick={() => void navigate({ to: '/import' })}>{t('again')}</Button>
        )
      }
    >
      {commit.error === null ? null : <div className="page-alert"><Fault error={commit.error} /></div>}
      {discard.error === null ? null : <div className="page-alert"><Fault error={discard.error} /></div>}
      <Says run={run} />
      <Figures items={[[t('rows'), counts.rows], [t('created'), counts.created], [t('changed'), counts.changed], [t('unchanged'), counts.unchanged], [t('bad'), counts.bad], [t('warnings'), counts.warnings]]} />
      {counts.faults + counts.warnings === 0 ? <Card title={t('faults')}><StatusMark tone="good">{t('noFaults')}</StatusMark></Card> : <Faults run={run} />}
      <Sample run={run} />
    </Page>
  )
}

function Says({ run }: { run: Import }) {
  const t = useTexts(texts)
  if (run.state === 'committed') return <Alert className="page-alert" type="success" showIcon title={t('committed', { at: showInstant(run.committedAt), created: run.counts.created, changed: run.counts.changed })} />
  if (run.state === 'discarded') return <Alert className="page-alert" type="info" showIcon title={t('discarded')} />
  if (run.counts.good === 0) return <Alert className="page-alert" type="error" showIcon title={t('nothingGood')} />
  return run.counts.bad === 0 ? null : <Alert className="page-alert" type="warning" showIcon title={t('commitHint', { bad: run.counts.bad })} />
}

/** All faults in the order of the sheet, a page of them at a time, so that 20,000 of them stay readable. */
function Faults({ run }: { run: Import }) {
  const t = useTexts(texts)
  const pages = usePages(directoryContract.listImportFaults, { params: { institutionId: run.institutionId, importId: run.id }, query: { limit: 200 } })
  const severity = (row: FaultRow) => <StatusMark tone={row.severity === 'fault' ? 'bad' : 'warn'} compact>{t(`v_${row.severity}`)}</StatusMark>
  const value = (row: FaultRow) => (row.value === '' ? <span className="soft">{t('blank')}</span> : <code className="cell-value">{row.value}</code>)
  const where = (row: FaultRow) => (row.row === 0 ? t('wholeFile') : t('rowN', { n: row.row }))
  return (
    <Card title={t('faults')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<FaultRow>
        label={t('faults')}
        rows={pages.rows}
        rowKey={(row) => `${row.row} ${row.column} ${row.reason}`}
        loading={pages.loading}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('row'), width: 110, render: (_, row) => <span className="number">{where(row)}</span> },
          { title: t('column'), width: 170, dataIndex: 'column' },
          { title: t('value'), width: 240, render: (_, row) => value(row) },
          { title: t('reason'), width: 380, dataIndex: 'reason' },
          { title: t('severity'), width: 110, render: (_, row) => severity(row) },
        ]}
        card={(row) => (
          <>
            <div className="row"><b className="number">{where(row)}</b><span>{row.column}</span>{severity(row)}</div>
            <div className="card-text">{row.reason}</div>
            {value(row)}
          </>
        )}
      />
    </Card>
  )
}

function Sample({ run }: { run: Import }) {
  const t = useTexts(texts)
  if (run.sample.length === 0) return null
  return (
    <Card title={t('sample', { n: run.sample.length })}>
      {run.ignored.length === 0 ? null : <p className="soft">{t('ignored', { list: run.ignored.join('、') })}</p>}
      {/* Wide sheets scroll inside their own frame, reachable by keyboard. */}
      <section className="sheet" aria-label={t('sample', { n: run.sample.length })} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('row')}</th>
              <th scope="col">{t('action')}</th>
              {run.columns.map((column) => <th key={column.column} scope="col" title={column.heading}>{column.column}</th>)}
            </tr>
          </thead>
          <tbody>
            {run.sample.map((row) => (
              <tr key={row.row}>
                <td className="number">{row.row}</td>
                <td><StatusMark tone={actionTone[row.action]} compact>{t(`a_${row.action}`)}</StatusMark></td>
                {row.cells.map((cell, index) => {
                  const column = run.columns[index]?.column ?? String(index)
                  return <td key={column} className={row.changes.includes(column) ? 'sheet-changed' : ''}>{row.changes.includes(column) ? <b>{cell}</b> : cell}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
