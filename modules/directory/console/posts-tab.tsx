import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roleNames, staffRoles, type StaffRole } from '../../../kernel/actor.ts'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, usePages } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../contract.ts'
import { Appoint, AskForDay, PostForm, type Post } from './post-dialogs.tsx'
import { texts } from './texts.ts'

type Holder = Post['holders'][number]
type Query = z.input<(typeof directoryContract.listPosts)['query']>
type Dialog = { kind: 'add' } | { kind: 'edit' | 'appoint' | 'abolish'; post: Post } | { kind: 'end'; post: Post; holder: Holder }
const states = ['existing', 'held', 'vacant', 'abolished', 'all'] as const

/** Posts with who holds them and since when; the vacant ones stand out, since their duties reach nobody. */
export function PostsTab({ institutionId, blocked }: { institutionId: string; blocked: string | null }) {
  const t = useTexts(texts)
  const name = useName()
  const [query, setQuery] = useState<Query>({ institutionId })
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  const pages = usePages(directoryContract.listPosts, { query })
  const abolish = useDo(directoryContract.abolishPost, close)
  const end = useDo(directoryContract.endHolding, close)
  const holders = (row: Post) => <Holders post={row} onEnd={(holder) => setDialog({ kind: 'end', post: row, holder })} />
  const acts = (row: Post) =>
    row.abolishedOn !== null ? null : (
      <div className="row">
        <ActButton blocked={row.blocked.appoint} size="small" aria-label={`${t('appoint')}：${row.title}`} onClick={() => setDialog({ kind: 'appoint', post: row })}>{t('appoint')}</ActButton>
        <ActButton blocked={row.blocked.change} size="small" aria-label={`${t('edit')}：${row.title}`} onClick={() => setDialog({ kind: 'edit', post: row })}>{t('edit')}</ActButton>
        {row.blocked.abolish === null ? <Button size="small" aria-label={`${t('abolish')}：${row.title}`} onClick={() => setDialog({ kind: 'abolish', post: row })}>{t('abolish')}</Button> : null}
      </div>
    )
  return (
    <>
      <div className="filters">
        <SearchField label={t('searchPosts')} value={query.search ?? ''} onSearch={(search) => setQuery({ ...query, search })} />
        <Select<StaffRole | ''> aria-label={t('roleColumn')} value={query.role ?? ''} onChange={(role) => setQuery({ ...query, role: role === '' ? undefined : role })} options={[{ value: '' as const, label: t('allRoles') }, ...staffRoles.map((value) => ({ value, label: name(roleNames[value]) }))]} />
        <Select aria-label={t('state')} value={query.state ?? 'existing'} onChange={(state) => setQuery({ ...query, state })} options={states.map((value) => ({ value, label: t(`ps_${value}`) }))} />
        <Button icon={<DownloadOutlined />} href={urlOf(directoryContract.exportPosts, { query })}>{t('export')}</Button>
        <ActButton blocked={blocked} type="primary" onClick={() => setDialog({ kind: 'add' })}>{t('addPost')}</ActButton>
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Card flush>
        <ListTable<Post>
          label={t('posts')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('postsEmpty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('postTitle'), width: 220, render: (_, row) => <b>{row.title}</b> },
            { title: t('roleColumn'), width: 140, render: (_, row) => name(roleNames[row.role]) },
            { title: t('department'), width: 160, render: (_, row) => row.departmentName ?? <span className="soft">—</span> },
            { title: t('holder'), width: 320, render: (_, row) => holders(row) },
            { title: '', width: 220, render: (_, row) => acts(row) },
          ]}
          card={(row) => (
            <>
              <div><b>{row.title}</b></div>
              <div className="soft">{[name(roleNames[row.role]), row.departmentName].filter(Boolean).join(' · ')}</div>
              {holders(row)}
              <div className="card-action">{acts(row)}</div>
            </>
          )}
        />
      </Card>
      {dialog?.kind === 'add' ? <PostForm institutionId={institutionId} onClose={close} /> : null}
      {dialog?.kind === 'edit' ? <PostForm institutionId={institutionId} post={dialog.post} onClose={close} /> : null}
      {dialog?.kind === 'appoint' ? <Appoint post={dialog.post} onClose={close} /> : null}
      {dialog?.kind === 'abolish' ? <AskForDay danger title={`${t('abolishPost')}：${dialog.post.title}`} label={t('on')} okText={t('abolish')} onClose={close} onSubmit={(on) => abolish.mutateAsync({ params: { institutionId, postId: dialog.post.id }, body: { on } })} /> : null}
      {dialog?.kind === 'end' ? (
        <AskForDay title={t('endHoldingOf', { name: dialog.holder.name, post: dialog.post.title })} label={t('lastDay')} okText={t('endHolding')} hint={t('appointHint')} onClose={close} onSubmit={(on) => end.mutateAsync({ params: { institutionId, holdingId: dialog.holder.holdingId }, body: { on } })} />
      ) : null}
    </>
  )
}

function Holders({ post, onEnd }: { post: Post; onEnd: (holder: Holder) => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  if (post.holders.length === 0) return <StatusMark tone="warn" compact>{t('vacant')}</StatusMark>
  return post.holders.map((holder) => (
    <div key={holder.holdingId} className="row">
      <Link to="/directory/$institutionId/staff/$staffId" params={{ institutionId: post.institutionId, staffId: holder.staffId }}>{holder.name}</Link>
      <span className="soft small number">{holder.toOn === null ? t('from', { from: showDate(holder.fromOn, locale) }) : t('fromTo', { from: showDate(holder.fromOn, locale), to: showDate(holder.toOn, locale) })}</span>
      {post.blocked.change === null && holder.toOn === null ? <Button type="link" size="small" aria-label={`${t('endHolding')}：${holder.name}`} onClick={() => onEnd(holder)}>{t('endHolding')}</Button> : null}
    </div>
  ))
}
