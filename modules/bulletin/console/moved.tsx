import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { MovedView } from '../contract.ts'
import { texts } from './texts.ts'

type Moved = z.infer<typeof MovedView>

const said = (value: number | string | null) => (value === null ? '—' : String(value))

/** Exact figures that are otherwise now, the sum first. */
export function MovedTable({ rows, label }: { rows: readonly Moved[]; label: string }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const whose = (row: Moved) => row.name ?? t('total')
  return (
    <ListTable<Moved>
      label={label}
      rows={rows}
      rowKey={(row) => `${row.institutionId ?? 'all'} ${row.key}`}
      columns={[
        { title: t('institution'), render: (_, row) => whose(row) },
        { title: t('what'), width: 200, render: (_, row) => row.label[locale] },
        { title: t('was'), width: 110, render: (_, row) => <span className="number">{said(row.was)}</span> },
        { title: t('now'), width: 110, render: (_, row) => <b className="number">{said(row.now)}</b> },
      ]}
      card={(row) => <><div>{whose(row)}</div><div className="number"><b>{row.label[locale]}</b>{` ${t('was')} ${said(row.was)} → ${t('now')} ${said(row.now)}`}</div></>}
    />
  )
}
