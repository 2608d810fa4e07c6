import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Nothing } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { channelContract, type FeedView } from '../contract.ts'
import { FaultWords } from './fault-words.tsx'
import { ReadMark } from './mailboxes.tsx'
import { texts } from './texts.ts'

type Feed = z.output<typeof FeedView>

export function Feeds({ rows, keep }: { rows: readonly Feed[]; keep: string | null }) {
  const t = useTexts(texts)
  const [editing, setEditing] = useState<Feed | 'new' | null>(null)
  return (
    <Card title={t('feeds')} extra={<ActButton blocked={keep} icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('addFeed')}</ActButton>}>
      {rows.length === 0 ? <Nothing>{t('feedsEmpty')}</Nothing> : (
        <ul className="channel-list" aria-label={t('feeds')}>{rows.map((feed) => <li key={feed.id}><One feed={feed} keep={keep} onEdit={() => setEditing(feed)} /></li>)}</ul>
      )}
      {editing === null ? null : <Edit feed={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Card>
  )
}

function One({ feed, keep, onEdit }: { feed: Feed; keep: string | null; onEdit: () => void }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const poll = useDo(channelContract.pollFeed, () => void message.info(t('reading')))
  const params = { institutionId: feed.institutionId, feedId: feed.id }
  return (
    <>
      <div className="row"><span className="channel-name">{feed.name}</span><ReadMark active={feed.active} polledAt={feed.polledAt} fault={feed.fault} /></div>
      <div className="soft wrap">{feed.url}</div>
      <div>{`${t('keywords')}：${feed.keywords.join('、')}`}</div>
      <div className="soft">{`${t('lastRead', { at: showInstant(feed.polledAt) })}${feed.fault === null ? '' : ` · ${t('lastGood', { at: showInstant(feed.succeededAt) })}`}${feed.entries === null ? '' : ` · ${t('entriesSeen', { n: feed.entries })}`}`}</div>
      <FaultWords fault={feed.fault} />
      <div className="channel-acts touch">
        {feed.active ? <Button size="small" loading={poll.isPending} onClick={() => poll.mutate({ params }, { onError: (error) => void message.error(error.message) })} aria-label={`${t('readNow')}：${feed.name}`}>{t('readNow')}</Button> : null}
        <ActButton blocked={keep} size="small" onClick={onEdit} aria-label={`${t('edit')}：${feed.name}`}>{t('edit')}</ActButton>
      </div>
    </>
  )
}

type Values = Pick<Feed, 'name' | 'url' | 'keywords' | 'active'>

function Edit({ feed, onClose }: { feed: Feed | null; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const add = useDo(channelContract.addFeed, onClose)
  const change = useDo(channelContract.changeFeed, onClose)
  const submit = (body: Values) => (feed === null ? add.mutateAsync({ body }) : change.mutateAsync({ params: { institutionId: feed.institutionId, feedId: feed.id }, body: { ...body, revision: feed.revision } }))
  return (
    <FormDialog<Values> open title={feed === null ? t('addFeed') : t('changeFeed')} okText={t('save')} initial={feed ?? { keywords: [], active: true }} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="name" label={t('feedName')} rules={[required(t('feedName'))]}><Input maxLength={80} /></Form.Item>
      <Form.Item name="url" label={t('url')} extra={t('urlHint')} rules={[required(t('url'))]}><Input maxLength={1000} type="url" autoComplete="off" spellCheck={false} /></Form.Item>
      <Form.Item name="keywords" label={t('keywords')} extra={t('keywordsHint')} rules={[{ required: true, type: 'array', min: 1, message: t('keywordsHint') }]}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', '，', ',', '；', ';', ' ']} />
      </Form.Item>
      <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>
    </FormDialog>
  )
}
