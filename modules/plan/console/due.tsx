import { useNavigate, Link } from '@tanstack/react-router'
import { Button, Switch } from 'antd'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { showDate, showInstant as showInstantText } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { planContract, type DueRow } from '../contract.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { texts } from './texts.ts'
import { VerdictMark } from './verdict-mark.tsx'

type Row = z.infer<typeof DueRow>

function useLeft(): (row: Row) => string {
  const t = useTexts(texts)
  return (row) => (row.daysLeft === 0 ? t('dueToday') : row.daysLeft > 0 ? t('daysLeft', { n: row.daysLeft }) : t('daysLate', { n: -row.daysLeft }))
}

const stepTone = { submit: 'wait', resubmit: 'bad', wait: 'quiet', enter: 'wait', fill: 'wait', publish: 'wait', offer: 'wait', settle: 'wait', follow: 'quiet' } as const

/** The shortest way to what has to be done: the register, report or measure itself. */
function Way({ row }: { row: Row }) {
  const t = useTexts(texts)
  const { step, place } = row
  if (place === null || step === 'submit' || step === 'resubmit' || step === 'wait') return null
  return <ButtonLink to={place} size="small">{t(`go_${step}`)}</ButtonLink>
}

/** The first screen after signing in: what to do next, then everything open in order of its date. */
export function DueScreen({ above }: { above: ReactNode }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const navigate = useNavigate()
  const left = useLeft()
  const [chosenEvery, setEveryRole] = useState<boolean | null>(null)
  const steps = useRead(planContract.nextSteps)
  const me = useRead(identityContract.me)
  const isCommission = me.data?.institution?.kind === 'commission'
  // A commission has few duties of its own: all its posts see them at once.
  const everyRole = chosenEvery ?? isCommission
  const due = usePages(planContract.listDue, { query: { everyRole: everyRole ? 'true' : 'false' } })
  if (due.loading) return <Loading />
  // A commission owes decisions first; its own duties stand below them where it has any.
  const owes = !isCommission || due.rows.length > 0 || chosenEvery !== null
  const linkOf = (row: Row) => ({ to: '/obligations/$institutionId/$periodId', params: { institutionId: row.institutionId, periodId: row.periodId } }) as const
  return (
    <Page title={t('due')} lead={t('dueLead')}>
      {above}
      {steps.data === undefined || steps.data.steps.length === 0 ? null : (
        <div className="steps">
          {steps.data.steps.map((step) => (
            <button key={`${step.code}${step.planId ?? ''}`} type="button" className={`step step-${step.code}`} onClick={() => void navigate({ to: step.link })}>
              <b className="number">{step.count}</b>
              <span>{t(`step_${step.code}`, { n: step.count, title: step.title ?? '' })}</span>
              {step.firstOn === null ? null : <small>{t('earliest', { date: showDate(step.firstOn, locale) })}</small>}
            </button>
          ))}
        </div>
      )}
      {owes ? null : steps.data?.steps.length === 0 ? <Card><Nothing>{t('dueEmpty')}</Nothing></Card> : null}
      {owes ? (
      <>
      {isCommission ? <h2 className="sub">{t('ownDue')}</h2> : null}
      <div className="row" style={{ marginBottom: 12 }}>
        <Switch checked={everyRole} onChange={setEveryRole} aria-label={t('everyRole')} />
        <span>{t('everyRole')}</span>
      </div>
      {due.error === null ? null : <Fault error={due.error} retry={due.retry} />}
      <Card flush>
        <ListTable<Row>
          label={t('due')}
          rows={due.rows}
          rowKey={(row) => `${row.institutionId}${row.periodId}`}
          empty={t('dueEmpty')}
          more={due.more}
          loadingMore={due.loadingMore}
          columns={[
            { title: t('dueOn'), width: 190, render: (_, row) => <><div className="number">{showDate(row.dueOn, locale, { weekday: true })}</div><div className={row.daysLeft < 0 ? 'late' : 'soft'}>{left(row)}</div></> },
            { title: t('duty'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><span className="clamp">{row.text}</span><span className="soft">{`${row.clausePrinted}${row.clauseTitle}`}</span></Link> },
            { title: t('plan'), width: 240, render: (_, row) => <span className="clamp">{row.planTitle}</span> },
            { title: t('state'), width: 230, render: (_, row) => <div className="row"><StatusMark tone={stepTone[row.step]}>{t(`todo_${row.step}`)}</StatusMark><Way row={row} /></div> },
            { title: t('verdict'), width: 110, render: (_, row) => <VerdictMark verdict={row.verdict} /> },
          ]}
          card={(row) => (
            <>
            <Link {...linkOf(row)} className="card-link">
              <div className="row"><VerdictMark verdict={row.verdict} compact /><StatusMark tone={stepTone[row.step]} compact>{t(`todo_${row.step}`)}</StatusMark></div>
              <div className="card-text">{row.text}</div>
              <div className={row.daysLeft < 0 ? 'late' : 'soft'}>{`${showDate(row.dueOn, locale, { weekday: true })} · ${left(row)}`}</div>
              <div className="soft">{row.planTitle}</div>
            </Link>
            <Way row={row} />
            </>
          )}
        />
      </Card>
      </>
      ) : null}
    </Page>
  )
}

type Waiting = z.infer<(typeof planContract.listWaitingEvidence)['reply']>['rows'][number]

/** Evidence that waits for the commission, oldest first. */
export function WaitingScreen() {
  const t = useTexts(texts)
  const waiting = usePages(planContract.listWaitingEvidence)
  if (waiting.loading) return <Loading />
  const linkOf = (row: Waiting) => ({ to: '/obligations/$institutionId/$periodId', params: { institutionId: row.institutionId, periodId: row.periodId } }) as const
  const late = (row: Waiting) => (row.late ? <StatusMark tone="warn" compact>{t('late')}</StatusMark> : null)
  return (
    <Page title={t('waiting')}>
      {waiting.error === null ? null : <Fault error={waiting.error} retry={waiting.retry} />}
      <Card flush>
        <ListTable<Waiting>
          label={t('waiting')}
          rows={waiting.rows}
          rowKey={(row) => `${row.institutionId}${row.periodId}${row.revision}`}
          empty={t('waitingEmpty')}
          more={waiting.more}
          loadingMore={waiting.loadingMore}
          columns={[
            { title: t('submittedAt'), width: 170, render: (_, row) => <span className="number">{showInstantText(row.submittedAt)}</span> },
            { title: t('institution'), width: 200, dataIndex: 'institutionName' },
            { title: t('duty'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><span className="clamp">{row.text}</span><span className="soft">{`${row.clausePrinted}${row.clauseTitle}`}</span></Link> },
            { title: t('plan'), width: 220, render: (_, row) => <span className="clamp">{row.planTitle}</span> },
            { title: '', width: 150, render: (_, row) => <div className="row">{late(row)}<Link {...linkOf(row)}><Button>{t('open')}</Button></Link></div> },
          ]}
          card={(row) => (
            <Link {...linkOf(row)} className="card-link">
              <div className="row"><b>{row.institutionName}</b>{late(row)}</div>
              <div className="card-text">{row.text}</div>
              <div className="soft number">{showInstantText(row.submittedAt)}</div>
            </Link>
          )}
        />
      </Card>
    </Page>
  )
}
