import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { childplanContract, childplanStates, type ChildplanRow } from '../contract.ts'
import { FileChildplan } from './file-childplan.tsx'
import { StateMark, type State } from './state-mark.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof ChildplanRow>
const listed: readonly State[] = ['missing', ...childplanStates.filter((state) => state !== 'replaced')]

/** Who filed its own plan, who did not, and how well each covers what was ordered. */
export function ChildplansScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const found = useRead(childplanContract.listChildplans)
  const [planId, setPlanId] = useState('')
  const [state, setState] = useState<State | ''>('')
  const [search, setSearch] = useState('')
  const [filing, setFiling] = useState<Row | null>(null)
  const all = found.data?.rows
  const plans = useMemo(() => [...new Map((all ?? []).map((row) => [row.planId, row.planTitle]))], [all])
  if (found.isPending) return <Loading />
  const rows = (all ?? []).filter((row) => (planId === '' || row.planId === planId) && (state === '' || row.state === state) && row.institutionName.includes(search))
  const mayFile = (row: Row) => row.institutionId === me.data?.actor.institutionId && (row.state === 'missing' || row.state === 'returned') && opens(childplanContract.fileChildplan, me.data?.actor.roles)
  const own = me.data !== undefined && (all ?? []).every((row) => row.institutionId === me.data.actor.institutionId)
  const keyOf = (row: Row) => ({ to: '/childplans/$institutionId/$childplanId', params: { institutionId: row.institutionId, childplanId: row.childplanId ?? '' } }) as const
  const lateMark = (row: Row) => (row.late ? <StatusMark tone="warn" compact>{t(row.state === 'missing' ? 'overdue' : 'late')}</StatusMark> : null)
  const counts = (row: Row) => (row.childplanId === null ? <span className="soft">—</span> : <CoverageBar row={row} />)
  const action = (row: Row) =>
    mayFile(row) ? (
      <Button type={own ? 'primary' : 'default'} onClick={() => setFiling(row)}>{t(row.state === 'missing' ? 'file' : 'refile')}</Button>
    ) : row.childplanId === null ? null : (
      <Button onClick={() => void navigate(keyOf(row))} aria-label={`${t('view')}：${row.institutionName}`}>{t('view')}</Button>
    )
  return (
    <Page title={t('title')} lead={t('lead')}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <div className="filters">
        {own ? null : <SearchField label={t('searchInstitution')} value={search} onSearch={setSearch} />}
        <Select aria-label={t('plan')} className="filter-wide" value={planId} onChange={setPlanId} options={[{ value: '', label: t('allPlans') }, ...plans.map(([value, label]) => ({ value, label }))]} />
        <Select<State | ''> aria-label={t('state')} value={state} onChange={setState} options={[{ value: '', label: t('allStates') }, ...listed.map((value) => ({ value, label: t(`s_${value}`) }))]} />
      </div>
      <Card flush>
        <ListTable<Row>
          label={t('title')}
          rows={rows}
          rowKey={(row) => `${row.institutionId}${row.planId}`}
          empty={t('empty')}
          columns={[
            { title: t('institution'), width: 210, render: (_, row) => (row.childplanId === null ? row.institutionName : <Link {...keyOf(row)}>{row.institutionName}</Link>) },
            { title: t('plan'), render: (_, row) => <span className="clamp">{row.planTitle}</span> },
            { title: t('state'), width: 120, render: (_, row) => <StateMark state={row.state} asked={row.dueOn !== null} /> },
            { title: t('coverage'), width: 200, render: (_, row) => counts(row) },
            { title: t('dueOn'), width: 140, render: (_, row) => <span className="number">{showDate(row.dueOn, locale)}</span> },
            { title: t('filedAt'), width: 150, render: (_, row) => <div className="number">{showInstant(row.filedAt)}{lateMark(row) === null ? null : <div>{lateMark(row)}</div>}</div> },
            { title: '', width: 110, render: (_, row) => action(row) },
          ]}
          card={(row) => (
            <>
              <div className="row"><StateMark state={row.state} asked={row.dueOn !== null} compact />{lateMark(row)}</div>
              <div className="card-text"><b>{row.institutionName}</b></div>
              <div className="soft">{row.planTitle}</div>
              <div className="soft number">{`${t('dueOn')} ${showDate(row.dueOn, locale)}`}</div>
              {row.childplanId === null ? null : <CoverageBar row={row} />}
              <div className="card-action">{action(row)}</div>
            </>
          )}
        />
      </Card>
      {filing === null ? null : <FileChildplan planId={filing.planId} planTitle={filing.planTitle} onClose={() => setFiling(null)} />}
    </Page>
  )
}

/** How much is covered, as a bar with its figures in words. */
export function CoverageBar({ row }: { row: Pick<Row, 'covered' | 'weakened' | 'dropped'> }) {
  const t = useTexts(texts)
  const parts = [['good', row.covered], ['warn', row.weakened], ['bad', row.dropped]] as const
  return (
    <div>
      <div className="part-bar" aria-hidden="true">
        {parts.map(([tone, n]) => (n === 0 ? null : <span key={tone} className={`part-${tone}`} style={{ flexGrow: n }} />))}
      </div>
      <span className="number small">{t('counts', row)}</span>
    </div>
  )
}
