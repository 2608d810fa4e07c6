import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { childplanContract, type ChildplanView, type CoverageView } from '../contract.ts'
import { CoverageBar } from './childplans.tsx'
import { FileChildplan } from './file-childplan.tsx'
import { CoverageMark, StateMark, type CoverageVerdict } from './state-mark.tsx'
import { texts } from './texts.ts'
import { useWeakness } from './weakness.ts'

type Childplan = z.infer<typeof ChildplanView>
type Coverage = z.infer<typeof CoverageView>
const verdicts = ['dropped', 'weakened', 'covered'] as const satisfies readonly CoverageVerdict[]

/** One child plan, side by side with what it answers; the gaps come first. */
export function ChildplanScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; childplanId: string }
  const found = useRead(childplanContract.loadChildplan, { params })
  const [dialog, setDialog] = useState<'accept' | 'return' | 'file' | null>(null)
  const close = () => setDialog(null)
  const giveBack = useDo(childplanContract.returnChildplan, close)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const plan = found.data
  const count = (verdict: CoverageVerdict) => plan.coverage.filter((each) => each.verdict === verdict).length
  const counts = { covered: count('covered'), weakened: count('weakened'), dropped: count('dropped') }
  return (
    <Page
      title={plan.title}
      lead={<span className="row"><StateMark state={plan.state} /><span>{`${plan.institutionName} · ${t('revision', { n: plan.revision })}`}</span></span>}
      actions={
        <>
          <ActButton blocked={plan.blocked.return} onClick={() => setDialog('return')}>{t('return')}</ActButton>
          {plan.state === 'accepted' ? null : <ActButton blocked={plan.blocked.accept} type="primary" onClick={() => setDialog('accept')}>{t('accept')}</ActButton>}
          <ActButton blocked={plan.blocked.file} type="primary" onClick={() => setDialog('file')}>{t('refile')}</ActButton>
        </>
      }
    >
      {plan.remark === '' ? null : <Alert className="page-alert" type={plan.state === 'returned' ? 'warning' : 'info'} showIcon title={t('remark')} description={<span className="prewrap">{plan.remark}</span>} />}
      <Card>
        <Facts
          items={[
            [t('plan'), <Link key="plan" to="/plans/$planId" params={{ planId: plan.planId }}>{plan.planTitle}</Link>],
            [t('document'), <a key="file" href={urlOf(childplanContract.downloadChildplan, { params })} download className="row"><DownloadOutlined aria-hidden />{plan.fileName}</a>],
            [t('filedBy'), plan.filedName],
            [t('filedAt'), showInstant(plan.filedAt)],
            [t('decidedBy'), plan.decidedName],
            [t('decidedAt'), plan.decidedAt === null ? null : showInstant(plan.decidedAt)],
            [t('coverage'), <CoverageBar key="coverage" row={counts} />],
          ]}
        />
      </Card>
      <SideBySide coverage={plan.coverage} counts={counts} />
      <Earlier plan={plan} />
      {dialog === 'file' ? <FileChildplan planId={plan.planId} planTitle={plan.planTitle} onClose={close} /> : null}
      {dialog === 'accept' ? <Accept plan={plan} counts={counts} onClose={close} /> : null}
      <AskForWords open={dialog === 'return'} title={t('return')} label={t('returnRemark')} okText={t('return')} danger minLength={4} onCancel={close} onSubmit={(remark) => giveBack.mutateAsync({ params, body: { remark } })} />
    </Page>
  )
}

function SideBySide({ coverage, counts }: { coverage: readonly Coverage[]; counts: Record<CoverageVerdict, number> }) {
  const t = useTexts(texts)
  const [only, setOnly] = useState<CoverageVerdict | 'all'>('all')
  // Gaps first; within a verdict the order of the plan.
  const shown = verdicts.flatMap((verdict) => coverage.filter((each) => each.verdict === verdict && (only === 'all' || only === verdict)))
  return (
    <section aria-label={t('coverage')}>
      <div className="filters">
        <Segmented<CoverageVerdict | 'all'>
          aria-label={t('filter')}
          value={only}
          onChange={setOnly}
          options={[{ value: 'all', label: t('all', { n: coverage.length }) }, ...verdicts.map((verdict) => ({ value: verdict, label: t('only', { verdict: t(`v_${verdict}`), n: counts[verdict] }) }))]}
        />
      </div>
      {shown.length === 0 ? <Card><Nothing>{t('noMatches')}</Nothing></Card> : null}
      <ol className="matches">
        {shown.map((each) => (
          <li key={each.clauseId}>
            <Pair coverage={each} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Pair({ coverage }: { coverage: Coverage }) {
  const t = useTexts(texts)
  const words = useWeakness()
  return (
    <article className="match">
      <div className="match-head">
        <CoverageMark verdict={coverage.verdict} />
        <h2>{`${coverage.printed}${coverage.title}`}</h2>
        <span className="soft number small">{t('share', { n: Math.round(coverage.share * 100) })}</span>
      </div>
      {coverage.weaknesses.length === 0 ? null : (
        <ul className="match-faults">
          {coverage.weaknesses.map((weakness) => (
            <li key={`${weakness.code}${weakness.parent ?? ''}`}>{words(weakness)}</li>
          ))}
        </ul>
      )}
      <div className="match-sides">
        <div>
          <h3>{t('parentClause')}</h3>
          <p className="prewrap">{coverage.text}</p>
        </div>
        <div className={coverage.childText === null ? 'match-missing' : ''}>
          <h3>{t('childClause')}</h3>
          {coverage.childText === null ? <p>{t('notFound')}</p> : <p className="prewrap">{coverage.childText}</p>}
        </div>
      </div>
    </article>
  )
}

function Earlier({ plan }: { plan: Childplan }) {
  const t = useTexts(texts)
  if (plan.earlier.length === 0) return null
  return (
    <Card title={t('earlier')}>
      <ul className="lines">
        {plan.earlier.map((each) => (
          <li key={each.id}>
            <div className="row">
              <StateMark state={each.state} compact />
              <Link to="/childplans/$institutionId/$childplanId" params={{ institutionId: plan.institutionId, childplanId: each.id }}>{t('revision', { n: each.revision })}</Link>
              <span className="soft number">{showInstant(each.filedAt)}</span>
            </div>
            {each.remark === '' ? null : <div className="soft prewrap">{each.remark}</div>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Accept({ plan, counts, onClose }: { plan: Childplan; counts: Record<CoverageVerdict, number>; onClose: () => void }) {
  const t = useTexts(texts)
  const accept = useDo(childplanContract.acceptChildplan, onClose)
  return (
    <FormDialog<{ remark?: string }>
      open
      title={t('accept')}
      okText={t('accept')}
      hint={
        <>
          {counts.dropped + counts.weakened === 0 ? null : <b>{t('acceptWithGaps', counts)}</b>}
          <div>{t('acceptHint')}</div>
        </>
      }
      onCancel={onClose}
      onSubmit={({ remark }) => accept.mutateAsync({ params: { institutionId: plan.institutionId, childplanId: plan.id }, body: { remark: remark ?? '' } })}
    >
      <Form.Item name="remark" label={t('remarkOptional')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} /></Form.Item>
    </FormDialog>
  )
}
