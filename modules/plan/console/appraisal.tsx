import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import '../../../ui/print.css'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../contract.ts'
import type { AppraisalView } from '../contract/appraisal.ts'
import { printShare } from '../rules/league.ts'
import { texts } from './appraisal-texts.ts'
import { ScoreCard } from './appraisal-score.tsx'
import { texts as words } from './facts-texts.ts'
import { WeightsDialog } from './appraisal-weights.tsx'

type Sheet = z.infer<typeof AppraisalView>
type Counts = Sheet['total']
const columns = ['met', 'late', 'unmet', 'overdue', 'due', 'waived', 'claimed', 'overclaim', 'underclaim'] as const

const share = (counts: Counts) => printShare({ met: counts.met, n: counts.met + counts.late + counts.unmet + counts.overdue })

function CountsHead({ first }: { first: string }) {
  const t = useTexts(texts)
  return <thead><tr><th scope="col">{first}</th>{columns.map((column) => <th key={column} scope="col" className="right">{t(column)}</th>)}<th scope="col" className="right">{t('share')}</th></tr></thead>
}

function CountsRow({ name, counts, strong = false }: { name: string; counts: Counts; strong?: boolean }) {
  return <tr><th scope="row">{strong ? <b>{name}</b> : name}</th>{columns.map((column) => <td key={column} className="right number">{counts[column] === 0 ? '·' : counts[column]}</td>)}<td className="right number">{share(counts)}</td></tr>
}

function Plans({ sheet }: { sheet: Sheet }) {
  const t = useTexts(texts)
  return (
    <>
      <h2 className="sub">{t('plans')}</h2>
      {sheet.plans.map((plan) => (
        <section key={plan.planId} className="paper" tabIndex={0} aria-label={plan.title}>
          <h3><Link to="/plans/$planId" params={{ planId: plan.planId }}>{plan.title}</Link></h3>
          <table>
            <CountsHead first={t('part')} />
            <tbody>
              {plan.parts.map((part) => <CountsRow key={part.ordinal} name={`${part.printed}${part.title}`} counts={part.counts} />)}
              <CountsRow name={t('total')} counts={plan.total} strong />
            </tbody>
          </table>
        </section>
      ))}
      <h2 className="sub">{t('quarters')}</h2>
      <section className="paper" tabIndex={0} aria-label={t('quarters')}>
        <table>
          <CountsHead first={t('quarters')} />
          <tbody>{sheet.quarters.map(({ quarter, counts }) => <CountsRow key={quarter} name={t('quarter', { n: quarter })} counts={counts} />)}<CountsRow name={t('total')} counts={sheet.total} strong /></tbody>
        </table>
      </section>
    </>
  )
}

function Checks({ sheet }: { sheet: Sheet }) {
  const t = useTexts(texts)
  const w = useTexts(words)
  const locale = useLocale()
  const { drawn, confirmed, notConfirmed, open, rows } = sheet.checks
  return (
    <>
      <h2 className="sub">{t('checks', { drawn, confirmed, notConfirmed, open })}</h2>
      {rows.length === 0 ? <p className="soft">{t('checksEmpty')}</p> : (
        <section className="paper" tabIndex={0} aria-label={w('checks')}>
          <table>
            <thead><tr><th scope="col">{t('plan')}</th><th scope="col">{t('duty')}</th><th scope="col">{t('dueOn')}</th><th scope="col">{t('result')}</th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.drawId}${row.periodId}`}><td>{row.planTitle}</td><td><Link to="/obligations/$institutionId/$periodId" params={{ institutionId: sheet.institutionId, periodId: row.periodId }}>{row.text}</Link></td><td className="number">{showDate(row.dueOn, locale)}</td><td>{`${row.outcome === null ? w('checkOpen') : w(`o_${row.outcome}`)}${row.remark === '' ? '' : `：${row.remark}`}`}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <h2 className="sub">{t('overrides')}</h2>
      {sheet.overrides.length === 0 ? <p className="soft">{t('overridesEmpty')}</p> : (
        <section className="paper" tabIndex={0} aria-label={t('overrides')}>
          <table>
            <thead><tr><th scope="col">{t('plan')}</th><th scope="col">{t('duty')}</th><th scope="col">{t('decision')}</th><th scope="col">{t('reason')}</th><th scope="col">{t('by')}</th></tr></thead>
            <tbody>
              {sheet.overrides.map((row) => (
                <tr key={row.id}><td>{row.planTitle}</td><td><Link to="/obligations/$institutionId/$periodId" params={{ institutionId: sheet.institutionId, periodId: row.periodId }}>{row.text}</Link></td><td>{t(`v_${row.verdict}`)}</td><td>{row.reason}{row.revokedAt === null ? null : <div className="soft">{t('revoked', { reason: row.revokedReason ?? '' })}</div>}</td><td className="number">{`${row.byName} ${showInstant(row.at).slice(0, 10)}`}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

/** One institution in a year across all its campaigns; the year is part of the address, so that a sent link leads to it. */
export function AppraisalScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const { institutionId = '' } = useParams({ strict: false }) as { institutionId?: string }
  const search = useSearch({ strict: false }) as { year?: number | string }
  const [weighing, setWeighing] = useState(false)
  const query = search.year === undefined ? {} : { year: Number(search.year) }
  const found = useRead(planContract.loadAppraisal, { params: { institutionId }, query })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('appraisal')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const sheet = found.data
  const years = [...new Set([...sheet.years, sheet.year])].sort((a, b) => b - a)
  return (
    <Page
      title={t('title', { name: sheet.name, year: sheet.year })}
      lead={<span className="row"><Link to="/directory/$institutionId" params={{ institutionId }} className="screen-only">{t('institution')}</Link><span className="number">{t('asOf', { at: showInstant(sheet.at) })}</span></span>}
      actions={
        <>
          <Select aria-label={t('year')} value={sheet.year} onChange={(year) => void navigate({ to: '/appraisal/$institutionId', params: { institutionId }, search: { year } })} options={years.map((value) => ({ value, label: String(value) }))} />
          <ActButton blocked={sheet.blocked.weigh} onClick={() => setWeighing(true)}>{t('changeWeights')}</ActButton>
          <Button icon={<DownloadOutlined />} href={urlOf(planContract.exportAppraisal, { params: { institutionId }, query: { year: sheet.year } })}>{t('export')}</Button>
          <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>{t('print')}</Button>
        </>
      }
    >
      {sheet.plans.length === 0 ? <Card><Nothing>{t('empty')}</Nothing></Card> : (
        <div className="stack">
          <ScoreCard sheet={sheet} />
          <Plans sheet={sheet} />
          <Checks sheet={sheet} />
          <p className="paper-foot"><span className="print-only">{t('sign')}</span></p>
        </div>
      )}
      {weighing ? <WeightsDialog sheet={sheet} close={() => setWeighing(false)} /> : null}
    </Page>
  )
}
