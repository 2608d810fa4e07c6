import { Link } from '@tanstack/react-router'
import { Drawer, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { Fault } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { ratioContract } from '../contract/ratio.ts'
import { showCount, showMonth, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'
import type { LeagueRow } from './league-card.tsx'

type Item = z.output<(typeof ratioContract.ratioItems)['reply']>['rows'][number]
const marks = ['herbal', 'negotiated', 'central', 'key', 'high'] as const
const kinds = ['drug', 'material'] as const

/** What is behind a department's value: its drugs or consumables over the same months, and from each the way to who prescribed it. */
export function RatioItems({ line, from, to, institutionId, mayAsk, onClose }: { line: LeagueRow; from: string; to: string; institutionId: string; mayAsk: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const { narrow } = useAppearance()
  const [kind, setKind] = useState<(typeof kinds)[number]>('drug')
  const items = useRead(ratioContract.ratioItems, { query: { institutionId, departmentId: line.key, from, to, kind } })
  const marked = (row: Item) => marks.filter((mark) => row.marks.split(',').includes(mark)).map((mark) => t(`m_${mark}`)).join('、')
  const who = (row: Item) => (mayAsk ? <Link to="/prescribing/queries" search={{ institutionId, month: to, departmentId: line.key, itemCode: row.code, itemName: row.name }} aria-label={t('whoPrescribedOf', { name: row.name })}>{t('whoPrescribed')}</Link> : null)
  const span = from === to ? showMonth(to) : `${showMonth(from)}–${showMonth(to)}`
  return (
    <Drawer open title={`${line.name} · ${span} · ${t('behind')}`} onClose={onClose} size={narrow ? '100%' : 760} closable={{ 'aria-label': t('closeDrill') }}>
      <div className="figure-state">
        <Segmented aria-label={t('behind')} value={kind} onChange={setKind} options={kinds.map((each) => ({ value: each, label: t(`k_${each}`) }))} />
        {items.data === undefined ? null : <span className="number">{`${t('amount')} ${showYuan(items.data.totalCents)}`}</span>}
        {mayAsk ? <Link to="/prescribing/queries" search={{ institutionId, month: to, departmentId: line.key }}>{t('toPrescribers')}</Link> : null}
      </div>
      {items.error === null ? null : <Fault error={items.error} retry={() => void items.refetch()} />}
      <ListTable<Item>
        label={t('behind')}
        rows={items.data?.rows ?? []}
        rowKey={(row) => row.code}
        loading={items.isPending}
        empty={t('itemsEmpty')}
        columns={[
          { title: t('item'), width: 220, render: (_, row) => <>{row.name}<div className="soft small">{[row.code, marked(row)].filter(Boolean).join(' · ')}</div></> }, { title: t('amount'), width: 130, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> }, { title: t('share'), width: 80, align: 'right', render: (_, row) => <span className="number">{row.share === null ? '—' : `${row.share}%`}</span> },
          { title: t('quantity'), width: 110, align: 'right', render: (_, row) => <span className="number">{`${showCount(Number(row.quantity))} ${row.unit}`}</span> }, ...(mayAsk ? [{ title: t('prescriber'), width: 100, render: (_: unknown, row: Item) => who(row) }] : []),
        ]}
        card={(row) => <div><b>{row.name}</b><div className="number">{`${showYuan(row.amountCents)} · ${row.share ?? '—'}% · ${showCount(Number(row.quantity))} ${row.unit}`}</div><div className="row"><span className="soft">{marked(row)}</span>{who(row)}</div></div>}
      />
    </Drawer>
  )
}
