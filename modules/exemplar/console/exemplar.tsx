import { useParams } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { exemplarContract, type ExemplarView } from '../contract.ts'
import { kindNames } from '../rules/exemplar.ts'
import { ChecksCard, KeptChecks } from './checks.tsx'
import { StepDialog, type Dialog } from './dialogs.tsx'
import { StateMark } from './marks.tsx'
import { Objections } from './objections.tsx'
import { texts } from './texts.ts'

type View = z.infer<typeof ExemplarView>

/** One nomination: deeds and evidence, what speaks against it, who objected, and the next step. */
export function ExemplarScreen() {
  const t = useTexts(texts)
  const name = useName()
  const params = useParams({ strict: false }) as { institutionId: string; exemplarId: string }
  const found = useRead(exemplarContract.loadExemplar, { params })
  const [dialog, setDialog] = useState<Dialog | null>(null)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const view = found.data
  return (
    <Page title={view.title} lead={<span className="row"><StateMark state={view.state} /><span>{name(kindNames[view.kind])}</span><span>{view.institutionName}</span></span>} actions={<Actions view={view} open={setDialog} />}>
      {isForbidden(view.blocked.consent) || view.blocked.consent !== null ? null : <AskNominee view={view} />}
      <Deeds view={view} />
      <Progress view={view} />
      {view.checks === null ? null : <ChecksCard checks={view.checks} />}
      {view.objections === null || view.notice === null ? null : <Objections view={view} rows={view.objections} />}
      <KeptChecks atNotice={view.noticeChecks} atDecision={view.decisionChecks} />
      <StepDialog dialog={dialog} view={view} onClose={() => setDialog(null)} />
    </Page>
  )
}

/** The one next step first; what can never be done here is not shown. */
function Actions({ view, open }: { view: View; open: (dialog: Dialog) => void }) {
  const t = useTexts(texts)
  const { blocked, state } = view
  if (state === 'withdrawn' || state === 'declined') return null
  return (
    <>
      <ActButton blocked={blocked.withdraw} onClick={() => open('withdraw')}>{t('withdraw')}</ActButton>
      {state === 'nominated' ? <ActButton blocked={blocked.notice} type="primary" onClick={() => open('notice')}>{t('openNotice')}</ActButton> : null}
      {state === 'noticed' ? <ActButton blocked={blocked.decide} type="primary" onClick={() => open('decide')}>{t('decide')}</ActButton> : null}
      {state === 'chosen' ? <ActButton blocked={blocked.publish} type="primary" onClick={() => open('publish')}>{t('publish')}</ActButton> : null}
    </>
  )
}

function AskNominee({ view }: { view: View }) {
  const t = useTexts(texts)
  const consent = useDo(exemplarContract.consent)
  const say = (agrees: boolean) => consent.mutate({ params: { institutionId: view.institutionId, exemplarId: view.exemplarId }, body: { agrees } })
  return (
    <Card title={t('consent')}>
      <p>{t('askYou', { by: view.nominatedFromName ?? view.institutionName })}</p>
      <div className="row">
        {view.consent === true ? null : <Button type="primary" loading={consent.isPending} onClick={() => say(true)}>{t('agree')}</Button>}
        {view.consent === false ? null : view.notice === null ? <Button loading={consent.isPending} onClick={() => say(false)}>{t('refuse')}</Button> : <Popconfirm title={t('refuseHint')} okText={t('refuse')} onConfirm={() => say(false)}><Button danger loading={consent.isPending}>{t('refuse')}</Button></Popconfirm>}
      </div>
      {consent.error === null ? null : <Fault error={consent.error} />}
    </Card>
  )
}

function Deeds({ view }: { view: View }) {
  const t = useTexts(texts)
  const key = { institutionId: view.institutionId, exemplarId: view.exemplarId }
  return (
    <Card title={t('deeds')}>
      <p className="prewrap lead-text">{view.deeds}</p>
      <Facts
        items={[
          [t('nominatedBy'), view.nominatedFromName === null ? t('signedAt', { name: view.nominated.name, at: showInstant(view.nominated.at) }) : t('signedFor', { of: view.nominatedFromName, name: view.nominated.name, at: showInstant(view.nominated.at) })],
          [t('consent'), view.kind === 'person' ? t(view.consent === null ? 'consentWaits' : view.consent ? 'consentYes' : 'consentNo') : null],
          [t('files'), <ul key="files" className="plain">{view.files.map((file) => <li key={file.fileId}><a href={urlOf(exemplarContract.downloadEvidence, { params: { ...key, fileId: file.fileId } })}>{file.name}</a></li>)}</ul>],
        ]}
      />
    </Card>
  )
}

function Progress({ view }: { view: View }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { notice, decision, published, withdrawn } = view
  if (notice === null && withdrawn === null) return null
  const by = (signed: { name: string; at: string }) => t('signedAt', { name: signed.name, at: showInstant(signed.at) })
  return (
    <Card title={t('state')}>
      <Facts
        wide
        items={[
          [t('notice'), notice === null ? null : t('noticeBy', { name: notice.name, at: showInstant(notice.at), until: showDate(notice.until, locale) })],
          [t('decision'), decision === null ? null : <div key="decision"><div><b>{t(decision.chosen ? 'chosenYes' : 'chosenNo')}</b>{` · ${by(decision)}`}</div><div className="prewrap soft">{decision.reason}</div></div>],
          [t('published'), published === null ? null : by(published)],
          [t('withdrawn'), withdrawn === null ? null : <div key="withdrawn"><div>{by(withdrawn)}</div><div className="prewrap soft">{withdrawn.reason}</div></div>],
        ]}
      />
      {notice === null ? null : <div className="row card-action"><a href={`/exemplars/${view.exemplarId}`}>{t('onPortal')}</a></div>}
    </Card>
  )
}
