import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Nothing } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { channelContract, sourceChannels, type SourceView } from '../contract.ts'
import { texts } from './texts.ts'

type Source = z.output<typeof SourceView>

export function Sources({ rows, url, keep }: { rows: readonly Source[]; url: string; keep: string | null }) {
  const t = useTexts(texts)
  const [adding, setAdding] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  return (
    <Card title={t('sources')} extra={<ActButton blocked={keep} icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('addSource')}</ActButton>}>
      {rows.length === 0 ? <Nothing>{t('sourcesEmpty')}</Nothing> : (
        <ul className="channel-list" aria-label={t('sources')}>{rows.map((source) => <li key={source.id}><One source={source} keep={keep} onToken={setShown} /></li>)}</ul>
      )}
      {adding ? <Add onClose={() => setAdding(false)} /> : null}
      {shown === null ? null : <ShowToken token={shown} url={url} onClose={() => setShown(null)} />}
    </Card>
  )
}

function One({ source, keep, onToken }: { source: Source; keep: string | null; onToken: (token: string) => void }) {
  const t = useTexts(texts)
  const { message, modal } = App.useApp()
  const params = { institutionId: source.institutionId, sourceId: source.id }
  const failed = { onError: (error: Error) => void message.error(error.message) }
  const make = useDo(channelContract.makeToken, (made) => onToken(made.token))
  const revoke = useDo(channelContract.revokeToken)
  const change = useDo(channelContract.changeSource)
  const renew = () => {
    if (source.token === null) make.mutate({ params }, failed)
    else void modal.confirm({ title: t('renewToken'), content: t('renewHint'), okText: t('renewToken'), onOk: () => make.mutateAsync({ params }).catch((error: Error) => message.error(error.message)) })
  }
  const end = () => void modal.confirm({ title: t('revokeToken'), content: t('revokeHint'), okText: t('revokeToken'), okButtonProps: { danger: true }, onOk: () => revoke.mutateAsync({ params }).catch((error: Error) => message.error(error.message)) })
  const { token } = source
  return (
    <>
      <div className="row">
        <span className="channel-name">{source.name}</span>
        <span className="soft">{t(`c_${source.channel}`)}</span>
        {source.active ? null : <StatusMark tone="quiet" compact>{t('off')}</StatusMark>}
      </div>
      <div className="soft">{`${t('token')}：${token === null ? t('noToken') : t('tokenTail', { tail: token.tail, name: token.madeBy, at: showInstant(token.madeAt) })}${token === null ? '' : ` · ${source.lastUsedAt === null ? t('neverUsed') : t('lastUsed', { at: showInstant(source.lastUsedAt) })}`}`}</div>
      <div className="channel-acts touch">
        <Link to="/channels/sources/$institutionId/$sourceId" params={params} aria-label={`${t('open')}：${source.name}`}>{t('open')}</Link>
        <ActButton blocked={keep} size="small" loading={make.isPending} onClick={renew} aria-label={`${token === null ? t('makeToken') : t('renewToken')}：${source.name}`}>{token === null ? t('makeToken') : t('renewToken')}</ActButton>
        {token === null ? null : <ActButton blocked={keep} size="small" danger onClick={end} aria-label={`${t('revokeToken')}：${source.name}`}>{t('revokeToken')}</ActButton>}
        <ActButton blocked={keep} size="small" loading={change.isPending} onClick={() => change.mutate({ params, body: { active: !source.active } }, failed)} aria-label={`${source.active ? t('switchOff') : t('switchOn')}：${source.name}`}>{source.active ? t('switchOff') : t('switchOn')}</ActButton>
      </div>
    </>
  )
}

function Add({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const add = useDo(channelContract.addSource, onClose)
  return (
    <FormDialog<{ name: string; channel: Source['channel'] }> open title={t('addSource')} okText={t('save')} initial={{ channel: 'hotline' }} onCancel={onClose} onSubmit={(body) => add.mutateAsync({ body })}>
      <Form.Item name="name" label={t('sourceName')} extra={t('sourceNameHint')} rules={[required(t('sourceName'))]}><Input maxLength={80} /></Form.Item>
      <Form.Item name="channel" label={t('channel')}><Radio.Group options={sourceChannels.map((value) => ({ value, label: t(`c_${value}`) }))} /></Form.Item>
    </FormDialog>
  )
}

/** The only time it is seen; nothing but the button closes it. */
function ShowToken({ token, url, onClose }: { token: string; url: string; onClose: () => void }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const copy = (text: string) => void navigator.clipboard?.writeText(text).then(() => message.success(t('copied')), () => undefined)
  return (
    <Modal open title={t('tokenShown')} closable={false} mask={{ closable: false }} keyboard={false} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>}>
      <code className="channel-token">{token}</code>
      <p><Button onClick={() => copy(token)}>{t('copy')}</Button></p>
      <p>{t('tokenOnce')}</p>
      <p>{t('tokenHow')}</p>
      <code className="channel-token">{url}</code>
    </Modal>
  )
}
