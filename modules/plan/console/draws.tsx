import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../contract.ts'
import type { DrawnCheck, DrawRow } from '../contract/supervision.ts'
import { checkOutcomes, populations, type CheckOutcome, type PopulationName } from '../rules/draw.ts'
import { texts as words } from './facts-texts.ts'
import { texts } from './supervision-texts.ts'
import { VerdictMark } from './verdict-mark.tsx'

type Draw = z.infer<typeof DrawRow>
type Check = z.infer<typeof DrawnCheck>
type DrawValues = { population: PopulationName; size: number; dueFrom?: string; dueTo?: string; seed?: string }
const filled = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim())

function DrawDialog({ planId, close, done }: { planId: string; close: () => void; done: (drawId: string) => void }) {
  const t = useTexts(texts)
  const draw = useDo(planContract.drawSample, (reply) => done(reply.drawId))
  return (
    <FormDialog<DrawValues> open title={t('drawTitle')} okText={t('draw')} hint={t('drawHint')} initial={{ population: 'differences', size: 10 }} onCancel={close} onSubmit={({ population, size, dueFrom, dueTo, seed }) => draw.mutateAsync({ params: { planId }, body: { population, size, dueFrom: filled(dueFrom), dueTo: filled(dueTo), seed: filled(seed) } })}>
      <Form.Item name="population" label={t('population')} rules={[{ required: true }]}><Radio.Group options={populations.map((value) => ({ value, label: t(`p_${value}`) }))} /></Form.Item>
      <Form.Item name="size" label={t('size')} rules={[{ required: true }]}><InputNumber min={1} max={200} /></Form.Item>
      <Form.Item name="dueFrom" label={t('dueFrom')}><DateField /></Form.Item>
      <Form.Item name="dueTo" label={t('dueTo')}><DateField /></Form.Item>
      <Form.Item name="seed" label={t('seedField')}><Input maxLength={100} /></Form.Item>
    </FormDialog>
  )
}

const outcomeTones = { confirmed: 'good', not_confirmed: 'bad' } as const

function DrawCard({ planId, drawId, close }: { planId: string; drawId: string; close: () => void }) {
  const t = useTexts(texts)
  const w = useTexts(words)
  const locale = useLocale()
  const [entering, setEntering] = useState<Check | null>(null)
  const found = useRead(planContract.loadDraw, { params: { planId, drawId } })
  const enter = useDo(planContract.enterCheck, () => setEntering(null))
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  const draw = found.data
  const result = (check: Check) => (check.outcome === null ? <ActButton blocked={check.blocked.enter} size="small" onClick={() => setEntering(check)}>{t('enter')}</ActButton> : <><StatusMark tone={outcomeTones[check.outcome]} compact>{w(`o_${check.outcome}`)}</StatusMark>{check.remark === '' ? null : <div className="soft">{check.remark}</div>}</>)
  const linkOf = (check: Check) => ({ to: '/obligations/$institutionId/$periodId', params: { institutionId: check.institutionId, periodId: check.periodId } }) as const
  return (
    <Card title={`${t(`p_${draw.population}`)} · ${t('figures', { size: draw.size, population: draw.populationSize })}`} extra={<Button onClick={close}>{t('close')}</Button>}>
      <details style={{ marginBottom: 12 }}>
        <summary>{t('again')}</summary>
        <Facts
          items={[
            [t('seed'), draw.seedGiven ? t('seedGiven', { seed: draw.seed }) : draw.seed],
            [t('hash'), <span key="hash" className="number">{draw.sha256}</span>],
            [t('algorithm'), draw.algorithm],
            [t('range'), draw.dueFrom === null && draw.dueTo === null ? null : `${showDate(draw.dueFrom, locale)} — ${showDate(draw.dueTo, locale)}`],
            [t('drawnBy'), `${draw.drawnByName} · ${showInstant(draw.drawnAt)}`],
          ]}
        />
        <Button icon={<DownloadOutlined />} href={urlOf(planContract.downloadPopulation, { params: { planId, drawId } })}>{t('download')}</Button>
      </details>
      <ListTable<Check>
        label={t('draws')}
        rows={draw.checks}
        rowKey={(row) => `${row.institutionId}${row.periodId}`}
        columns={[
          { title: t('ordinal'), width: 60, render: (_, row) => <span className="number">{row.ordinal}</span> },
          { title: t('institution'), width: 200, dataIndex: 'institutionName' },
          { title: t('duty'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><span className="clamp">{row.text}</span><span className="soft number">{showDate(row.dueOn, locale)}</span></Link> },
          { title: t('before'), width: 150, render: (_, row) => <div className="row"><VerdictMark verdict={row.verdictThen} compact />{row.claimThen === null ? null : <span className="soft">{`${t('claim')}：${w(`c_${row.claimThen}`)}`}</span>}</div> },
          { title: t('result'), width: 220, render: (_, row) => result(row) },
        ]}
        card={(row) => (
          <>
            <div className="row"><span className="number soft">{row.ordinal}</span><b>{row.institutionName}</b></div>
            <Link {...linkOf(row)} className="card-link"><div className="card-text">{row.text}</div></Link>
            <div className="row"><VerdictMark verdict={row.verdictThen} compact />{result(row)}</div>
          </>
        )}
      />
      {entering === null ? null : (
        <FormDialog<{ outcome: CheckOutcome; remark?: string }> open title={t('enter')} okText={t('enter')} hint={<><p>{`${entering.institutionName}：${entering.text}`}</p><p>{t('enterHint')}</p></>} onCancel={() => setEntering(null)} onSubmit={({ outcome, remark }) => enter.mutateAsync({ params: { planId, drawId, institutionId: entering.institutionId, periodId: entering.periodId }, body: { outcome, remark: remark ?? '' } })}>
          <Form.Item name="outcome" label={t('outcome')} rules={[{ required: true }]}><Radio.Group options={checkOutcomes.map((value) => ({ value, label: w(`o_${value}`) }))} /></Form.Item>
          <Form.Item name="remark" label={t('remark')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} showCount /></Form.Item>
        </FormDialog>
      )}
    </Card>
  )
}

/** All draws of a campaign, newest first; one opens beneath with what anybody needs to draw again. */
export function DrawsTab({ planId }: { planId: string }) {
  const t = useTexts(texts)
  const [drawing, setDrawing] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const found = useRead(planContract.listDraws, { params: { planId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  const progress = (row: Draw) => t('progress', { confirmed: row.confirmed, notConfirmed: row.notConfirmed, open: row.open })
  return (
    <>
      <div className="row" style={{ marginBottom: 12 }}><ActButton blocked={found.data.blocked.draw} type="primary" onClick={() => setDrawing(true)}>{t('draw')}</ActButton></div>
      {open === null ? null : <DrawCard planId={planId} drawId={open} close={() => setOpen(null)} />}
      {found.data.rows.length === 0 ? <Card><Nothing>{t('drawsEmpty')}</Nothing></Card> : (
        <Card flush>
          <ListTable<Draw>
            label={t('draws')}
            rows={found.data.rows}
            rowKey={(row) => row.id}
            columns={[
              { title: t('drawnAt'), width: 200, render: (_, row) => <><div className="number">{showInstant(row.drawnAt)}</div><span className="soft">{row.drawnByName}</span></> },
              { title: t('population'), render: (_, row) => t(`p_${row.population}`) },
              { title: t('size'), width: 140, render: (_, row) => <span className="number">{t('figures', { size: row.size, population: row.populationSize })}</span> },
              { title: t('result'), width: 280, render: (_, row) => <span className="number">{progress(row)}</span> },
              { title: '', width: 100, render: (_, row) => <Button onClick={() => setOpen(row.id)}>{t('open')}</Button> },
            ]}
            card={(row) => (
              <>
                <div className="row"><b>{t(`p_${row.population}`)}</b><span className="number soft">{t('figures', { size: row.size, population: row.populationSize })}</span></div>
                <div className="soft number">{`${showInstant(row.drawnAt)} · ${progress(row)}`}</div>
                <Button onClick={() => setOpen(row.id)}>{t('open')}</Button>
              </>
            )}
          />
        </Card>
      )}
      {drawing ? <DrawDialog planId={planId} close={() => setDrawing(false)} done={(drawId) => { setDrawing(false); setOpen(drawId) }} /> : null}
    </>
  )
}
