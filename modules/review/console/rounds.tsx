import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant, todayHere } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { CycleRow } from '../contract/shapes.ts'
import { CycleMark, ReviewNav } from './marks.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof CycleRow>
const monthOf = (row: Row) => row.month.slice(0, 7)

/** The rounds of the house, one a month. */
export function RoundsScreen() {
  const t = useTexts(texts)
  const rounds = useRead(reviewContract.listCycles)
  const [drawing, setDrawing] = useState(false)
  const linkOf = (row: Row) => ({ to: '/review/rounds/$institutionId/$cycleId', params: { institutionId: row.institutionId, cycleId: row.id } }) as const
  return (
    <Page title={t('rounds')} lead={t('roundsLead')} actions={rounds.data?.blocked.draw === null ? <Button type="primary" onClick={() => setDrawing(true)}>{t('draw')}</Button> : undefined}>
      <ReviewNav />
      {rounds.error === null ? null : <Fault error={rounds.error} retry={() => void rounds.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('rounds')}
          rows={rounds.data?.rows ?? []}
          rowKey={(row) => row.id}
          loading={rounds.isPending}
          empty={t('noRounds')}
          columns={[
            { title: t('month'), width: 130, render: (_, row) => <Link {...linkOf(row)}>{monthOf(row)}</Link> },
            { title: t('state'), width: 170, render: (_, row) => <CycleMark state={row.state} /> },
            { title: t('sample'), width: 100, render: (_, row) => <span className="number">{row.sample}</span> },
            { title: t('doubleTen'), width: 100, render: (_, row) => <span className="number">{row.doubleTen}</span> },
            { title: t('read'), width: 120, render: (_, row) => <span className="number">{row.read}</span> },
            { title: t('toDecide'), width: 120, render: (_, row) => <span className="number">{row.toDecide}</span> },
            { title: t('unreasonable'), width: 120, render: (_, row) => <span className="number">{row.unreasonable ?? '—'}</span> },
            { title: t('publishedAt'), render: (_, row) => <span className="number">{showInstant(row.publishedAt)}</span> },
          ]}
          card={(row) => (
            <Link {...linkOf(row)} className="card-link">
              <div className="row"><b>{monthOf(row)}</b><CycleMark state={row.state} /></div>
              <div className="soft">{`${t('read')} ${row.read} / ${row.sample} · ${t('toDecide')} ${row.toDecide}${row.unreasonable === null ? '' : ` · ${t('unreasonable')} ${row.unreasonable}`}`}</div>
            </Link>
          )}
        />
      </Card>
      {drawing ? <DrawDialog onClose={() => setDrawing(false)} /> : null}
    </Page>
  )
}

/** The month before this one, where a draw usually begins. */
function lastMonth(): string {
  const [year, month] = [Number(todayHere().slice(0, 4)), Number(todayHere().slice(5, 7))]
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

function DrawDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const [month, setMonth] = useState(lastMonth())
  const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(month)
  const preview = useRead(reviewContract.previewDraw, { query: { month } }, { enabled: isMonth })
  const draw = useDo(reviewContract.drawCycle, (made) => void navigate({ to: '/review/rounds/$institutionId/$cycleId', params: made }))
  const p = preview.data
  return (
    <Modal open title={t('draw')} onCancel={onClose} mask={{ closable: false }} footer={<ActButton type="primary" blocked={p?.blocked ?? null} disabled={p === undefined} loading={draw.isPending} onClick={() => draw.mutate({ body: { month } })}>{t('drawOk')}</ActButton>}>
      <p className="soft">{t('drawHint')}</p>
      <label htmlFor="review-month">{t('month')}</label>
      <Input id="review-month" type="month" value={month} onChange={(event) => setMonth(event.target.value)} />
      {preview.error === null ? null : <Fault error={preview.error} />}
      {preview.isFetching ? <Loading /> : null}
      {p === undefined || preview.isFetching ? null : (
        <ul aria-live="polite">
          <li>{t('frameOf', { o: p.outpatients, d: p.discharges })}</li>
          <li><b>{t('willDraw', { o: p.outpatientDue, d: p.inpatientDue })}</b></li>
          <li>{p.whole ? t('strataWhole', { n: p.strata, tops: p.tops }) : t('strataPart', { n: p.strata, tops: p.tops, k: p.perStratum })}</li>
          <li>{t('secondIs', { p: Math.round(p.secondShare * 100) })}</li>
          <li>{t('readersAre', { names: p.readers.map((each) => `${each.name}（${each.title}）`).join('、') || '—' })}</li>
          <li>{t('oversizedIs', { n: p.oversized })}</li>
        </ul>
      )}
      {draw.error === null ? null : <Fault error={draw.error} />}
    </Modal>
  )
}
