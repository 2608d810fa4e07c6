import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roleNames, roles } from '../../../kernel/actor.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Card, Fault, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, usePages } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { noticeContract, type NoticeRow } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof NoticeRow>

/** What happened that concerns me, newest first; opening one marks it as read. */
export function NoticesScreen() {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const [which, setWhich] = useState<'unread' | 'everything'>('unread')
  const pages = usePages(noticeContract.listNotices, { query: which === 'unread' ? { unread: 'true' } : {} })
  const read = useDo(noticeContract.readNotice)
  const readAll = useDo(noticeContract.readAllNotices)
  const open = async (row: Row) => {
    if (row.readAt === null) await read.mutateAsync({ params: { noticeId: row.id } }).catch(() => undefined)
    if (row.link !== null) await navigate({ to: row.link })
  }
  const roleOf = (code: string | null) => roles.find((role) => role === code)
  const foot = (row: Row) => {
    const role = roleOf(row.role)
    return [showInstant(row.createdAt), role === undefined ? '' : t('toPost', { role: name(roleNames[role]) })].filter(Boolean).join(' · ')
  }
  return (
    <Page title={t('title')} actions={pages.rows.some((row) => row.readAt === null) ? <Button loading={readAll.isPending} onClick={() => readAll.mutate({})}>{t('readAll')}</Button> : undefined}>
      <div className="filters">
        <Segmented<'unread' | 'everything'> aria-label={t('show')} value={which} onChange={setWhich} options={[{ value: 'unread', label: t('unread') }, { value: 'everything', label: t('everything') }]} />
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      {readAll.error === null ? null : <Fault error={readAll.error} />}
      {!pages.loading && pages.rows.length === 0 && pages.error === null ? <Card><Nothing>{t(which === 'unread' ? 'emptyUnread' : 'empty')}</Nothing></Card> : null}
      <ul className="card-list" aria-label={t('title')} aria-busy={pages.loading}>
        {pages.rows.map((row) => (
          <li key={row.id} className={row.readAt === null ? 'notice notice-new' : 'notice'}>
            <div>
              <div className="notice-text">
                {row.readAt === null ? <StatusMark tone="wait" compact>{t('newMark')}</StatusMark> : null}
                <span>{name(row.text)}</span>
              </div>
              <div className="soft small number">{foot(row)}</div>
            </div>
            <div className="row">
              {row.link === null ? null : <Button type="primary" ghost aria-label={`${t('open')}：${name(row.text)}`} onClick={() => void open(row)}>{t('open')}</Button>}
              {row.readAt === null ? <Button type="text" aria-label={`${t('markRead')}：${name(row.text)}`} onClick={() => read.mutate({ params: { noticeId: row.id } })}>{t('markRead')}</Button> : null}
            </div>
          </li>
        ))}
      </ul>
      {pages.more === undefined ? null : <div className="list-more"><Button onClick={pages.more} loading={pages.loadingMore}>{t('more')}</Button></div>}
    </Page>
  )
}
