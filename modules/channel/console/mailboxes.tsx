import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Nothing } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts, type Text } from '../../../ui/texts.ts'
import { channelContract, securities, type MailboxView } from '../contract.ts'
import { FaultWords } from './fault-words.tsx'
import { texts } from './texts.ts'

type Mailbox = z.output<typeof MailboxView>
type Kinds = readonly { key: string; name: Text }[]

export function Mailboxes({ rows, kinds, keep }: { rows: readonly Mailbox[]; kinds: Kinds; keep: string | null }) {
  const t = useTexts(texts)
  const [editing, setEditing] = useState<Mailbox | 'new' | null>(null)
  return (
    <Card title={t('mailboxes')} extra={<ActButton blocked={keep} icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('addMailbox')}</ActButton>}>
      {rows.length === 0 ? <Nothing>{t('mailboxesEmpty')}</Nothing> : (
        <ul className="channel-list" aria-label={t('mailboxes')}>{rows.map((box) => <li key={box.id}><One box={box} keep={keep} onEdit={() => setEditing(box)} /></li>)}</ul>
      )}
      {editing === null ? null : <Edit box={editing === 'new' ? null : editing} kinds={kinds} onClose={() => setEditing(null)} />}
    </Card>
  )
}

/** Works, fails, waits or is off: in words, never by colour alone. */
export function ReadMark({ active, polledAt, fault }: { active: boolean; polledAt: string | null; fault: unknown }) {
  const t = useTexts(texts)
  if (!active) return <StatusMark tone="quiet" compact>{t('off')}</StatusMark>
  if (fault !== null) return <StatusMark tone="bad" compact>{t('fails')}</StatusMark>
  return polledAt === null ? <StatusMark tone="wait" compact>{t('notYet')}</StatusMark> : <StatusMark tone="good" compact>{t('works')}</StatusMark>
}

function One({ box, keep, onEdit }: { box: Mailbox; keep: string | null; onEdit: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const { message } = App.useApp()
  const poll = useDo(channelContract.pollMailbox, () => void message.info(t('reading')))
  const params = { institutionId: box.institutionId, mailboxId: box.id }
  const { waiting, failed, repliesWaiting, repliesFailed } = box.counts
  return (
    <>
      <div className="row"><span className="channel-name">{box.address}</span><ReadMark active={box.active} polledAt={box.polledAt} fault={box.fault} /></div>
      <div className="soft">{`${t('kind')} ${name(box.kindName)} · ${t('lastRead', { at: showInstant(box.polledAt) })}${box.fault === null ? '' : ` · ${t('lastGood', { at: showInstant(box.succeededAt) })}`}`}</div>
      <FaultWords fault={box.fault} />
      {waiting + failed + repliesWaiting + repliesFailed === 0 ? null : (
        <div className="row">
          {waiting === 0 ? null : <StatusMark tone="wait" compact>{t('waitingMails', { n: waiting })}</StatusMark>}
          {failed === 0 ? null : <StatusMark tone="bad" compact>{t('failedMails', { n: failed })}</StatusMark>}
          {repliesWaiting === 0 ? null : <StatusMark tone="warn" compact>{t('repliesWaiting', { n: repliesWaiting })}</StatusMark>}
          {repliesFailed === 0 ? null : <StatusMark tone="bad" compact>{t('repliesFailed', { n: repliesFailed })}</StatusMark>}
        </div>
      )}
      <div className="channel-acts touch">
        <Link to="/channels/mailboxes/$institutionId/$mailboxId" params={params} aria-label={`${t('seeMails')}：${box.address}`}>{t('seeMails')}</Link>
        {box.active ? <Button size="small" loading={poll.isPending} onClick={() => poll.mutate({ params }, { onError: (error) => void message.error(error.message) })} aria-label={`${t('readNow')}：${box.address}`}>{t('readNow')}</Button> : null}
        <ActButton blocked={keep} size="small" onClick={onEdit} aria-label={`${t('edit')}：${box.address}`}>{t('edit')}</ActButton>
      </div>
    </>
  )
}

type Values = Pick<Mailbox, 'address' | 'kind' | 'imapHost' | 'imapPort' | 'imapSecurity' | 'smtpHost' | 'smtpPort' | 'smtpSecurity' | 'userName' | 'active'> & { password?: string }

function Edit({ box, kinds, onClose }: { box: Mailbox | null; kinds: Kinds; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const add = useDo(channelContract.addMailbox, onClose)
  const change = useDo(channelContract.changeMailbox, onClose)
  const submit = (body: Values) =>
    box === null ? add.mutateAsync({ body }) : change.mutateAsync({ params: { institutionId: box.institutionId, mailboxId: box.id }, body: { ...body, revision: box.revision } })
  const initial: Partial<Values> = box ?? { kind: kinds[0]?.key ?? 'complaint', imapPort: 993, imapSecurity: 'tls', smtpPort: 465, smtpSecurity: 'tls', active: true }
  const server = (side: 'imap' | 'smtp') => (
    <div className="channel-place">
      <Form.Item name={`${side}Host`} label={t(side)} rules={[required(t(side))]}><Input maxLength={250} autoComplete="off" spellCheck={false} /></Form.Item>
      <Form.Item name={`${side}Port`} label={t('port')} rules={[{ required: true, message: t('port') }]}><InputNumber min={1} max={65_535} style={{ width: '100%' }} /></Form.Item>
      <Form.Item name={`${side}Security`} label={t('security')}><Select options={securities.map((value) => ({ value, label: t(`s_${value}`) }))} /></Form.Item>
    </div>
  )
  return (
    <FormDialog<Values> open title={box === null ? t('addMailbox') : t('changeMailbox')} okText={t('save')} width={640} initial={initial} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="address" label={t('address')} rules={[required(t('address'))]}><Input maxLength={200} type="email" autoComplete="off" /></Form.Item>
      <Form.Item name="kind" label={t('kind')} rules={[{ required: true, message: t('kind') }]}><Select options={kinds.map((kind) => ({ value: kind.key, label: name(kind.name) }))} /></Form.Item>
      <Form.Item name="userName" label={t('userName')} rules={[required(t('userName'))]}><Input maxLength={200} autoComplete="off" /></Form.Item>
      <Form.Item name="password" label={t('password')} extra={box === null ? t('passwordNew') : t('passwordHint')} rules={box === null ? [required(t('password'))] : []}><Input.Password maxLength={500} autoComplete="new-password" /></Form.Item>
      {server('imap')}
      {server('smtp')}
      <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>
    </FormDialog>
  )
}
