import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { call, urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { keyOf, useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { registerContract, type ImportFault, type ImportView } from '../contract.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { importTones, useSeconds } from './import.tsx'
import { texts } from './import-texts.ts'
import { texts as registerTexts } from './texts.ts'

type Import = z.output<typeof ImportView>
type FaultRow = z.output<typeof ImportFault>
type Params = { key: string; institutionId: string; importId: string }

/** What an upload would enter, and everything that is wrong with it; then all of it, the right rows, or nothing. */
export function RegisterImportPreviewScreen() {
  const t = useTexts(texts)
  const r = useTexts(registerTexts)
  const params = useParams({ strict: false }) as Params
  const found = useRead(registerContract.loadImport, { params })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={r('import')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const run = found.data
  const { counts } = run
  return (
    <Page
      title={run.fileName}
      lead={<span className="row"><StatusMark tone={importTones[run.state]}>{t(`s_${run.state}`)}</StatusMark><Link to="/registers/$key/import" params={{ key: params.key }}>{r('import')}</Link><span className="number">{`${run.createdBy} ${showInstant(run.createdAt)}`}</span></span>}
      actions={run.state === 'preview' ? undefined : <ButtonLink color="primary" variant="solid" to="/registers/$key/import" params={{ key: params.key }}>{t('again')}</ButtonLink>}
    >
      <Says run={run} params={params} />
      <Figures items={[[t('rows'), counts.rows], [t('good'), counts.good], [t('bad'), counts.bad], [t('warnings'), counts.warnings]]} />
      {run.state === 'preview' ? <Take run={run} params={params} /> : null}
      {run.faults.length === 0 ? <Card title={t('faults')}><StatusMark tone="good">{t('noFaults')}</StatusMark></Card> : <Faults run={run} params={params} />}
      <Sample run={run} />
    </Page>
  )
}

function Says({ run, params }: { run: Import; params: Params }) {
  const t = useTexts(texts)
  if (run.state === 'taken') return <Alert className="page-alert" type="success" showIcon title={t('takenSays', { at: showInstant(run.takenAt), n: run.taken ?? 0 })} action={<ButtonLink to="/registers/$key" params={{ key: params.key }}>{t('seeEntries')}</ButtonLink>} />
  if (run.state === 'discarded') return <Alert className="page-alert" type="info" showIcon title={t('discardedSays')} />
  return run.counts.good === 0 ? <Alert className="page-alert" type="error" showIcon title={t('nothingGood')} /> : null
}

/** All or the right ones: said in words with the numbers, before the button. */
function Take({ run, params }: { run: Import; params: Params }) {
  const t = useTexts(texts)
  const [rows, setRows] = useState<'all' | 'good'>('all')
  const take = useDo(registerContract.takeImport)
  const discard = useDo(registerContract.discardImport)
  const seconds = useSeconds(take.isPending)
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
        <span role="status" className="soft">{take.isPending ? t('taking', { rows: good, n: seconds }) : ''}</span>
      </div>
    </Card>
  )
}

const mostShown = 200

/** What keeps a row out stands before what is only remarked, also where a thousand remarks come first in the sheet. */
function useFirst(run: Import, params: Params): readonly FaultRow[] {
  const wanted = Math.min(mostShown, run.counts.faults)
  const isFault = (row: FaultRow) => row.severity === 'fault'
  const known = run.faults.filter(isFault)
  const further = useQuery({
    queryKey: keyOf(registerContract.listImportFaults, { params, wanted }),
    enabled: known.length < wanted,
    queryFn: async () => {
      const found: FaultRow[] = []
      let after: string | undefined
      do {
        const page = await call(registerContract.listImportFaults, { params, query: { limit: 500, ...(after === undefined ? {} : { after }) } })
        found.push(...page.rows.filter(isFault))
        after = page.next ?? undefined
      } while (after !== undefined && found.length < wanted)
      return found.slice(0, wanted)
    },
  })
  const faults = further.data ?? known
  return [...faults, ...run.faults.filter((row) => !isFault(row)).slice(0, Math.max(0, mostShown - faults.length))]
}

function Faults({ run, params }: { run: Import; params: Params }) {
  const t = useTexts(texts)
  const rows = useFirst(run, params)
  const severity = (row: FaultRow) => <StatusMark tone={row.severity === 'fault' ? 'bad' : 'warn'} compact>{t(`v_${row.severity}`)}</StatusMark>
  const value = (row: FaultRow) => (row.value === '' ? <span className="soft">{t('blank')}</span> : <code className="cell-value">{row.value}</code>)
  const where = (row: FaultRow) => (row.row === 0 ? t('wholeFile') : row.cell)
  return (
    <Card title={t('faults')} flush extra={<Button icon={<DownloadOutlined />} href={urlOf(registerContract.exportImportFaults, { params })}>{t('downloadFaults')}</Button>}>
      {run.faultsCut ? <p className="soft card-note">{t('faultsCut')}</p> : run.counts.faults + run.counts.warnings > rows.length ? <p className="soft card-note">{t('firstFaults', { n: rows.length })}</p> : null}
      <ListTable<FaultRow>
        label={t('faults')}
        rows={rows}
        rowKey={(row) => `${row.row} ${row.cell} ${row.column} ${row.reason}`}
        columns={[
          { title: t('cell'), width: 110, render: (_, row) => <span className="number">{where(row)}</span> },
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
  const withDepartment = run.sample.some((row) => row.department !== null)
  const columns = run.sample[0]?.cells.map((cell) => cell.column) ?? []
  return (
    <Card title={t('sample', { n: run.sample.length })}>
      {run.ignored.length === 0 ? null : <p className="soft">{t('ignored', { list: run.ignored.join('、') })}</p>}
      {/* Wide sheets scroll inside their own frame, reachable by keyboard. */}
      <section className="sheet" aria-label={t('sample', { n: run.sample.length })} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('row')}</th>
              <th scope="col">{t('day')}</th>
              {withDepartment ? <th scope="col">{t('department')}</th> : null}
              {columns.map((column) => <th key={column} scope="col">{column}</th>)}
            </tr>
          </thead>
          <tbody>
            {run.sample.map((row) => (
              <tr key={row.row}>
                <td className="number">{row.row}</td>
                <td className="number">{row.on}</td>
                {withDepartment ? <td>{row.department}</td> : null}
                {row.cells.map((cell) => <td key={cell.column}>{cell.value}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
