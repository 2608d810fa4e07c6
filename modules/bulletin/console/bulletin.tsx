import { useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { bulletinContract, type BulletinView, type WorkView } from '../contract.ts'
import { printMonth } from '../rules/month.ts'
import './bulletin.css'
import { FiguresCard, Passages } from './content.tsx'
import { StepDialog, type Dialog } from './dialogs.tsx'
import { StateMark } from './marks.tsx'
import { MovedTable } from './moved.tsx'
import { PublishedPart } from './published.tsx'
import { texts } from './texts.ts'
import { VisitsCard } from './visits.tsx'
import { WordField } from './words.tsx'

type View = z.infer<typeof BulletinView>
type Work = z.infer<typeof WorkView>

/** One bulletin: the work on it for its commission, or what is published for everybody. */
export function BulletinScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const { bulletinId = '' } = useParams({ strict: false })
  const asked = (useSearch({ strict: false }) as Readonly<Record<string, unknown>>)['version']
  const version = asked === undefined ? undefined : Number(asked)
  const found = useRead(bulletinContract.loadBulletin, { params: { bulletinId }, query: version === undefined ? {} : { version } })
  const [dialog, setDialog] = useState<Dialog | null>(null)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const view = found.data
  const { work, published } = view
  const showsWork = work !== null && version === undefined
  const heading = (showsWork ? work.content.title : published?.content.title) ?? printMonth(view.month, locale)
  return (
    <Page title={heading} lead={<Lead view={view} work={showsWork ? work : null} />} actions={<Actions view={view} work={showsWork ? work : null} open={setDialog} />}>
      {showsWork ? <WorkPart view={view} work={work} /> : published === null ? null : <PublishedPart view={view} published={published} />}
      <StepDialog dialog={dialog} view={view} onClose={() => setDialog(null)} />
    </Page>
  )
}

function Lead({ view, work }: { view: View; work: Work | null }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const version = work?.version ?? view.published?.version ?? 1
  return (
    <span className="row">
      <StateMark state={work?.state ?? 'published'} />
      <span className="number">{printMonth(view.month, locale)}</span>
      <span>{view.issuerName}</span>
      {version > 1 ? <span>{work === null ? t('version', { n: version }) : t('correction', { n: version })}</span> : null}
    </span>
  )
}

function Actions({ view, work, open }: { view: View; work: Work | null; open: (dialog: Dialog) => void }) {
  const t = useTexts(texts)
  const receive = useDo(bulletinContract.receiveBulletin)
  const { published } = view
  if (work === null) {
    if (published === null) return null
    return (
      <>
        {published.version === published.newest ? <ActButton blocked={published.blocked.correct} onClick={() => open('correct')}>{t('correct')}</ActButton> : null}
        <ActButton blocked={published.blocked.receive} type="primary" loading={receive.isPending} onClick={() => receive.mutate({ params: { bulletinId: view.bulletinId }, body: { version: published.version } })}>{t('receive')}</ActButton>
        {receive.error === null ? null : <Fault error={receive.error} />}
      </>
    )
  }
  const { blocked } = work
  if (work.state === 'draft') {
    return (
      <>
        {work.version > 1 ? <ActButton blocked={blocked.discard} onClick={() => open('discard')}>{t('discard')}</ActButton> : null}
        <ActButton blocked={blocked.submit} type="primary" onClick={() => open('submit')}>{t('submit')}</ActButton>
      </>
    )
  }
  return (
    <>
      <ActButton blocked={blocked.withdraw} onClick={() => open('withdraw')}>{t('withdraw')}</ActButton>
      <ActButton blocked={blocked.giveBack} onClick={() => open('return')}>{t('giveBack')}</ActButton>
      {work.state === 'waiting' ? <ActButton blocked={blocked.approve} type="primary" onClick={() => open('approve')}>{t('approve')}</ActButton> : <ActButton blocked={blocked.publish} type="primary" onClick={() => open('publish')}>{t('publish')}</ActButton>}
    </>
  )
}

function WorkPart({ view, work }: { view: View; work: Work }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { content } = work
  const mayWrite = work.blocked.write === null
  return (
    <>
      {work.returned === null || work.state !== 'draft' ? null : <Alert className="page-alert" type="warning" showIcon title={t('returned', { name: work.returned.name, at: showInstant(work.returned.at) })} description={<span className="prewrap">{work.returned.remark}</span>} />}
      {work.submitted === null ? null : <Alert className="page-alert" type="info" showIcon title={t('submittedBy', { name: work.submitted.name, at: showInstant(work.submitted.at) })} />}
      {work.approval === null ? null : <Alert className="page-alert" type="success" showIcon title={t('approvedBy', { name: work.approval.name, post: work.approval.post, at: showInstant(work.approval.at) })} />}
      {work.keepsFigures ? <Alert className="page-alert" type="info" showIcon title={t('keepsFigures')} /> : null}
      <Card>
        <Facts
          items={[
            [t('window'), <span key="window" className="number">{`${showDate(content.window.fromOn, locale)} — ${showDate(content.window.toOn, locale)}`}</span>],
            [t('asOf'), <span key="as-of" className="number">{showInstant(content.asOf)}</span>],
          ]}
        />
        <div className="row card-action"><Button href={urlOf(bulletinContract.downloadDraft, { params: { bulletinId: view.bulletinId } })}>{t('draftDocx')}</Button></div>
      </Card>
      {mayWrite ? <Card title={t('words')}>{work.fields.map((field) => <WordField key={field.key} bulletinId={view.bulletinId} field={field} />)}</Card> : <Passages content={content} />}
      <FiguresCard content={content} />
      {work.moved.length === 0 ? null : <Card title={t('movedSubmit', { n: work.moved.length })} flush><MovedTable rows={work.moved} label={t('movedSubmit', { n: work.moved.length })} /></Card>}
      {mayWrite && !work.keepsFigures && view.kind === 'complaints' ? <VisitsCard bulletinId={view.bulletinId} rows={work.visits} /> : null}
    </>
  )
}
