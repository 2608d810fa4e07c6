import { Link, useParams } from '@tanstack/react-router'
import { Select, Tabs } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../contract.ts'
import type { DifferenceRow } from '../contract/supervision.ts'
import { differences, type DifferenceName } from '../rules/difference.ts'
import { claimTones } from './claims-card.tsx'
import { DrawsTab } from './draws.tsx'
import { texts as words } from './facts-texts.ts'
import { texts } from './supervision-texts.ts'
import { VerdictMark } from './verdict-mark.tsx'

type Row = z.infer<typeof DifferenceRow>
type Filter = { difference?: DifferenceName; institutionId?: string; clauseId?: string }

function DifferencesTab({ planId }: { planId: string }) {
  const t = useTexts(texts)
  const w = useTexts(words)
  const locale = useLocale()
  const [filter, setFilter] = useState<Filter>({})
  const plan = useRead(planContract.loadPlan, { params: { planId } })
  const bodies = useRead(planContract.listParticipants, { params: { planId } })
  const counts = useRead(planContract.listDifferences, { params: { planId }, query: { ...filter, limit: 1 } })
  const found = usePages(planContract.listDifferences, { params: { planId }, query: filter })
  const set = (change: { [K in keyof Filter]?: Filter[K] | undefined }) => setFilter(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined)))
  const linkOf = (row: Row) => ({ to: '/obligations/$institutionId/$periodId', params: { institutionId: row.institutionId, periodId: row.periodId } }) as const
  const says = (row: Row) => <><div className="row"><StatusMark tone={claimTones[row.claim.claim]} compact>{w(`c_${row.claim.claim}`)}</StatusMark></div><span className="clamp">{row.claim.note}</span><span className="soft number">{`${row.claim.madeByName} ${showInstant(row.claim.madeAt)}`}</span></>
  return (
    <>
      <div className="filters">
        <Select<DifferenceName | ''> aria-label={t('kind')} value={filter.difference ?? ''} onChange={(value) => set({ difference: value === '' ? undefined : value })} style={{ minWidth: 260 }} options={[{ value: '' as const, label: t('all') }, ...differences.map((value) => ({ value, label: `${w(`d_${value}`)}（${counts.data?.counts[value] ?? 0}）` }))]} />
        <Select<string> aria-label={t('institution')} value={filter.institutionId ?? ''} onChange={(value) => set({ institutionId: value === '' ? undefined : value })} style={{ minWidth: 220 }} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: t('allInstitutions') }, ...(bodies.data?.rows ?? []).map((row) => ({ value: row.institutionId, label: row.name }))]} />
        <Select<string> aria-label={t('clause')} value={filter.clauseId ?? ''} onChange={(value) => set({ clauseId: value === '' ? undefined : value })} style={{ minWidth: 220 }} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: t('allClauses') }, ...(plan.data?.clauses ?? []).filter((clause) => clause.title !== '').map((clause) => ({ value: clause.id, label: `${clause.printed}${clause.title}`.slice(0, 40) }))]} />
      </div>
      {found.error === null ? null : <Fault error={found.error} retry={found.retry} />}
      <Card flush>
        <ListTable<Row>
          label={t('differences')}
          rows={found.rows}
          rowKey={(row) => `${row.institutionId}${row.periodId}`}
          empty={t('differencesEmpty')}
          loading={found.loading}
          more={found.more}
          loadingMore={found.loadingMore}
          columns={[
            { title: t('institution'), width: 200, dataIndex: 'institutionName' },
            { title: t('duty'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><span className="clamp">{row.text}</span><span className="soft">{`${row.clausePrinted}${row.clauseTitle}`}</span></Link> },
            { title: t('dueOn'), width: 140, render: (_, row) => <span className="number">{showDate(row.dueOn, locale)}</span> },
            { title: t('claim'), width: 260, render: (_, row) => says(row) },
            { title: t('verdict'), width: 110, render: (_, row) => <VerdictMark verdict={row.verdict} /> },
            { title: t('kind'), width: 180, render: (_, row) => w(`d_${row.difference}`) },
          ]}
          card={(row) => (
            <Link {...linkOf(row)} className="card-link">
              <b>{row.institutionName}</b>
              <div className="card-text">{row.text}</div>
              <div className="row"><VerdictMark verdict={row.verdict} compact /><span className="soft">{w(`d_${row.difference}`)}</span></div>
              {says(row)}
            </Link>
          )}
        />
      </Card>
    </>
  )
}

/** Where institutions say other than the facts, and the draws that look behind both. */
export function DifferencesScreen() {
  const t = useTexts(texts)
  const { planId = '' } = useParams({ strict: false })
  const plan = useRead(planContract.loadPlan, { params: { planId } })
  if (plan.isPending) return <Loading />
  if (plan.error !== null) return <Page title={t('title')}><Fault error={plan.error} retry={() => void plan.refetch()} /></Page>
  return (
    <Page title={`${t('title')} · ${plan.data.title}`} lead={<span className="row"><Link to="/plans/$planId" params={{ planId }}>{t('back')}</Link><span>{t('lead')}</span></span>}>
      <Tabs items={[{ key: 'differences', label: t('differences'), children: <DifferencesTab planId={planId} /> }, { key: 'draws', label: t('draws'), children: <DrawsTab planId={planId} /> }]} />
    </Page>
  )
}
