import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Progress } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useReason } from '../../../ui/act-button.tsx'
import { call } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { FileField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Nothing, Page } from '../../../ui/page.tsx'
import { usePages } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { fileContract, type ChargeFileRow } from '../contract/files.ts'
import { PrescribingNav } from './figure-nav.tsx'
import { texts } from './file-texts.ts'

type Row = z.output<typeof ChargeFileRow>
const tones: Record<Row['state'], Tone> = { coming: 'wait', asked: 'warn', ready: 'wait', reading: 'wait', held: 'warn', done: 'good', same: 'quiet', refused: 'bad', withdrawn: 'quiet' }

export function FileMark({ state }: { state: Row['state'] }) {
  const t = useTexts(texts)
  return <StatusMark tone={tones[state]}>{t(`s_${state}`)}</StatusMark>
}

export function useDays(): (row: Pick<Row, 'fromOn' | 'toOn'>) => string {
  const locale = useLocale()
  return ({ fromOn, toOn }) => (fromOn === null || toOn === null ? '—' : `${showDate(fromOn, locale)} – ${showDate(toOn, locale)}`)
}

/** Every file of lines an institution sent, and the way to send the next. */
export function ChargeFilesScreen() {
  const t = useTexts(texts)
  const reason = useReason()
  const days = useDays()
  const files = usePages(fileContract.listFiles)
  const blocked = files.pages[0]?.blocked.send ?? null
  const link = (row: Row) => <Link to="/prescribing/files/$institutionId/$fileId" params={{ institutionId: row.institutionId, fileId: row.id }} className="wrap-anywhere">{row.name}</Link>
  return (
    <Page title={t('title')} lead={t('lead')} actions={<Link to="/prescribing/codes">{t('codes')}</Link>}>
      <PrescribingNav />
      {files.pages.length === 0 ? null : blocked === null ? <SendCard /> : <Card><Nothing>{reason(blocked)}</Nothing></Card>}
      <Card title={t('list')} flush>
        {files.error === null ? null : <Fault error={files.error} retry={files.retry} />}
        <ListTable<Row>
          label={t('list')}
          rows={files.rows}
          rowKey={(row) => row.id}
          loading={files.loading}
          empty={t('none')}
          more={files.more}
          loadingMore={files.loadingMore}
          columns={[
            { title: t('name'), key: 'name', render: (_, row) => link(row) },
            { title: t('state'), key: 'state', render: (_, row) => <FileMark state={row.state} /> },
            { title: t('days'), key: 'days', render: (_, row) => days(row) },
            { title: t('lines'), key: 'lines', align: 'right', render: (_, row) => row.lines.toLocaleString() },
            { title: t('kept'), key: 'kept', align: 'right', render: (_, row) => row.kept.toLocaleString() },
            { title: t('rejected'), key: 'rejected', align: 'right', render: (_, row) => row.rejected.toLocaleString() },
            { title: t('by'), key: 'by', render: (_, row) => `${row.madeName} ${showInstant(row.madeAt)}` },
          ]}
          card={(row) => (
            <>
              <div className="row">{link(row)}<FileMark state={row.state} /></div>
              <div className="soft">{days(row)}</div>
              <div>{`${t('lines')} ${row.lines.toLocaleString()} · ${t('kept')} ${row.kept.toLocaleString()} · ${t('rejected')} ${row.rejected.toLocaleString()}`}</div>
            </>
          )}
        />
      </Card>
    </Page>
  )
}

/** Sends a file piece by piece; where it breaks off, the same file goes on from there. */
function SendCard() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const [sent, setSent] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [begun, setBegun] = useState<{ file: File; institutionId: string; id: string } | null>(null)
  const send = async (file: File) => {
    setError(null)
    setSent(0)
    try {
      const known = begun !== null && begun.file === file ? begun : null
      const view = known === null ? await call(fileContract.announceFile, { body: { name: file.name, size: file.size } }) : await call(fileContract.loadFile, { params: { institutionId: known.institutionId, fileId: known.id } })
      const params = { institutionId: view.institutionId, fileId: view.id }
      setBegun({ file, institutionId: view.institutionId, id: view.id })
      const came = new Set(view.came)
      for (let n = 0; n < view.pieces; n++) {
        if (!came.has(n)) await call(fileContract.takePiece, { params: { ...params, n }, files: [new File([file.slice(n * view.pieceBytes, (n + 1) * view.pieceBytes)], 'piece')] })
        setSent(Math.round(((n + 1) / view.pieces) * 100))
      }
      await call(fileContract.finishUpload, { params })
      void navigate({ to: '/prescribing/files/$institutionId/$fileId', params })
    } catch (caught) {
      setError(caught)
      setSent(null)
    }
  }
  return (
    <Card title={t('send')}>
      <Form<{ files: File[] }> layout="vertical" onFinish={({ files }) => files[0] !== undefined && void send(files[0])}>
        <Form.Item name="files" label={t('file')} rules={[{ required: true, message: t('chooseFirst') }]}>
          <FileField accept=".csv,.txt,.xlsx,.xls,.json" chooseText={t('choose')} />
        </Form.Item>
        {error === null ? null : <><Fault error={error} />{begun === null ? null : <p>{t('broke')}</p>}</>}
        <div className="row form-foot">
          <Button type="primary" htmlType="submit" loading={sent !== null}>{t('start')}</Button>
          <span role="status" className="soft">{sent === null ? '' : t('sending', { percent: sent })}</span>
        </div>
        {sent === null ? null : <Progress percent={sent} aria-label={t('progress')} />}
      </Form>
    </Card>
  )
}
