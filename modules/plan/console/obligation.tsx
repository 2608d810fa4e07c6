import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { App, Button, DatePicker, Descriptions, Form, Input, Upload, type UploadFile } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roleNames, roles } from '../../../kernel/actor.ts'
import { urlOf } from '../../../ui/call.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { newKey } from '../../../ui/device-store.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract, type ObligationView } from '../contract.ts'
import { ChecksCard, ClaimsCard } from './claims-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { useWhy } from './plan.tsx'
import { texts } from './texts.ts'
import { VerdictMark } from './verdict-mark.tsx'
import { useWhyText } from './why-texts.ts'

type Obligation = z.infer<typeof ObligationView>
type Evidence = Obligation['evidence'][number]
const evidenceTone = { submitted: 'wait', accepted: 'good', returned: 'bad', withdrawn: 'quiet' } as const
const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`)

/** Hand in: files and a note; stays as typed when the server says no. */
function HandIn({ one }: { one: Obligation }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [files, setFiles] = useState<UploadFile[]>([])
  const [note, setNote] = useState('')
  const [link, setLink] = useState('')
  const [key, setKey] = useState(() => newKey())
  const submit = useDo(planContract.submitEvidence, () => {
    setFiles([])
    setNote('')
    setLink('')
    setKey(newKey())
    void message.success(t('submitted'))
  })
  const chosen = files.flatMap((file) => (file.originFileObj === undefined ? [] : [file.originFileObj as File]))
  const send = () => submit.mutate({ params: { institutionId: one.institutionId, periodId: one.periodId }, body: { note, link: link === '' ? null : link }, files: chosen, key })
  return (
    <Card title={t('handIn')}>
      <Form layout="vertical" onFinish={send}>
        <Form.Item label={t('files')} extra={t('fileHint')} htmlFor="evidence-files">
          <Upload.Dragger id="evidence-files" multiple maxCount={10} beforeUpload={() => false} fileList={files} onChange={(change) => setFiles(change.fileList)} aria-label={t('chooseFiles')}>
            <p><InboxOutlined style={{ fontSize: 28 }} /></p>
            <p>{t('chooseFiles')}</p>
          </Upload.Dragger>
        </Form.Item>
        <Form.Item label={t('note')} htmlFor="evidence-note">
          <Input.TextArea id="evidence-note" value={note} onChange={(event) => setNote(event.target.value)} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
        </Form.Item>
        {one.kind === 'publish' ? (
          <Form.Item label={t('link')} htmlFor="evidence-link">
            <Input id="evidence-link" type="url" value={link} onChange={(event) => setLink(event.target.value)} placeholder="https://" />
          </Form.Item>
        ) : null}
        {submit.error === null ? null : <div style={{ marginBottom: 12 }}><Fault error={submit.error} /></div>}
        <Button type="primary" htmlType="submit" loading={submit.isPending} disabled={chosen.length === 0 && link === ''} block>{t('submit')}</Button>
      </Form>
    </Card>
  )
}

function EvidenceCard({ one, each }: { one: Obligation; each: Evidence }) {
  const t = useTexts(texts)
  const [returning, setReturning] = useState(false)
  const params = { institutionId: one.institutionId, periodId: one.periodId, revision: String(each.revision) }
  const accept = useDo(planContract.acceptEvidence)
  const giveBack = useDo(planContract.returnEvidence, () => setReturning(false))
  const withdraw = useDo(planContract.withdrawEvidence)
  const error = accept.error ?? withdraw.error
  return (
    <li>
      <div className="row">
        <b>{t('revision', { n: each.revision })}</b>
        <StatusMark tone={evidenceTone[each.state]} compact>{t(`e_${each.state}`)}</StatusMark>
        {each.late ? <StatusMark tone="warn" compact>{t('late')}</StatusMark> : null}
        <span className="soft number">{`${each.submittedByName} · ${showInstant(each.submittedAt)}`}</span>
      </div>
      {each.note === '' ? null : <p className="prewrap">{each.note}</p>}
      {each.link === null ? null : <p><a href={each.link} target="_blank" rel="noreferrer noopener">{each.link}</a></p>}
      {each.files.length === 0 ? null : (
        <ul className="files">
          {each.files.map((file) => (
            <li key={file.fileId}>
              <a href={urlOf(planContract.downloadEvidence, { params: { ...params, fileId: file.fileId } })}><DownloadOutlined aria-hidden="true" /> {file.name}</a>
              <span className="soft number"> {sizeOf(file.size)}</span>
              {file.usedElsewhere.length === 0 ? null : (
                <div className="reuse">
                  <b>{t('reused')}</b>
                  <ul className="plain">
                    {file.usedElsewhere.map((other) => (
                      <li key={`${other.institutionId}${other.periodId}${other.revision}`}>
                        <Link to="/obligations/$institutionId/$periodId" params={{ institutionId: other.institutionId, periodId: other.periodId }}>{`${other.institutionName} · ${other.dueOn} · ${other.text.slice(0, 30)}`}</Link>
                      </li>
                    ))}
                  </ul>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {each.remark === '' ? null : <p className="remark prewrap"><b>{t('remark')}：</b>{each.remark}<span className="soft">{` — ${each.decidedByName ?? ''} ${showInstant(each.decidedAt)}`}</span></p>}
      {error === null ? null : <Fault error={error} />}
      <div className="row">
        {each.blocked.accept === null ? <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate({ params, body: {} })}>{t('accept')}</Button> : null}
        {each.blocked.return === null ? <Button onClick={() => setReturning(true)}>{t('giveBack')}</Button> : null}
        {each.blocked.withdraw === null ? <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>{t('withdraw')}</Button> : null}
      </div>
      <AskForWords open={returning} title={t('giveBack')} label={t('remark')} hint={<p className="soft">{t('returnHint')}</p>} okText={t('giveBack')} danger minLength={4} onCancel={() => setReturning(false)} onSubmit={(remark) => giveBack.mutateAsync({ params, body: { remark } })} />
    </li>
  )
}

function ByHand({ one }: { one: Obligation }) {
  const t = useTexts(texts)
  const why = useWhy()
  const [setting, setSetting] = useState<'met' | 'unmet' | 'waived' | null>(null)
  const [revoking, setRevoking] = useState(false)
  const [extending, setExtending] = useState(false)
  const [until, setUntil] = useState('')
  const params = { institutionId: one.institutionId, periodId: one.periodId }
  const override = useDo(planContract.overrideVerdict, () => setSetting(null))
  const revoke = useDo(planContract.revokeOverride, () => setRevoking(false))
  const extend = useDo(planContract.extendObligation, () => setExtending(false))
  if (one.blocked.override !== null && one.blocked.revokeOverride !== null && one.blocked.extend !== null) return null
  const names = { met: t('setMet'), unmet: t('setUnmet'), waived: t('waive') }
  return (
    <Card title={t('override')}>
      <div className="row">
        {one.blocked.override === null ? (['waived', 'met', 'unmet'] as const).map((verdict) => <Button key={verdict} onClick={() => setSetting(verdict)}>{names[verdict]}</Button>) : null}
        {one.blocked.revokeOverride === null ? <Button onClick={() => setRevoking(true)}>{t('revoke')}</Button> : null}
        <Button disabled={one.blocked.extend !== null} title={why(one.blocked.extend)} onClick={() => setExtending(true)}>{t('extend')}</Button>
      </div>
      <AskForWords open={setting !== null} title={setting === null ? '' : names[setting]} label={t('reason')} hint={<p className="soft">{t('overrideHint')}</p>} okText={setting === null ? '' : names[setting]} minLength={4} onCancel={() => setSetting(null)} onSubmit={(reason) => override.mutateAsync({ params, body: { verdict: setting ?? 'waived', reason } })} />
      <AskForWords open={revoking} title={t('revoke')} label={t('reason')} okText={t('revoke')} minLength={4} onCancel={() => setRevoking(false)} onSubmit={(reason) => revoke.mutateAsync({ params, body: { reason } })} />
      <AskForWords
        open={extending}
        title={t('extend')}
        label={t('reason')}
        hint={<Form layout="vertical"><Form.Item label={t('extendTo')} htmlFor="extend-until" required><DatePicker id="extend-until" onChange={(_, text) => setUntil(typeof text === 'string' ? text : '')} /></Form.Item></Form>}
        okText={t('extend')}
        minLength={until === '' ? 100_000 : 4}
        onCancel={() => setExtending(false)}
        onSubmit={(reason) => extend.mutateAsync({ params, body: { dueOn: until, reason } })}
      />
    </Card>
  )
}

/** One obligation: what is ordered, by when and why then, what was handed in, what was decided. */
export function ObligationScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const whyText = useWhyText()
  const { institutionId = '', periodId = '' } = useParams({ strict: false })
  const found = useRead(planContract.loadObligation, { params: { institutionId, periodId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('obligation')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const one = found.data
  const role = roles.find((each) => each === one.role)
  const period = one.fromOn === one.toOn ? showDate(one.fromOn, locale) : `${showDate(one.fromOn, locale)} — ${showDate(one.toOn, locale)}`
  const items: { key: string; label: string; children: React.ReactNode }[] = [
    { key: 'plan', label: t('plan'), children: <Link to="/plans/$planId" params={{ planId: one.planId }}>{one.planTitle}</Link> },
    { key: 'due', label: t('dueOn'), children: <b className="number">{`${showDate(one.dueOn, locale, { weekday: true })} ${showInstant(one.dueAt).slice(11).replace('00:00', '24:00')}`}</b> },
    { key: 'period', label: t('period'), children: period },
    { key: 'role', label: t('role'), children: role === undefined ? one.role : roleNames[role][locale] },
    ...(one.phaseName === null ? [] : [{ key: 'phase', label: t('phase'), children: one.phaseName }]),
    ...(one.target === null ? [] : [{ key: 'target', label: t('target'), children: one.target }]),
    ...(one.products.length === 0 ? [] : [{ key: 'products', label: t('products'), children: one.products.join('、') }]),
    ...(one.receiver === null ? [] : [{ key: 'receiver', label: t('receiver'), children: one.receiver }]),
    { key: 'claimed', label: t('claimed'), children: one.claimedAt === null ? t('notYet') : showInstant(one.claimedAt) },
    { key: 'verified', label: t('verified'), children: one.verifiedAt === null ? t('notYet') : showInstant(one.verifiedAt) },
  ]
  return (
    <Page title={one.text.length > 60 ? `${one.text.slice(0, 58)}…` : one.text} lead={<span className="row"><VerdictMark verdict={one.verdict} /><span>{whyText(one.why)}</span><span className="soft">{one.institutionName}</span></span>}>
      <div className="two">
        <div>
          <FactsCard one={one} />
          {one.hasFactSource && one.evidence.length === 0 ? null : <Card title={t('evidence')}>
            {one.evidence.length === 0 ? <Nothing>{t('noEvidence')}</Nothing> : <ul className="evidence">{one.evidence.toReversed().map((each) => <EvidenceCard key={each.revision} one={one} each={each} />)}</ul>}
            {one.hasFactSource || one.kind === 'task' || one.kind === 'publish' ? null : <p className="soft">{t('byHand')}</p>}
          </Card>}
          {one.blocked.submit === null ? <HandIn one={one} /> : null}
          <ClaimsCard one={one} />
          <ChecksCard one={one} />
          <ByHand one={one} />
          {one.overrides.length === 0 ? null : (
            <Card title={t('overrides')}>
              <ul className="plain">{one.overrides.map((each) => <li key={each.at}>{`${t(`v_${each.verdict}`)}：${each.reason} — ${each.byName} ${showInstant(each.at)}`}{each.revokedAt === null ? null : <div className="soft">{`${t('revoke')}：${each.revokedReason ?? ''} — ${each.revokedByName ?? ''} ${showInstant(each.revokedAt)}`}</div>}</li>)}</ul>
            </Card>
          )}
        </div>
        <div>
          <Card title={t('orders')}>
            <p className="prewrap">{one.text}</p>
            <Descriptions column={1} size="small" items={items} />
          </Card>
          <Card title={t('howCounted')}>
            <p className="prewrap number">{one.explanation[locale]}</p>
            {one.extendedFrom === null ? null : <p>{t('extended', { at: showInstant(one.extendedFrom), reason: one.extensionReason ?? '' })}</p>}
          </Card>
          <Card title={t('clauseText')}>
            <p><b>{`${one.clausePrinted}${one.clauseTitle}`}</b></p>
            <p className="prewrap soft">{one.clauseText}</p>
          </Card>
        </div>
      </div>
    </Page>
  )
}
