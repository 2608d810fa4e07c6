import { Form, Input, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { ProposalView, TalkView } from '../contract/shapes.ts'
import { proposalNames } from '../rules/consequence.ts'
import { outcomes, type Outcome } from '../rules/talk.ts'
import { ReviewNav, TalkMark } from './marks.tsx'
import { texts } from './texts.ts'

type Proposal = z.infer<typeof ProposalView>
type Talk = z.infer<typeof TalkView>

/** What the rules propose for prescribers, and the talks with them. */
export function TalksScreen() {
  const t = useTexts(texts)
  const after = useRead(reviewContract.listAfter)
  return (
    <Page title={t('talks')} lead={t('talksLead')}>
      <ReviewNav />
      {after.error === null ? null : <Fault error={after.error} retry={() => void after.refetch()} />}
      {after.data === undefined ? (after.error === null ? <Loading /> : null) : (
        <>
          <Card title={`${t('proposals')} (${after.data.proposals.length})`}>{after.data.proposals.length === 0 ? <Nothing>{t('noProposals')}</Nothing> : <ul className="card-list">{after.data.proposals.map((row) => <li key={row.id}><OneProposal row={row} /></li>)}</ul>}</Card>
          <Card title={`${t('talkList')} (${after.data.talks.length})`}>{after.data.talks.length === 0 ? <Nothing>{t('noTalks')}</Nothing> : <ul className="card-list">{after.data.talks.map((row) => <li key={row.id}><OneTalk row={row} /></li>)}</ul>}</Card>
        </>
      )}
    </Page>
  )
}

const tones = { open: 'warn', taken: 'good', rejected: 'quiet' } as const

function OneProposal({ row }: { row: Proposal }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const [open, setOpen] = useState(false)
  const decide = useDo(reviewContract.decideProposal, () => setOpen(false))
  return (
    <div>
      <div className="row"><b>{row.staffName}</b><StatusMark tone={tones[row.state]}>{t(`d_${row.state}`)}</StatusMark></div>
      <Facts items={[[t('proposal'), name(proposalNames[row.kind])], [t('basis'), t('foundIn', { month: row.month.slice(0, 7), n: row.found })], [t('reason'), row.reason === null ? null : `${row.reason}（${row.decidedName ?? ''}）`]]} />
      {row.state === 'open' ? <ActButton type="primary" blocked={row.blocked} aria-label={`${t('decide')} ${row.staffName} ${name(proposalNames[row.kind])}`} onClick={() => setOpen(true)}>{t('decide')}</ActButton> : null}
      {open ? (
        <FormDialog<{ take: boolean; reason: string }> open title={`${t('decide')} · ${row.staffName}`} okText={t('save')} hint={name(proposalNames[row.kind])} onCancel={() => setOpen(false)} onSubmit={(body) => decide.mutateAsync({ params: { institutionId: row.institutionId, id: row.id }, body })}>
          <Form.Item name="take" label={t('proposal')} rules={[{ ...required(t('proposal')), whitespace: false, type: 'boolean' }]}><Radio.Group options={[{ value: true, label: t('take') }, { value: false, label: t('reject') }]} /></Form.Item>
          <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
        </FormDialog>
      ) : null}
    </div>
  )
}

function OneTalk({ row }: { row: Talk }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [open, setOpen] = useState<'hold' | 'follow' | null>(null)
  return (
    <div>
      <div className="row"><b>{row.staffName}</b><TalkMark state={row.state} late={row.late} /></div>
      <Facts
        items={[
          [t('why'), row.reason], [t('dueOn'), row.state === 'due' ? showDate(row.dueOn, locale) : null], [t('heldOn'), row.heldOn === null ? null : showDate(row.heldOn, locale)], [t('persons'), row.persons], [t('said'), row.said], [t('commitment'), row.commitment],
          [t('followOn'), row.state === 'held' ? showDate(row.followOn, locale) : null], [t('outcome'), row.outcome === null ? null : t(`o_${row.outcome}`)], [t('outcomeNote'), row.outcomeNote],
        ]}
      />
      {row.state === 'due' ? <ActButton type="primary" blocked={row.blocked.hold} aria-label={`${t('hold')} ${row.staffName}`} onClick={() => setOpen('hold')}>{t('hold')}</ActButton> : null}
      {row.state === 'held' ? <ActButton blocked={row.blocked.follow} aria-label={`${t('follow')} ${row.staffName}`} onClick={() => setOpen('follow')}>{t('follow')}</ActButton> : null}
      {open === 'hold' ? <HoldDialog row={row} onClose={() => setOpen(null)} /> : open === 'follow' ? <FollowDialog row={row} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function HoldDialog({ row, onClose }: { row: Talk; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const hold = useDo(reviewContract.holdTalk, onClose)
  return (
    <FormDialog<{ heldOn: string; persons: string; said: string; commitment: string }> open title={`${t('hold')} · ${row.staffName}`} okText={t('save')} hint={row.reason} initial={{ heldOn: todayHere() }} onCancel={onClose} onSubmit={(body) => hold.mutateAsync({ params: { institutionId: row.institutionId, id: row.id }, body })}>
      <Form.Item name="heldOn" label={t('heldOn')} rules={[required(t('heldOn'))]}><DateField /></Form.Item>
      <Form.Item name="persons" label={t('persons')} rules={[required(t('persons'))]}><Input maxLength={300} /></Form.Item>
      <Form.Item name="said" label={t('said')} rules={[required(t('said'))]}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
      <Form.Item name="commitment" label={t('commitment')} rules={[required(t('commitment'))]}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
    </FormDialog>
  )
}

function FollowDialog({ row, onClose }: { row: Talk; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const follow = useDo(reviewContract.followTalk, onClose)
  return (
    <FormDialog<{ outcome: Outcome; outcomeNote: string }> open title={`${t('follow')} · ${row.staffName}`} okText={t('save')} hint={row.commitment ?? ''} onCancel={onClose} onSubmit={(body) => follow.mutateAsync({ params: { institutionId: row.institutionId, id: row.id }, body })}>
      <Form.Item name="outcome" label={t('outcome')} rules={[required(t('outcome'))]}><Radio.Group options={outcomes.map((each) => ({ value: each, label: t(`o_${each}`) }))} /></Form.Item>
      <Form.Item name="outcomeNote" label={t('outcomeNote')} rules={[required(t('outcomeNote'))]}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
    </FormDialog>
  )
}
