import { Button, Form, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { queueContract } from '../contract.ts'
import type { PostView } from '../contract/posts.ts'
import { usualLimit } from '../rules/posts.ts'
import { postTexts } from './post-texts.ts'

type Post = z.output<typeof PostView>
type Line = { readonly id: string; readonly name: string; readonly active: boolean }

/** Who is second where: one row for each first. */
export function PostsCard({ lines, institutionId, mayArrange }: { lines: readonly Line[]; institutionId: string | undefined; mayArrange: boolean }) {
  const t = useTexts(postTexts)
  const posts = useRead(queueContract.listPosts)
  const [shown, setShown] = useState<{ post: Post | null } | null>(null)
  const state = (post: Post) => <StatusMark tone={post.active ? 'good' : 'quiet'} compact>{t(post.active ? 'active' : 'off')}</StatusMark>
  const act = (post: Post) => (mayArrange ? <Button aria-label={t('editPost', { first: post.firstName })} onClick={() => setShown({ post })}>{t('edit')}</Button> : null)
  return (
    <Card flush title={t('posts')} extra={mayArrange && lines.length > 0 ? <Button onClick={() => setShown({ post: null })}>{t('addPost')}</Button> : undefined}>
      <p className="card-lead soft">{t('postsLead')}</p>
      {posts.error === null ? null : <Fault error={posts.error} retry={() => void posts.refetch()} />}
      <ListTable<Post>
        label={t('posts')} rows={posts.data?.rows ?? []} rowKey={(post) => post.id} loading={posts.isPending} empty={t('postsNone')}
        columns={[
          { title: t('line'), width: 200, render: (_, post) => <b>{post.queueName}</b> },
          { title: t('first'), width: 140, render: (_, post) => post.firstName },
          { title: t('second'), width: 140, render: (_, post) => post.secondName },
          { title: t('limit'), width: 170, align: 'right', render: (_, post) => t('limitOf', { n: post.limitMinutes }) },
          { title: t('active'), width: 100, render: (_, post) => state(post) },
          { title: '', width: 90, render: (_, post) => act(post) },
        ]}
        card={(post) => (
          <>
            <div className="row"><b>{post.queueName}</b>{state(post)}</div>
            <div>{`${t('first')} ${post.firstName} · ${t('second')} ${post.secondName}`}</div>
            <div className="soft">{t('limitSaid', { n: post.limitMinutes })}</div>
            <div className="card-action touch">{act(post)}</div>
          </>
        )}
      />
      {shown === null ? null : <PostDialog post={shown.post} lines={lines} institutionId={institutionId} onClose={() => setShown(null)} />}
    </Card>
  )
}

type Values = { queueId: string; firstStaffId: string; secondStaffId: string; limitMinutes: number; active?: boolean }

function PostDialog({ post, lines, institutionId, onClose }: { post: Post | null; lines: readonly Line[]; institutionId: string | undefined; onClose: () => void }) {
  const t = useTexts(postTexts)
  const required = useRequired()
  const add = useDo(queueContract.addPost, onClose)
  const change = useDo(queueContract.changePost, onClose)
  const save = ({ queueId, active, ...pair }: Values) => (post === null ? add.mutateAsync({ params: { queueId }, body: pair }) : change.mutateAsync({ params: { postId: post.id }, body: { ...pair, active: active !== false, revision: post.revision } }))
  const staff = (name: 'first' | 'second', known: { value: string; label: string } | null) => (
    <Form.Item name={`${name}StaffId`} label={t(name)} rules={[required(t(name))]}>
      <RemoteSelect endpoint={directoryContract.listStaff} query={(search) => ({ ...(institutionId === undefined ? {} : { institutionId }), search, limit: 50 })} {...(known === null ? {} : { known })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: [row.name, row.title].filter((part) => part !== '').join(' ') }))} />
    </Form.Item>
  )
  return (
    <FormDialog<Values> open title={post === null ? t('addPost') : t('editPost', { first: post.firstName })} okText={t('save')} initial={post ?? { limitMinutes: usualLimit }} onCancel={onClose} onSubmit={save}>
      {post === null ? <Form.Item name="queueId" label={t('line')} rules={[required(t('line'))]}><Select optionFilterProp="label" options={lines.filter((line) => line.active).map((line) => ({ value: line.id, label: line.name }))} /></Form.Item> : null}
      {staff('first', post === null ? null : { value: post.firstStaffId, label: post.firstName })}
      {staff('second', post === null ? null : { value: post.secondStaffId, label: post.secondName })}
      <Form.Item name="limitMinutes" label={t('limit')} rules={[{ required: true, message: t('limit') }]}><InputNumber min={5} max={120} style={{ width: '100%' }} /></Form.Item>
      {post === null ? null : <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>}
    </FormDialog>
  )
}
