import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { measureContract, type FactRow, type MeasureView, type UnitRow } from '../contract.ts'
import { showAmount } from '../rules/show.ts'
import { texts } from './texts.ts'

type Measure = z.infer<typeof MeasureView>
type Fact = z.infer<typeof FactRow>
type Unit = z.infer<typeof UnitRow>
type Asked = { measure: Measure; institutionId: string; on: string | undefined }

/** The facts behind a value, each with the way to where it was recorded. */
export function FactsCard({ measure, institutionId, on }: Asked) {
  const t = useTexts(texts)
  const locale = useLocale()
  const name = useName()
  const pages = usePages(measureContract.listMeasureFacts, { params: { key: measure.key }, query: { institutionId, ...(on === undefined ? {} : { on }) } })
  const title = (row: Fact) => (row.link === null ? <span>{row.title}</span> : <Link to={row.link}>{row.title}</Link>)
  const adds = (row: Fact) => <span className="number">{[row.numerator, row.denominator].map((each) => (each === null ? '—' : showAmount(each))).slice(0, measure.denominator === null || measure.hasUnits ? 1 : 2).join(' / ')}</span>
  return (
    <Card title={t('behind')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Fact>
        label={t('behind')}
        rows={pages.rows}
        rowKey={(row) => `${row.kind} ${row.id}`}
        loading={pages.loading}
        empty={t('behindEmpty')}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('factOn'), width: 150, render: (_, row) => <span className="number">{showDate(row.on, locale)}</span> },
          { title: t('fact'), width: 320, render: (_, row) => <>{title(row)}<div className="soft small">{name(row.kindName)}</div></> },
          { title: t('department'), width: 160, render: (_, row) => row.department ?? '—' },
          { title: t('adds'), width: 130, render: (_, row) => adds(row) },
        ]}
        card={(row) => (
          <>
            <div className="row"><span className="soft number">{showDate(row.on, locale)}</span><span className="soft">{row.department ?? ''}</span></div>
            <div className="card-text">{title(row)}</div>
            <div className="soft small">{name(row.kindName)} · {t('adds')} {adds(row)}</div>
          </>
        )}
      />
    </Card>
  )
}

/** The departments or people a coverage or an accumulation is made of, the missing first. */
export function UnitsCard({ measure, institutionId, on }: Asked) {
  const t = useTexts(texts)
  const found = useRead(measureContract.listMeasureUnits, { params: { key: measure.key }, query: { institutionId, ...(on === undefined ? {} : { on }) } })
  const mark = (row: Unit) => <StatusMark tone={row.reached ? 'good' : 'warn'} compact>{t(row.reached ? 'reached' : 'notReached')}</StatusMark>
  const isSum = measure.shape === 'accumulation'
  const label = t(measure.unitOf === 'department' ? 'units_department' : 'units_people')
  return (
    <Card title={label} flush>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <ListTable<Unit>
        label={label}
        rows={found.data?.rows ?? []}
        rowKey={(row) => row.unitId}
        loading={found.isPending}
        empty={t('unitsEmpty')}
        columns={[
          { title: t('unit'), width: 240, render: (_, row) => row.name },
          { title: t('entries'), width: 100, render: (_, row) => <span className="number">{row.facts}</span> },
          ...(isSum ? [{ title: t('amount'), width: 120, render: (_: unknown, row: Unit) => <span className="number">{showAmount(row.amount)}</span> }] : []),
          { title: t('standing'), width: 140, render: (_, row) => mark(row) },
        ]}
        card={(row) => <div className="row"><b>{row.name}</b>{mark(row)}<span className="soft number">{`${t('entries')} ${row.facts}${isSum ? ` · ${t('amount')} ${showAmount(row.amount)}` : ''}`}</span></div>}
      />
    </Card>
  )
}
