import { Link, useParams } from '@tanstack/react-router'
import { App, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { channelContract, mailStates, replyStates, type MailView, type ReplyView } from '../contract.ts'
import './channel.css'
import { FaultWords } from './fault-words.tsx'
import { texts } from './texts.ts'

type Mail = z.output<typeof MailView>
type Reply = z.output<typeof ReplyView>
type Key = { institutionId: string; mailboxId: string }
const mailTones = { noticed: 'wait', filed: 'good', added: 'good', ignored: 'quiet', failed: 'bad' } as const
const replyTones = { waiting: 'wait', sent: 'good', failed: 'bad' } as const

/** What became of each letter, and whether its receipt went out. */
export function MailboxScreen() {
  const t = useTexts(texts)
  const key = useParams({ strict: false }) as Key
  const channels = useRead(channelContract.loadChannels)
  const box = channels.data?.mailboxes.find((each) => each.id === key.mailboxId)
  return (
    <Page title={box === undefined ? t('seeMails') : `${t('seeMails')} · ${box.address}`} lead={<Link to="/channels">{t('back')}</Link>}>
      <Mails mailbox={key} />
      <Replies mailbox={key} />
    </Page>
  )
}

/** The number leads to the matter, where one may see it. */
function MatterLink({ institutionId, matterId, number }: { institutionId: string; matterId: string | null; number: string | null }) {
  if (number === null) return null
  return matterId === null ? <span className="number">{number}</span> : <Link to="/matters/$institutionId/$matterId" params={{ institutionId, matterId }} className="number">{number}</Link>
}

function Mails({ mailbox }: { mailbox: Key }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [state, setState] = useState<Mail['state'] | ''>('')
  const pages = usePages(channelContract.listMails, { params: mailbox, query: state === '' ? {} : { state } })
  const retake = useDo(channelContract.retakeMail, () => void message.success(t('retakeDone')))
  const known = (reason: string | null): string => (reason !== null && `r_${reason}` in texts ? t(`r_${reason}` as keyof typeof texts) : '')
  const result = (mail: Mail) => (
    <>
      <div className="row"><StatusMark tone={mailTones[mail.state]} compact>{t(`m_${mail.state}`)}</StatusMark><MatterLink institutionId={mailbox.institutionId} matterId={mail.matterId} number={mail.matterNumber} /></div>
      {known(mail.reason) === '' ? null : <div className="soft">{known(mail.reason)}</div>}
      {mail.attempts === 0 ? null : <div className="soft">{t('tries', { n: mail.attempts })}</div>}
      <FaultWords fault={mail.fault} />
    </>
  )
  const act = (mail: Mail) =>
    mail.blocked.retake !== null ? null : (
      <ActButton blocked={null} size="small" onClick={() => retake.mutate({ params: { ...mailbox, mailId: mail.id } }, { onError: (error) => void message.error(error.message) })} aria-label={`${t('retake')}：${mail.subject === '' ? mail.sender : mail.subject}`}>{t('retake')}</ActButton>
    )
  return (
    <Card title={t('mails')} flush extra={<Select<Mail['state'] | ''> aria-label={t('state')} value={state} onChange={setState} style={{ minWidth: 140 }} options={[{ value: '' as const, label: t('all') }, ...mailStates.map((value) => ({ value, label: t(`m_${value}`) }))]} />}>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Mail>
        label={t('mails')} rows={pages.rows} rowKey={(mail) => mail.id} loading={pages.loading} empty={t('mailsEmpty')} more={pages.more} loadingMore={pages.loadingMore}
        columns={[
          { title: t('at'), width: 160, render: (_, mail) => <span className="number">{showInstant(mail.noticedAt)}</span> },
          { title: t('sender'), width: 300, render: (_, mail) => <><div className="wrap">{mail.sender}</div><div className="soft clamp">{mail.subject}</div></> },
          { title: t('became'), render: (_, mail) => result(mail) },
          { title: '', width: 140, render: (_, mail) => act(mail) },
        ]}
        card={(mail) => (
          <>
            <div className="soft number">{showInstant(mail.noticedAt)}</div>
            <div className="card-text wrap">{mail.sender}</div>
            {mail.subject === '' ? null : <div className="soft clamp">{mail.subject}</div>}
            {result(mail)}
            <div className="touch">{act(mail)}</div>
          </>
        )}
      />
    </Card>
  )
}

function Replies({ mailbox }: { mailbox: Key }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [state, setState] = useState<Reply['state'] | ''>('')
  const pages = usePages(channelContract.listReplies, { params: mailbox, query: state === '' ? {} : { state } })
  const resend = useDo(channelContract.resendReply)
  const result = (reply: Reply) => (
    <>
      <div className="row"><StatusMark tone={replyTones[reply.state]} compact>{t(`p_${reply.state}`)}</StatusMark>{reply.attempts > 1 || reply.state !== 'sent' ? <span className="soft">{t('tries', { n: reply.attempts })}</span> : null}</div>
      <FaultWords fault={reply.fault} />
    </>
  )
  const act = (reply: Reply) =>
    reply.blocked.resend !== null ? null : (
      <ActButton blocked={null} size="small" onClick={() => resend.mutate({ params: { ...mailbox, replyId: reply.id } }, { onError: (error) => void message.error(error.message) })} aria-label={`${t('resend')}：${reply.to}`}>{t('resend')}</ActButton>
    )
  return (
    <Card title={t('replies')} flush extra={<Select<Reply['state'] | ''> aria-label={t('state')} value={state} onChange={setState} style={{ minWidth: 140 }} options={[{ value: '' as const, label: t('all') }, ...replyStates.map((value) => ({ value, label: t(`p_${value}`) }))]} />}>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Reply>
        label={t('replies')} rows={pages.rows} rowKey={(reply) => reply.id} loading={pages.loading} empty={t('repliesEmpty')} more={pages.more} loadingMore={pages.loadingMore}
        columns={[
          { title: t('at'), width: 160, render: (_, reply) => <span className="number">{showInstant(reply.createdAt)}</span> },
          { title: t('to'), width: 240, render: (_, reply) => <span className="wrap">{reply.to}</span> },
          { title: t('number'), width: 160, render: (_, reply) => <span className="number">{reply.matterNumber ?? ''}</span> },
          { title: t('state'), render: (_, reply) => result(reply) },
          { title: '', width: 140, render: (_, reply) => act(reply) },
        ]}
        card={(reply) => (
          <>
            <div className="soft number">{`${showInstant(reply.createdAt)} ${reply.matterNumber ?? ''}`}</div>
            <div className="card-text wrap">{reply.to}</div>
            {result(reply)}
            <div className="touch">{act(reply)}</div>
          </>
        )}
      />
    </Card>
  )
}
