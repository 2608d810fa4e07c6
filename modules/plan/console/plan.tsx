import { Link, useParams } from '@tanstack/react-router'
import { App, Button, Descriptions, Progress, Tabs, Timeline } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { refusals, type RefusalCode } from '../../../kernel/refusal.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { opens } from '../../../ui/access.ts'
import { identityContract } from '../../identity/contract.ts'
import { templateContract } from '../../template/contract.ts'
import { planContract, type DutyView, type PlanView } from '../contract.ts'
import { ButtonLink, main } from '../../../ui/button-link.tsx'
import { PlanStateMark } from './plans.tsx'
import { texts } from './texts.ts'
import { CountsBar } from './verdict-mark.tsx'

type Plan = z.infer<typeof PlanView>
type Duty = z.infer<typeof DutyView>

/** A refusal code as the sentence for a disabled button's title. */
export function useWhy(): (code: string | null) => string | undefined {
  const locale = useLocale()
  return (code) => (code !== null && code in refusals ? refusals[code as RefusalCode][locale] : undefined)
}

function LaunchBar({ plan }: { plan: Plan }) {
  const t = useTexts(texts)
  const why = useWhy()
  const going = plan.state === 'launching'
  const progress = useRead(planContract.launchProgress, { params: { planId: plan.id } }, { refetchInterval: going ? 1500 : false })
  const stop = useDo(planContract.stopLaunch)
  const resume = useDo(planContract.resumeLaunch)
  if (plan.state !== 'launching' && plan.state !== 'stopped') return null
  const { ready, institutions } = progress.data ?? { ready: 0, institutions: plan.participants }
  return (
    <Card>
      <div role="status">{t('launching', { done: ready, all: institutions })}</div>
      <Progress percent={institutions === 0 ? 0 : Math.round((100 * ready) / institutions)} aria-label={t('progress')} />
      <div className="row">
        <Button disabled={plan.blocked.stopLaunch !== null} title={why(plan.blocked.stopLaunch)} onClick={() => stop.mutate({ params: { planId: plan.id } })}>{t('stopLaunch')}</Button>
        <Button disabled={plan.blocked.resumeLaunch !== null} title={why(plan.blocked.resumeLaunch)} onClick={() => resume.mutate({ params: { planId: plan.id } })}>{t('resumeLaunch')}</Button>
      </div>
    </Card>
  )
}

function Phases({ plan }: { plan: Plan }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const why = useWhy()
  const [open, setOpen] = useState<string | null>(null)
  const [reopening, setReopening] = useState<string | null>(null)
  const close = useDo(planContract.closePhase)
  const reopen = useDo(planContract.reopenPhase, () => setReopening(null))
  const stillOpen = useRead(planContract.listOpenInPhase, { params: { planId: plan.id, phaseId: open ?? plan.id } }, { enabled: open !== null })
  if (plan.phases.length === 0) return <Nothing>{t('noPhases')}</Nothing>
  return (
    <>
      {close.error === null ? null : <Fault error={close.error} />}
      <Timeline
        items={plan.phases.map((phase) => ({
          key: phase.id,
          color: phase.closedAt === null ? 'blue' : 'green',
          content: (
            <div className="stack" style={{ gap: 6 }}>
              <div><b>{phase.name}</b></div>
              <div className="soft number">{`${showDate(phase.startsOn, locale)} — ${showDate(phase.endsOn, locale)}`}</div>
              {phase.closedAt === null ? null : <div className="soft">{t('closedBy', { name: phase.closedByName ?? '', at: showInstant(phase.closedAt) })}</div>}
              <div className="row">
                {phase.closedAt === null ? <Button size="small" disabled={phase.blocked.close !== null} title={why(phase.blocked.close)} onClick={() => close.mutate({ params: { planId: plan.id, phaseId: phase.id } })}>{t('closePhase')}</Button> : null}
                {phase.closedAt !== null && phase.blocked.reopen === null ? <Button size="small" onClick={() => setReopening(phase.id)}>{t('reopenPhase')}</Button> : null}
                {phase.blocked.close === 'plan.phase_has_open' ? <Button size="small" type="link" onClick={() => setOpen(open === phase.id ? null : phase.id)}>{t('seeOpen')}</Button> : null}
              </div>
              {open !== phase.id || stillOpen.data === undefined ? null : (
                <div>
                  <div>{t('stillOpen')}</div>
                  <ul className="plain">
                    {stillOpen.data.rows.map((row) => (
                      <li key={`${row.institutionId}${row.periodId}`}>
                        <Link to="/obligations/$institutionId/$periodId" params={{ institutionId: row.institutionId, periodId: row.periodId }}>{`${row.institutionName} · ${row.text.slice(0, 40)}`}</Link>
                      </li>
                    ))}
                  </ul>
                </div>
              )}
            </div>
          ),
        }))}
      />
      <AskForWords open={reopening !== null} title={t('reopenPhase')} label={t('reason')} okText={t('reopenPhase')} minLength={4} onCancel={() => setReopening(null)} onSubmit={(reason) => reopen.mutateAsync({ params: { planId: plan.id, phaseId: reopening ?? '' }, body: { reason } })} />
    </>
  )
}

function Duties({ plan }: { plan: Plan }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const clauses = new Map(plan.clauses.map((clause) => [clause.id, clause]))
  const when = (duty: Duty) => duty.cadence?.printed ?? (duty.dueOn === null ? '—' : showDate(duty.dueOn, locale))
  const clauseOf = (duty: Duty) => `${clauses.get(duty.clauseId)?.printed ?? ''}${clauses.get(duty.clauseId)?.title ?? ''}`
  return (
    <ListTable<Duty>
      label={t('duties')}
      rows={plan.dutyList}
      rowKey={(row) => row.id}
      columns={[
        { title: t('clause'), width: 220, render: (_, row) => <span className="clamp">{clauseOf(row)}</span> },
        { title: t('duty'), render: (_, row) => <span>{row.text}{row.source === 'consult' ? <> <StatusMark tone="quiet" compact>{t('fromConsult')}</StatusMark></> : null}</span> },
        { title: t('dueOn'), width: 210, render: (_, row) => <span>{when(row)}</span> },
        { title: t('target'), width: 140, render: (_, row) => row.target?.printed ?? '—' },
        { title: t('period'), width: 90, render: (_, row) => <span className="number">{t('periodsN', { n: row.periods })}</span> },
      ]}
      card={(row) => (
        <>
          <div className="soft">{clauseOf(row)}</div>
          <div className="card-text">{row.text}</div>
          <div className="soft">{`${t(`kind_${row.kind}`)} · ${when(row)} · ${t('periodsN', { n: row.periods })}`}</div>
        </>
      )}
    />
  )
}

function Participants({ planId }: { planId: string }) {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const found = useRead(planContract.listParticipants, { params: { planId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  type Row = (typeof found.data.rows)[number]
  const appraisal = (row: Row) => (opens(planContract.loadAppraisal, me.data?.actor.roles) ? <Link to="/appraisal/$institutionId" params={{ institutionId: row.institutionId }}>{t('appraisal')}</Link> : null)
  return (
    <ListTable<Row>
      label={t('institutions')}
      rows={found.data.rows}
      rowKey={(row) => row.institutionId}
      columns={[{ title: t('institution'), dataIndex: 'name' }, { title: t('progress'), width: 420, render: (_, row) => <CountsBar counts={row.counts} /> }, { title: '', width: 100, render: (_, row) => appraisal(row) }]}
      card={(row) => <><b>{row.name}</b><CountsBar counts={row.counts} />{appraisal(row)}</>}
    />
  )
}

/** Which template the plan was made from, and whether that has moved on; the plan itself has not (PL-48). */
function FromTemplate({ plan }: { plan: Plan }) {
  const t = useTexts(texts)
  const name = useName()
  const { template } = plan
  const found = useRead(templateContract.loadTemplate, { params: { templateId: template?.templateId ?? '-' } }, { enabled: template !== null })
  if (template === null) return null
  const newer = found.data !== undefined && found.data.version > template.version
  return (
    <p className="soft">
      {t('fromTemplate', { name: found.data === undefined ? template.templateId : name(found.data.name), n: template.version })}
      {newer ? <> <Link to="/templates/$templateId" params={{ templateId: template.templateId }}>{t('newerTemplate', { n: found.data.version })}</Link></> : null}
    </p>
  )
}

/** One campaign: its phases, what it orders, who takes part. */
export function PlanScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const why = useWhy()
  const { message } = App.useApp()
  const { planId } = useParams({ strict: false })
  const [closing, setClosing] = useState(false)
  const me = useRead(identityContract.me)
  const found = useRead(planContract.loadPlan, { params: { planId: planId ?? '' } })
  const launching = found.data?.state === 'launching'
  const watch = useRead(planContract.launchProgress, { params: { planId: planId ?? '' } }, { enabled: launching, refetchInterval: launching ? 1500 : false })
  const close = useDo(planContract.closePlan, () => {
    setClosing(false)
    void message.success(t('state_closed'))
  })
  if (launching && watch.data?.state === 'running') void found.refetch()
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('plan')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const plan = found.data
  return (
    <Page
      title={plan.title}
      lead={<span className="row"><PlanStateMark state={plan.state} /><span className="number">{`${showDate(plan.startsOn, locale)} — ${showDate(plan.endsOn, locale)}`}</span></span>}
      actions={
        <>
          <ButtonLink to="/plans/$planId/board" params={{ planId: plan.id }} {...main}>{t('board')}</ButtonLink>
          <ButtonLink to="/plans/$planId/league" params={{ planId: plan.id }}>{t('league')}</ButtonLink>
          {opens(planContract.listDifferences, me.data?.actor.roles) ? <ButtonLink to="/plans/$planId/differences" params={{ planId: plan.id }}>{t('differences')}</ButtonLink> : null}
          <Button disabled={plan.blocked.close !== null} title={why(plan.blocked.close)} onClick={() => setClosing(true)}>{t('closePlan')}</Button>
        </>
      }
    >
      <LaunchBar plan={plan} />
      <FromTemplate plan={plan} />
      <Card><CountsBar counts={plan.counts} /></Card>
      <Card>
        <Tabs
          items={[
            {
              key: 'overview', label: t('overview'),
              children: (
                <div className="two">
                  <div><h2 className="sub">{t('phases')}</h2><Phases plan={plan} /></div>
                  <Descriptions column={1} size="small" bordered items={[
                    { key: 'number', label: t('number'), children: plan.number ?? '—' },
                    { key: 'issuer', label: t('issuer'), children: plan.issuer ?? '—' },
                    { key: 'issued', label: t('issuedOn'), children: showDate(plan.issuedOn, locale) },
                    { key: 'institutions', label: t('institutions'), children: plan.participants },
                    { key: 'duties', label: t('duties'), children: plan.duties },
                    { key: 'grace', label: t('grace'), children: plan.graceDays ?? '—' },
                  ]} />
                </div>
              ),
            },
            { key: 'duties', label: t('duties'), children: <Duties plan={plan} /> },
            { key: 'institutions', label: t('institutions'), children: <Participants planId={plan.id} /> },
          ]}
        />
      </Card>
      <AskForWords open={closing} title={t('closePlan')} label={t('reason')} okText={t('closePlan')} minLength={4} onCancel={() => setClosing(false)} onSubmit={(reason) => close.mutateAsync({ params: { planId: plan.id }, body: { reason } })} />
    </Page>
  )
}
