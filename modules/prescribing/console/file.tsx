import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Progress } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { Facts, Figures } from '../../../ui/facts.tsx'
import { sizeOf } from '../../../ui/file-picks.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { fileContract, type ChargeFileView, type RejectRow } from '../contract/files.ts'
import { rejectReasonKeys, rejectReasons } from '../rules/reasons.ts'
import { FileMark, useDays } from './files.tsx'
import { texts } from './file-texts.ts'
import { MappingCard } from './mapping.tsx'
import { PrescribingNav } from './figure-nav.tsx'

type View = z.output<typeof ChargeFileView>
type Reject = z.output<typeof RejectRow>
const moving: readonly View['state'][] = ['ready', 'reading', 'held']
const faults = ['disk_full', 'broken_off', 'no_heading', 'no_line_id', 'nothing_fits'] as const

/** One file: how far it is, which column is which, what was turned away. */
export function ChargeFileScreen() {
  const t = useTexts(texts)
  const days = useDays()
  const params = useParams({ strict: false }) as { institutionId: string; fileId: string }
  const [asking, setAsking] = useState(false)
  const [watching, setWatching] = useState(true)
  const found = useRead(fileContract.loadFile, { params }, { refetchInterval: watching ? 2000 : false })
  const withdraw = useDo(fileContract.withdrawFile, () => setAsking(false))
  const isMoving = found.data === undefined || moving.includes(found.data.state)
  if (isMoving !== watching) setWatching(isMoving)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const file = found.data
  return (
    <Page
      title={file.name}
      lead={<span className="row"><FileMark state={file.state} /><Link to="/prescribing/files">{t('back')}</Link></span>}
      actions={file.blocked.withdraw === null ? <ActButton blocked={null} danger onClick={() => setAsking(true)}>{t('withdraw')}</ActButton> : undefined}
    >
      <PrescribingNav />
      <Says file={file} />
      {isMoving ? <Card title={t('progress')}><Progress percent={Math.floor(file.progress * 100)} aria-label={t('progress')} /></Card> : null}
      {file.asked === null ? null : <MappingCard key={file.id} file={file} asked={file.asked} />}
      {file.lines === 0 ? null : <Figures items={[[t('lines'), file.lines.toLocaleString()], [t('kept'), file.kept.toLocaleString()], [t('same'), file.same.toLocaleString()], [t('corrected'), file.corrected.toLocaleString()], [t('rejected'), file.rejected.toLocaleString()], ...(file.handed > 0 ? [[t('handed'), file.handed.toLocaleString()] satisfies [string, string]] : [])]} />}
      <Card title={t('facts')}>
        <Facts
          items={[
            [t('days'), days(file)], [t('size'), sizeOf(file.size)], [t('encoding'), file.encoding.toUpperCase()], [t('madeBy'), `${file.madeName} ${showInstant(file.madeAt)}`], [t('doneAt'), file.doneAt === null ? null : showInstant(file.doneAt)],
            [t('mapping'), file.mapping === null ? null : t('mappingOf', { system: file.mapping.system, version: file.mapping.version, name: file.mapping.confirmedName })],
          ]}
        />
      </Card>
      {file.rejected > 0 ? <Rejects file={file} /> : file.state === 'done' ? <Card title={t('rejects')}><StatusMark tone="good">{t('allIn')}</StatusMark></Card> : null}
      <AskForWords open={asking} title={t('withdraw')} label={t('withdrawReason')} hint={<p>{t('withdrawHint')}</p>} okText={t('withdraw')} danger minLength={4} onCancel={() => setAsking(false)} onSubmit={(reason) => withdraw.mutateAsync({ params, body: { reason } })} />
    </Page>
  )
}

function Says({ file }: { file: View }) {
  const t = useTexts(texts)
  const fault = faults.find((each) => each === file.fault)
  if (file.state === 'same' && file.sameAs !== null) return <Alert className="page-alert" type="info" showIcon title={t('sameAs')} action={<Link to="/prescribing/files/$institutionId/$fileId" params={{ institutionId: file.institutionId, fileId: file.sameAs }}>{t('open')}</Link>} />
  return fault === undefined ? null : <Alert className="page-alert" type={file.state === 'held' ? 'warning' : 'error'} showIcon title={t(`f_${fault}`, { detail: file.faultDetail })} />
}

export function useReasonOf(): (reason: string) => string {
  const locale = useLocale()
  return (reason) => {
    const key = rejectReasonKeys.find((each) => each === reason)
    return key === undefined ? reason : rejectReasons[key][locale]
  }
}

/** Lines that were turned away, in the order of the file, with why. */
function Rejects({ file }: { file: View }) {
  const t = useTexts(texts)
  const say = useReasonOf()
  const params = { institutionId: file.institutionId, fileId: file.id }
  const pages = usePages(fileContract.listRejects, { params, query: { limit: 100 } })
  const cell = (row: Reject) => (row.cell === '' ? <span className="soft">{t('blank')}</span> : <code className="cell-value">{row.cell}</code>)
  return (
    <Card title={t('rejects')} extra={<Button icon={<DownloadOutlined />} href={urlOf(fileContract.exportRejects, { params })}>{t('download')}</Button>} flush>
      <div className="card-note">
        <p>{t('rejectsLead')}</p>
        <ul>{file.reasons.map((each) => <li key={`${each.reason} ${each.field}`}>{`${say(each.reason)}：${each.lines.toLocaleString()}`}</li>)}</ul>
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Reject>
        label={t('rejects')}
        rows={pages.rows}
        rowKey={(row) => `${row.lineNo} ${row.n}`}
        loading={pages.loading}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('lineNo'), key: 'line', align: 'right', width: 100, render: (_, row) => row.lineNo },
          { title: t('heading'), key: 'heading', render: (_, row) => row.heading },
          { title: t('reason'), key: 'reason', render: (_, row) => say(row.reason) },
          { title: t('cell'), key: 'cell', render: (_, row) => cell(row) },
        ]}
        card={(row) => <><div className="row"><strong>{t('row', { n: row.lineNo })}</strong><span>{row.heading}</span></div><div>{say(row.reason)}</div><div>{cell(row)}</div></>}
      />
    </Card>
  )
}
