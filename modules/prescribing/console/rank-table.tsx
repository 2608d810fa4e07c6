import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Loading } from '../../../ui/page.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { RankChange, RankedRow } from '../contract/rank.ts'
import type { RankOrder, RankSubject } from '../rules/rank.ts'
import { showCount, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'

const RankChart = lazy(() => import('./rank-chart.tsx').then((file) => ({ default: file.RankChart })))

type RankRow = z.output<typeof RankedRow>
type Change = z.output<typeof RankChange>

function Moved({ row }: { row: RankRow }) {
  const t = useTexts(texts)
  if (row.was === null) return <span className="soft">{t('isNew')}</span>
  const by = row.was - row.rank
  return <span className="number">{`${row.was} · ${by === 0 ? t('same') : t(by > 0 ? 'up' : 'down', { n: Math.abs(by) })}`}</span>
}

/** Ten of a month in one order: its figures as a table, and on demand as a picture. */
export function RankCard({ title, rows, subject, order, file, isUnits = false }: { title: string; rows: readonly RankRow[]; subject: RankSubject; order: RankOrder; /** What a picture of it is called; null where it may not leave the system (PR-75). */ file: string | null; /** The volume of a prescriber is of units of one item, not prescriptions. */ isUnits?: boolean }) {
  const t = useTexts(texts)
  const [isDrawn, setDrawn] = useState(false)
  const isDrug = subject === 'drug'
  const volume = isDrug || isUnits ? t('volume') : t('prescriptions')
  const mean = isDrug || isUnits ? t('price') : t('meanCost')
  const place = (row: RankRow) => <span className="number">{`${row.rank}${row.tied ? ` ${t('tied')}` : ''}`}</span>
  const price = (row: RankRow) => (row.priceCents === null ? '—' : `${showYuan(row.priceCents)}${row.priceBefore === null || row.priceBefore === row.priceCents ? '' : `（${t('priceWas', { price: showYuan(row.priceBefore) })}）`}`)
  const ddds = (row: RankRow) => (row.ddds === null ? '—' : showCount(row.ddds))
  return (
    <Card title={title} flush extra={rows.length === 0 || file === null ? null : <Button aria-expanded={isDrawn} onClick={() => setDrawn(!isDrawn)}>{t(isDrawn ? 'hidePicture' : 'showPicture')}</Button>}>
      {isDrawn && file !== null ? <div className="card-note"><Suspense fallback={<Loading />}><RankChart rows={rows} order={order} title={title} file={file} /></Suspense></div> : null}
      <ListTable<RankRow>
        label={title}
        rows={rows}
        rowKey={(row) => row.key}
        empty={t('emptyBoard')}
        columns={[
          { title: t('rank'), width: 90, render: (_, row) => place(row) },
          { title: t('name'), width: 240, render: (_, row) => <>{row.name}{isDrug ? <div className="soft small wrap-anywhere">{row.key}</div> : null}</> },
          { title: t('amount'), width: 140, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> },
          { title: t('share'), width: 90, align: 'right', render: (_, row) => <span className="number">{row.share === null ? '—' : `${row.share}%`}</span> },
          { title: volume, width: 110, align: 'right', render: (_, row) => <span className="number">{showCount(row.volume)}</span> },
          { title: mean, width: 190, align: 'right', render: (_, row) => <span className="number">{price(row)}</span> },
          { title: 'DDDs', width: 100, align: 'right', render: (_, row) => <span className="number">{ddds(row)}</span> },
          { title: t('was'), width: 120, render: (_, row) => <Moved row={row} /> },
        ]}
        card={(row) => (
          <div>
            <div className="row">{place(row)}<b>{row.name}</b></div>
            <div className="number">{`${showYuan(row.amountCents)} · ${row.share ?? '—'}% · ${volume} ${showCount(row.volume)}`}</div>
            <div className="number">{`${mean} ${price(row)}${row.ddds === null ? '' : ` · DDDs ${ddds(row)}`}`}</div>
            <div className="soft">{t('was')} <Moved row={row} /></div>
          </div>
        )}
      />
    </Card>
  )
}

/** Rule PR-84 on a screen: what later lines made of a closed table. */
export function Corrections({ changes }: { changes: readonly Change[] }) {
  const t = useTexts(texts)
  const order = (row: Change) => t(row.order === 'amount' ? 'byAmount' : 'byVolume')
  const places = (row: Change) => t('rankFromTo', { from: row.from ?? t('outside'), to: row.to ?? t('outside') })
  const pair = (from: number | null, to: number | null, say: (value: number) => string) => t('rankFromTo', { from: from === null ? '—' : say(from), to: to === null ? '—' : say(to) })
  const amounts = (row: Change) => pair(row.amountFrom, row.amountTo, showYuan)
  const volumes = (row: Change) => pair(row.volumeFrom, row.volumeTo, showCount)
  return (
    <Card title={t('changes')} flush>
      <ListTable<Change>
        label={t('changes')}
        rows={changes}
        rowKey={(row) => `${row.order} ${row.key}`}
        columns={[
          { title: t('name'), width: 240, render: (_, row) => row.name }, { title: t('subject'), width: 150, render: (_, row) => order(row) }, { title: t('rank'), width: 140, render: (_, row) => <span className="number">{places(row)}</span> },
          { title: t('amount'), width: 240, render: (_, row) => <span className="number">{amounts(row)}</span> }, { title: t('volume'), width: 180, render: (_, row) => <span className="number">{volumes(row)}</span> },
        ]}
        card={(row) => <div><b>{row.name}</b><div>{order(row)}</div><div className="number">{`${places(row)} · ${amounts(row)}`}</div><div className="number">{`${t('volume')} ${volumes(row)}`}</div></div>}
      />
    </Card>
  )
}
