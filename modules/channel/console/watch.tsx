import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, usePages } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { candidateStates, channelContract, type CandidateView } from '../contract.ts'
import './channel.css'
import { texts } from './texts.ts'

type Candidate = z.output<typeof CandidateView>

/** What the feeds brought: each is taken as a matter or dismissed with a reason, once. */
export function WatchScreen() {
  const t = useTexts(texts)
  const [state, setState] = useState<Candidate['state']>('waiting')
  const [asking, setAsking] = useState<{ what: 'take' | 'dismiss'; candidate: Candidate } | null>(null)
  const pages = usePages(channelContract.listCandidates, { query: { state } })
  const dismiss = useDo(channelContract.dismissCandidate, () => setAsking(null))
  const close = () => setAsking(null)
  return (
    <Page title={t('watch')} lead={t('watchLead')} actions={<Link to="/channels">{t('back')}</Link>}>
      <div className="filters"><Segmented<Candidate['state']> aria-label={t('state')} value={state} onChange={setState} options={candidateStates.map((value) => ({ value, label: t(`o_${value}`) }))} /></div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      {pages.loading ? <Loading /> : null}
      {!pages.loading && pages.error === null && pages.rows.length === 0 ? <Card><Nothing>{t(`candidatesEmpty_${state}`)}</Nothing></Card> : null}
      <ul className="channel-entries" aria-label={t('candidates')}>
        {pages.rows.map((candidate) => <li key={candidate.id}><One candidate={candidate} onAsk={(what) => setAsking({ what, candidate })} /></li>)}
      </ul>
      {pages.more === undefined ? null : <div className="list-more"><Button loading={pages.loadingMore} onClick={pages.more}>{t('moreFindings')}</Button></div>}
      {asking?.what === 'take' ? <Take candidate={asking.candidate} onClose={close} /> : null}
      {asking?.what === 'dismiss' ? (
        <AskForWords open title={t('dismiss')} label={t('dismissReason')} okText={t('dismiss')} minLength={2} onCancel={close} hint={<p className="soft">{asking.candidate.title}</p>} onSubmit={(reason) => dismiss.mutateAsync({ params: { institutionId: asking.candidate.institutionId, candidateId: asking.candidate.id }, body: { reason } })} />
      ) : null}
    </Page>
  )
}

function One({ candidate, onAsk }: { candidate: Candidate; onAsk: (what: 'take' | 'dismiss') => void }) {
  const t = useTexts(texts)
  const { title, link, summary, words, state } = candidate
  return (
    <article className="card channel-entry">
      <h2>{title}</h2>
      <div className="soft">{[t('from', { feed: candidate.feedName }), candidate.publishedAt === null ? t('found', { at: showInstant(candidate.foundAt) }) : t('published', { at: showInstant(candidate.publishedAt) })].join(' · ')}</div>
      <div>{t('hit', { words: words.join('、') })}</div>
      {summary === '' ? null : <p className="prewrap">{summary.length > 400 ? `${summary.slice(0, 400)}…` : summary}</p>}
      {candidate.reason === null ? null : <div className="remark">{candidate.reason}</div>}
      {candidate.decidedName === null ? null : <div className="soft">{`${t(`o_${state}`)} · ${t('decidedBy', { name: candidate.decidedName, at: showInstant(candidate.decidedAt) })}`}</div>}
      <div className="channel-acts touch">
        {state === 'waiting' ? <Button type="primary" onClick={() => onAsk('take')} aria-label={`${t('take')}：${title}`}>{t('take')}</Button> : null}
        {state === 'waiting' ? <Button onClick={() => onAsk('dismiss')} aria-label={`${t('dismiss')}：${title}`}>{t('dismiss')}</Button> : null}
        {candidate.matterId === null ? null : <Link to="/matters/$institutionId/$matterId" params={{ institutionId: candidate.institutionId, matterId: candidate.matterId }} className="number">{candidate.matterNumber}</Link>}
        {link === '' ? null : <a href={link} target="_blank" rel="noopener noreferrer nofollow" aria-label={t('originalOf', { title })}>{t('original')}</a>}
      </div>
    </article>
  )
}

function Take({ candidate, onClose }: { candidate: Candidate; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const take = useDo(channelContract.takeCandidate, onClose)
  return (
    <FormDialog<{ title: string; text?: string; harm?: boolean }>
      open title={t('takeTitle')} okText={t('take')} hint={t('takeHint')} initial={{ title: candidate.title.slice(0, 120) }} onCancel={onClose}
      onSubmit={(body) => take.mutateAsync({ params: { institutionId: candidate.institutionId, candidateId: candidate.id }, body })}
    >
      <Form.Item name="title" label={t('matterTitle')} rules={[required(t('matterTitle'))]}><Input maxLength={120} /></Form.Item>
      <Form.Item name="text" label={t('note')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} /></Form.Item>
      <Form.Item name="harm" valuePropName="checked"><Checkbox>{t('harm')}</Checkbox></Form.Item>
    </FormDialog>
  )
}
