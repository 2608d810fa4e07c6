import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { figuresContract } from '../contract/figures.ts'
import { texts as figureTexts } from './figure-texts.ts'
import { useKinds } from './kind-names.ts'
import { MatterNav } from './matter-nav.tsx'
import { groupedBy, ratesOf, sumOf, type Figure, type Rate } from './rates.ts'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...figureTexts }
type Search = { institutionId?: string; from?: string; to?: string }
type Line = { key: string; name: string; figure: Figure }

/** How the house answers: rates above, by kind and by department below, each with its numbers. */
export function FiguresScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const navigate = useNavigate()
  const given = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const search: Search = Object.fromEntries((['institutionId', 'from', 'to'] as const).flatMap((key) => (typeof given[key] === 'string' && given[key] !== '' ? [[key, given[key]]] : [])))
  const me = useRead(identityContract.me)
  const { of } = useKinds()
  const found = useRead(figuresContract.loadFigures, { query: search })
  const isCommission = me.data?.institution?.kind === 'commission'
  const go = (part: Search) => void navigate({ to: '/matters/figures', search: Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value !== '')), replace: true })
  const rows = found.data?.rows ?? []
  const nameOf = (key: string) => {
    const kind = of(key)
    return kind === undefined ? key : name(kind.name)
  }
  const byKind: Line[] = groupedBy(rows, (row) => row.kind).map(({ key, figure }) => ({ key, name: nameOf(key), figure }))
  const byDepartment: Line[] = groupedBy(rows, (row) => row.department ?? '').map(({ key, figure }) => ({ key, name: key === '' ? t('noDepartment') : key, figure }))
  const all = sumOf(rows)
  const rates = ratesOf(all)
  const said = (rate: Rate) => (rate.percent === null ? '—' : `${rate.percent}%`)
  return (
    <Page title={t('title')} lead={t(isCommission && search.institutionId === undefined ? 'leadCommission' : 'lead')}>
      <MatterNav />
      <div className="filters touch">
        {isCommission ? <RemoteSelect endpoint={directoryContract.listInstitutions} query={(typed) => ({ search: typed, limit: 50 })} label={t('institution')} placeholder={t('allInstitutions')} allowClear {...(search.institutionId === undefined ? {} : { value: search.institutionId })} onChange={(institutionId: string | undefined) => go({ institutionId: institutionId ?? '' })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} /> : null}
        <label className="filter-date"><span>{t('from')}</span><DateField value={search.from ?? found.data?.from ?? ''} onChange={(from) => go({ from })} /></label>
        <label className="filter-date"><span>{t('to')}</span><DateField value={search.to ?? found.data?.to ?? ''} onChange={(to) => go({ to })} /></label>
      </div>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {found.isPending ? <Loading /> : found.data === undefined ? null : (
        <>
          <p className="soft">{`${t('days', { from: showDate(found.data.from, locale), to: showDate(found.data.to, locale) })} · ${t('asOf', { at: showInstant(found.data.asOf) })}`}</p>
          <Figures items={[[t('received'), all.received], [t('open'), all.open], [t('overdue'), all.overdue], [t('response'), said(rates.response)], [t('solution'), said(rates.solution)], [t('satisfaction'), said(rates.satisfaction)]]} />
          {rows.length === 0 ? <Card><Nothing>{t('none')}</Nothing></Card> : <><RateTable title={t('byKind')} lines={byKind} />{byDepartment.length > 1 || byDepartment[0]?.key !== '' ? <RateTable title={t('byDepartment')} lines={byDepartment} /> : null}</>}
          <p className="soft small">{t('how')} <Link to="/measures">{t('measures')}</Link></p>
        </>
      )}
    </Page>
  )
}

function RateTable({ title, lines }: { title: string; lines: readonly Line[] }) {
  const t = useTexts(texts)
  const rates = (line: Line) => ratesOf(line.figure)
  return (
    <Card title={title} flush>
      <ListTable<Line>
        label={title} rows={lines} rowKey={(line) => line.key}
        columns={[
          { title, width: 200, render: (_, line) => <b>{line.name}</b> },
          { title: t('received'), width: 90, align: 'right', render: (_, line) => <span className="number">{line.figure.received}</span> },
          { title: t('open'), width: 90, align: 'right', render: (_, line) => <span className="number">{line.figure.open}</span> },
          { title: t('overdue'), width: 90, align: 'right', render: (_, line) => <span className={line.figure.overdue > 0 ? 'late number' : 'number'}>{line.figure.overdue}</span> },
          { title: t('response'), width: 190, render: (_, line) => <RateWords rate={rates(line).response} /> },
          { title: t('solution'), width: 190, render: (_, line) => <RateWords rate={rates(line).solution} /> },
          { title: t('satisfaction'), width: 190, render: (_, line) => <RateWords rate={rates(line).satisfaction} /> },
        ]}
        card={(line) => (
          <>
            <b>{line.name}</b>
            <div className="card-values number"><span>{`${t('received')} ${line.figure.received}`}</span><span>{`${t('open')} ${line.figure.open}`}</span><span className={line.figure.overdue > 0 ? 'late' : ''}>{`${t('overdue')} ${line.figure.overdue}`}</span></div>
            {(['response', 'solution', 'satisfaction'] as const).map((which) => <div key={which} className="rate-line"><span className="soft">{t(which)}</span><RateWords rate={rates(line)[which]} /></div>)}
          </>
        )}
      />
    </Card>
  )
}

/** A share as a bar with its numbers; too few for a rate say so. */
function RateWords({ rate }: { rate: Rate }) {
  const t = useTexts(texts)
  if (rate.whole === 0) return <span className="soft">—</span>
  const of = t('of', { n: rate.part, all: rate.whole })
  if (rate.percent === null) return <span className="number">{of} <span className="soft small">{t('few')}</span></span>
  return (
    <span className="rate">
      <span className="part-bar" aria-hidden="true"><span className={rate.percent >= 90 ? 'part-good' : rate.percent >= 70 ? 'part-warn' : 'part-bad'} style={{ width: `${rate.percent}%` }} /></span>
      <span className="number"><b>{`${rate.percent}%`}</b> <span className="soft small">{of}</span></span>
    </span>
  )
}
