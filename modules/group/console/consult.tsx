import { Link, useParams } from '@tanstack/react-router'
import { Form, Input, Steps } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useAppearance } from '../../../ui/look.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../../plan/contract.ts'
import { groupContract, type ConsultView } from '../contract.ts'
import { ConsultMark } from './consult-mark.tsx'
import { Decide } from './decide.tsx'
import { texts } from './texts.ts'

type Consult = z.infer<typeof ConsultView>

/** A longer question is shortened in the heading and stands in full below it. */
const most = 60

/** One consultation: the question, where it stands, and the office's next step as the one primary action. */
export function ConsultScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const params = useParams({ strict: false }) as { institutionId: string; consultId: string }
  const found = useRead(groupContract.loadConsult, { params })
  const [dialog, setDialog] = useState<'convene' | 'decide' | 'decline' | null>(null)
  const close = () => setDialog(null)
  const decline = useDo(groupContract.declineConsult, close)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('consult')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const consult = found.data
  const isLong = consult.question.length > most
  const open = consult.state === 'asked' || consult.state === 'convened'
  return (
    <Page
      title={isLong ? `${consult.question.slice(0, most)}…` : consult.question}
      lead={
        <span className="row">
          <ConsultMark state={consult.state} />
          <Link to="/groups/$institutionId/$groupId" params={{ institutionId: consult.institutionId, groupId: consult.groupId }}>{consult.groupName}</Link>
        </span>
      }
      actions={
        !open || isForbidden(consult.blocked.convene) ? undefined : (
          <>
            <ActButton blocked={consult.blocked.decline} onClick={() => setDialog('decline')}>{t('decline')}</ActButton>
            <ActButton blocked={consult.blocked.convene} type={consult.state === 'asked' ? 'primary' : 'default'} onClick={() => setDialog('convene')}>{t(consult.state === 'asked' ? 'convene' : 'reconvene')}</ActButton>
            {consult.state === 'asked' ? null : <ActButton blocked={consult.blocked.decide} type="primary" onClick={() => setDialog('decide')}>{t('decide')}</ActButton>}
          </>
        )
      }
    >
      <Progress consult={consult} />
      <Card title={t('question')}>
        {isLong ? <p className="prewrap lead-text">{consult.question}</p> : null}
        <Facts
          items={[
            [t('background'), consult.background === '' ? null : <span key="background" className="prewrap">{consult.background}</span>],
            [t('clause'), <ClauseText key="clause" consult={consult} />],
            [t('askedBy'), [consult.askedInstitution, consult.askedName].filter(Boolean).join(' ')],
            [t('askedAt'), showInstant(consult.askedAt)],
          ]}
        />
      </Card>
      {consult.meetingOn === null ? null : (
        <Card title={t('meeting')}>
          <Facts
            items={[
              [t('meetingOn'), showDate(consult.meetingOn, locale, { weekday: true })],
              [t('place'), consult.place],
              [t('attendees'), consult.attendees],
              [t('minutes'), consult.minutes === '' ? null : <span key="minutes" className="prewrap">{consult.minutes}</span>],
            ]}
          />
        </Card>
      )}
      {consult.state === 'decided' || consult.state === 'declined' ? <Outcome consult={consult} /> : null}
      {dialog === 'convene' ? <Convene consult={consult} onClose={close} /> : null}
      {dialog === 'decide' ? <Decide consult={consult} onClose={close} /> : null}
      <AskForWords
        open={dialog === 'decline'}
        title={t('decline')}
        label={t('declineReason')}
        okText={t('decline')}
        danger
        minLength={4}
        onCancel={close}
        onSubmit={(reason) => decline.mutateAsync({ params: { institutionId: consult.institutionId, consultId: consult.id }, body: { reason, version: consult.version } })}
      />
    </Page>
  )
}

function Progress({ consult }: { consult: Consult }) {
  const t = useTexts(texts)
  const { narrow } = useAppearance()
  const locale = useLocale()
  if (consult.state === 'declined') return null
  const current = { asked: 1, convened: 2, decided: 3 }[consult.state]
  return (
    <Card>
      <Steps
        size="small"
        orientation={narrow ? 'vertical' : 'horizontal'}
        current={current}
        items={[
          { title: t('step_asked'), content: showInstant(consult.askedAt) },
          { title: t('step_convened'), content: consult.meetingOn === null ? undefined : showDate(consult.meetingOn, locale) },
          { title: t('step_decided'), content: consult.decidedAt === null ? undefined : showInstant(consult.decidedAt) },
        ]}
      />
    </Card>
  )
}

function ClauseText({ consult }: { consult: Consult }) {
  const t = useTexts(texts)
  const plan = useRead(planContract.loadPlan, { params: { planId: consult.planId ?? '' } }, { enabled: consult.planId !== null })
  const clause = plan.data?.clauses.find((each) => each.id === consult.clauseId)
  if (consult.planId === null) return t('clauseNone')
  return (
    <>
      {clause === undefined ? t('clauseNone') : <div>{`${clause.printed}${clause.title}`}</div>}
      <Link to="/plans/$planId" params={{ planId: consult.planId }}>{plan.data?.title ?? t('seePlan')}</Link>
    </>
  )
}

function Outcome({ consult }: { consult: Consult }) {
  const t = useTexts(texts)
  const by: [string, string][] = [[t('decidedBy'), consult.decidedName ?? ''], [t('decidedAt'), consult.decidedAt === null ? '' : showInstant(consult.decidedAt)]]
  if (consult.state === 'declined') {
    return (
      <Card title={t('s_declined')}>
        <Facts items={[[t('declinedReason'), <span key="why" className="prewrap">{consult.declinedReason}</span>], ...by]} />
      </Card>
    )
  }
  return (
    <Card title={t('decision')}>
      <p className="prewrap lead-text">{consult.decision}</p>
      <Facts items={[[t('duties'), consult.dutyIds.length === 0 ? t('noDuty') : <DutyLink key="duties" consult={consult} />], ...by]} />
    </Card>
  )
}

function DutyLink({ consult }: { consult: Consult }) {
  const t = useTexts(texts)
  const words = t('dutyCount', { n: consult.dutyIds.length })
  return consult.planId === null ? words : <Link to="/plans/$planId" params={{ planId: consult.planId }}>{words}</Link>
}

function Convene({ consult, onClose }: { consult: Consult; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const convene = useDo(groupContract.conveneConsult, onClose)
  return (
    <FormDialog<{ meetingOn: string; place: string }>
      open
      title={t('convene')}
      okText={t('save')}
      initial={consult.meetingOn === null ? {} : { meetingOn: consult.meetingOn, place: consult.place }}
      onCancel={onClose}
      onSubmit={(body) => convene.mutateAsync({ params: { institutionId: consult.institutionId, consultId: consult.id }, body: { ...body, version: consult.version } })}
    >
      <Form.Item name="meetingOn" label={t('meetingOn')} rules={[required(t('meetingOn'))]}><DateField /></Form.Item>
      <Form.Item name="place" label={t('place')} rules={[required(t('place'))]}><Input maxLength={200} /></Form.Item>
    </FormDialog>
  )
}
