import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract, type PlanRow } from '../contract.ts'
import { planStates, type PlanState } from '../rules/views.ts'
import { texts } from './texts.ts'
import { CountsBar } from './verdict-mark.tsx'

type Row = z.infer<typeof PlanRow>
const stateTone = { launching: 'wait', stopped: 'warn', running: 'good', closed: 'quiet' } as const

export function PlanStateMark({ state }: { state: PlanState }) {
  const t = useTexts(texts)
  return <StatusMark tone={stateTone[state]}>{t(`state_${state}`)}</StatusMark>
}

/** Campaigns: title, time, how far. */
export function PlansScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const [state, setState] = useState<PlanState | undefined>(undefined)
  const plans = useRead(planContract.listPlans, { query: state === undefined ? {} : { state } })
  if (plans.isPending) return <Loading />
  const time = (row: Row) => `${showDate(row.startsOn, locale)} — ${showDate(row.endsOn, locale)}`
  return (
    <Page
      title={t('plans')}
      lead={t('plansLead')}
      actions={<Link to="/reader"><Button type="primary">{t('readPlan')}</Button></Link>}
    >
      <div className="filters">
        <Select aria-label={t('state')} value={state ?? ''} onChange={(value: PlanState | '') => setState(value === '' ? undefined : value)} options={[{ value: '' as const, label: t('all') }, ...planStates.map((value) => ({ value, label: t(`state_${value}`) }))]} />
      </div>
      {plans.error === null ? null : <Fault error={plans.error} retry={() => void plans.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('plans')}
          rows={plans.data?.rows ?? []}
          rowKey={(row) => row.id}
          empty={t('plansEmpty')}
          columns={[
            { title: t('plan'), render: (_, row) => <Link to="/plans/$planId" params={{ planId: row.id }} className="duty-link"><b>{row.title}</b><span className="soft">{[row.number, time(row)].filter(Boolean).join(' · ')}</span></Link> },
            { title: t('state'), width: 130, render: (_, row) => <PlanStateMark state={row.state} /> },
            { title: t('institutions'), width: 110, render: (_, row) => <span className="number">{row.participants}</span> },
            { title: t('progress'), width: 320, render: (_, row) => <CountsBar counts={row.counts} /> },
            { title: '', width: 120, render: (_, row) => <Link to="/plans/$planId/board" params={{ planId: row.id }}><Button>{t('board')}</Button></Link> },
          ]}
          card={(row) => (
            <Link to="/plans/$planId" params={{ planId: row.id }} className="card-link">
              <div className="row"><PlanStateMark state={row.state} /></div>
              <div className="card-text"><b>{row.title}</b></div>
              <div className="soft">{time(row)}</div>
              <CountsBar counts={row.counts} />
            </Link>
          )}
        />
      </Card>
    </Page>
  )
}
