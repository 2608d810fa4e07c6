import { Link } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import type { z } from 'zod'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { reportContract, type DueView, type PackRow } from '../contract.ts'
import { StateMark, TimeMark, useLeft } from './marks.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof PackRow>
type Due = z.infer<typeof DueView>

const linkOf = (row: Row) => ({ to: '/reports/$institutionId/$packId', params: { institutionId: row.institutionId, packId: row.packId } }) as const
const rollupOf = (row: Due) => ({ to: '/report-rollups/$planId/$formKey/$toOn', params: { planId: row.planId, formKey: row.formKey, toOn: row.toOn } }) as const

/** Report packs: what is due from my body, what was handed in; for a commission what its region reported. */
export function ReportsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  if (me.isPending) return <Loading />
  const isCommission = me.data?.institution?.kind === 'commission'
  return (
    <Page title={t('title')} lead={t(isCommission ? 'leadCommission' : 'leadOwn')} actions={isCommission ? <Link to="/report-imports"><Button>{t('imports')}</Button></Link> : undefined}>
      {isCommission ? <><Runs /><Dues /></> : null}
      <InHand hideEmpty={isCommission} />
      <Done hideEmpty={isCommission} />
    </Page>
  )
}

function Runs() {
  const t = useTexts(texts)
  const runs = useRead(reportContract.listRuns, {}, { refetchInterval: 10_000 })
  const going = runs.data?.rows.filter((run) => run.finishedAt === null) ?? []
  return going.map((run) => (
    <Card key={run.startedAt}>
      <div role="status">{`${run.planTitle} · ${t('running', { done: run.done, total: run.total, packs: run.packs })}${run.failed === 0 ? '' : t('runFailed', { n: run.failed })}`}</div>
      <Progress percent={run.total === 0 ? 0 : Math.round((100 * run.done) / run.total)} aria-label={t('progress')} />
    </Card>
  ))
}

function Dues() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const dues = useRead(reportContract.listDues)
  if (dues.isPending) return <Loading />
  const period = (row: Due) => `${showDate(row.fromOn, locale)} — ${showDate(row.toOn, locale)}`
  const figures = (row: Due) => `${t('in')} ${row.in} / ${row.asked}${row.late > 0 ? ` · ${t('late')} ${row.late}` : ''}${row.missing > 0 ? ` · ${t('missing')} ${row.missing}` : ''}${row.returned > 0 ? ` · ${t('returned')} ${row.returned}` : ''}`
  const bar = (row: Due) => (
    <div className="counts">
      <div className="part-bar" aria-hidden="true">
        {row.in > 0 ? <span className="part-good" style={{ flexGrow: row.in }} /> : null}
        {row.returned > 0 ? <span className="part-warn" style={{ flexGrow: row.returned }} /> : null}
        {row.missing > 0 ? <span className={row.past ? 'part-bad' : ''} style={{ flexGrow: row.missing }} /> : null}
      </div>
      <div className="counts-words number">{figures(row)}</div>
    </div>
  )
  return (
    <Card title={t('dues')} flush>
      {dues.error === null ? null : <Fault error={dues.error} retry={() => void dues.refetch()} />}
      <ListTable<Due>
        label={t('dues')}
        rows={dues.data?.rows ?? []}
        rowKey={(row) => `${row.planId}${row.formKey}${row.toOn}`}
        empty={t('duesEmpty')}
        columns={[
          { title: t('form'), render: (_, row) => <Link {...rollupOf(row)} className="duty-link"><b>{name(row.formName)}</b><span className="soft">{period(row)}</span></Link> },
          { title: t('plan'), width: 260, render: (_, row) => <><span className="clamp">{row.planTitle}</span><div className="soft">{row.commissionName}</div></> },
          { title: t('due'), width: 170, render: (_, row) => <span className={row.past && row.missing > 0 ? 'late number' : 'number'}>{showDate(row.dueOn, locale, { weekday: true })}</span> },
          { title: t('state'), width: 280, render: (_, row) => bar(row) },
          { title: t('waiting'), width: 90, render: (_, row) => <span className="number">{row.waiting}</span> },
        ]}
        card={(row) => (
          <Link {...rollupOf(row)} className="card-link">
            <b>{name(row.formName)}</b>
            <div className="soft number">{period(row)}</div>
            <div className="soft">{row.planTitle}</div>
            <div className="soft">{row.commissionName}</div>
            {bar(row)}
          </Link>
        )}
      />
    </Card>
  )
}

function InHand({ hideEmpty }: { hideEmpty: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const left = useLeft()
  const found = useRead(reportContract.listInHand)
  if (found.isPending) return <Loading />
  const rows = found.data?.rows ?? []
  if (hideEmpty && rows.length === 0 && found.error === null) return null
  const isLate = (row: Row) => row.daysLeft !== null && row.daysLeft < 0
  return (
    <Card title={t('inHand')} flush>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <ListTable<Row>
        label={t('inHand')}
        rows={rows}
        rowKey={(row) => row.packId}
        empty={t('inHandEmpty')}
        columns={[
          { title: t('due'), width: 190, render: (_, row) => <><div className="number">{showDate(row.dueOn, locale, { weekday: true })}</div><div className={isLate(row) ? 'late' : 'soft'}>{left(row.daysLeft)}</div></> },
          { title: t('form'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><b>{name(row.formName)}</b><span className="soft">{`${showDate(row.fromOn, locale)} — ${showDate(row.toOn, locale)}`}</span></Link> },
          { title: t('plan'), width: 280, render: (_, row) => <span className="clamp">{row.planTitle}</span> },
          { title: t('state'), width: 190, render: (_, row) => <StateMark state={row.state} unopened={row.unopened} /> },
          { title: t('version'), width: 90, render: (_, row) => <span className="number">{row.revision}</span> },
        ]}
        card={(row) => (
          <Link {...linkOf(row)} className="card-link">
            <div className="row"><StateMark state={row.state} unopened={row.unopened} compact /></div>
            <div className="card-text"><b>{name(row.formName)}</b><div className="soft number">{`${showDate(row.fromOn, locale)} — ${showDate(row.toOn, locale)}`}</div></div>
            <div className={isLate(row) ? 'late' : 'soft'}>{`${showDate(row.dueOn, locale, { weekday: true })} · ${left(row.daysLeft)}`}</div>
            <div className="soft">{row.planTitle}</div>
          </Link>
        )}
      />
    </Card>
  )
}

function Done({ hideEmpty }: { hideEmpty: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const pages = usePages(reportContract.listDone)
  if (pages.loading || (hideEmpty && pages.rows.length === 0 && pages.error === null)) return null
  return (
    <Card title={t('done')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Row>
        label={t('done')}
        rows={pages.rows}
        rowKey={(row) => row.packId}
        empty={t('doneEmpty')}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('form'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><b>{name(row.formName)}</b><span className="soft">{`${showDate(row.fromOn, locale)} — ${showDate(row.toOn, locale)}`}</span></Link> },
          { title: t('plan'), width: 280, render: (_, row) => <span className="clamp">{row.planTitle}</span> },
          { title: t('submittedAt'), width: 230, render: (_, row) => <span className="row"><span className="number">{showInstant(row.submittedAt)}</span><TimeMark onTime={row.onTime} /></span> },
          { title: t('state'), width: 190, render: (_, row) => <StateMark state={row.state} /> },
        ]}
        card={(row) => (
          <Link {...linkOf(row)} className="card-link">
            <div className="row"><StateMark state={row.state} compact /><TimeMark onTime={row.onTime} /></div>
            <div className="card-text"><b>{name(row.formName)}</b><div className="soft number">{`${showDate(row.fromOn, locale)} — ${showDate(row.toOn, locale)}`}</div></div>
            <div className="soft number">{showInstant(row.submittedAt)}</div>
          </Link>
        )}
      />
    </Card>
  )
}
