import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Radio, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { bulletinContract, type PublishedRow, type WorkRow } from '../contract.ts'
import { printMonth } from '../rules/month.ts'
import { StateMark } from './marks.tsx'
import { texts } from './texts.ts'

type Work = z.infer<typeof WorkRow>
type Published = z.infer<typeof PublishedRow>
const linkOf = (bulletinId: string) => ({ to: '/bulletins/$bulletinId', params: { bulletinId } }) as const
const office = ['commission_head', 'commission_clerk']
const kinds = ['complaints', 'work'] as const

/** Bulletins: what my commission works on, and what was published for my region. */
export function BulletinsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  if (me.isPending) return <Loading />
  const isOffice = me.data?.roles.some((role) => office.includes(role)) === true
  return (
    <Page title={t('title')} lead={t(me.data?.institution?.kind === 'commission' ? 'leadCommission' : 'leadOwn')}>
      {isOffice ? <InHand /> : null}
      <PublishedList />
    </Page>
  )
}

function InHand() {
  const t = useTexts(texts)
  const locale = useLocale()
  const [isOpening, setOpening] = useState(false)
  const found = useRead(bulletinContract.listInHand)
  if (found.isPending) return <Loading />
  const months = found.data?.months ?? { complaints: [], work: [] }
  const isFull = months.complaints.length === 0 && months.work.length === 0
  const name = (row: Work) => `${t(`k_${row.kind}`)} · ${printMonth(row.month, locale)}${row.version > 1 ? ` · ${t('correction', { n: row.version })}` : ''}`
  return (
    <Card title={t('inHand')} flush extra={<Button type="primary" disabled={isFull} title={isFull ? t('noOpenMonth') : undefined} onClick={() => setOpening(true)}>{t('open')}</Button>}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <ListTable<Work>
        label={t('inHand')}
        rows={found.data?.rows ?? []}
        rowKey={(row) => row.bulletinId}
        empty={t('inHandEmpty')}
        columns={[
          { title: t('month'), width: 240, render: (_, row) => <Link {...linkOf(row.bulletinId)}><b>{name(row)}</b></Link> },
          { title: t('bulletin'), render: (_, row) => <span className="clamp">{row.title}</span> },
          { title: t('state'), width: 180, render: (_, row) => <StateMark state={row.state} /> },
          { title: t('changed'), width: 240, render: (_, row) => <span className="soft number">{`${row.changedName} · ${showInstant(row.changedAt)}`}</span> },
        ]}
        card={(row) => (
          <Link {...linkOf(row.bulletinId)} className="card-link">
            <StateMark state={row.state} compact />
            <div className="card-text"><b>{name(row)}</b><div>{row.title}</div></div>
            <div className="soft number">{`${row.changedName} · ${showInstant(row.changedAt)}`}</div>
          </Link>
        )}
      />
      {isOpening ? <OpenDialog months={months} onClose={() => setOpening(false)} /> : null}
    </Card>
  )
}

type Kind = Work['kind']
type Opening = { kind: Kind; month: string }

function OpenDialog({ months, onClose }: { months: Readonly<Record<Kind, readonly string[]>>; onClose: () => void }) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const open = useDo(bulletinContract.openBulletin, ({ bulletinId }) => void navigate(linkOf(bulletinId)))
  return (
    <FormDialog<Opening> open title={t('open')} okText={t('open')} hint={<p>{t('openHint')}</p>} initial={{ kind: 'complaints', month: usual(months.complaints) }} onCancel={onClose} onSubmit={(body) => open.mutateAsync({ body })}>
      <KindAndMonth months={months} />
    </FormDialog>
  )
}

/** The last month that is over. */
const usual = (months: readonly string[]): string => months[1] ?? months[0] ?? ''

/** Each kind has its own months left: choosing the other one chooses its month as well. */
function KindAndMonth({ months }: { months: Readonly<Record<Kind, readonly string[]>> }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const form = Form.useFormInstance<Opening>()
  const kind = Form.useWatch('kind', form) ?? 'complaints'
  return (
    <>
      <Form.Item name="kind" label={t('about')}><Radio.Group options={kinds.map((each) => ({ value: each, label: t(`k_${each}`) }))} onChange={(event) => form.setFieldValue('month', usual(months[event.target.value as Kind]))} /></Form.Item>
      <Form.Item name="month" label={t('month')}><Select options={months[kind].map((month) => ({ value: month, label: printMonth(month, locale) }))} /></Form.Item>
    </>
  )
}

function Receipt({ row, compact = false }: { row: Published; compact?: boolean }) {
  const t = useTexts(texts)
  if (row.receipts !== null) return <span className="number">{t('receiptsOf', { n: row.receipts.signed, all: row.receipts.asked })}</span>
  if (!row.addressed) return null
  return row.receivedAt === null ? <StatusMark tone="warn" compact={compact}>{t('notReceived')}</StatusMark> : <StatusMark tone="good" compact={compact}>{t('received')}</StatusMark>
}

function PublishedList() {
  const t = useTexts(texts)
  const locale = useLocale()
  const pages = usePages(bulletinContract.listPublished)
  if (pages.loading) return <Loading />
  const note = (row: Published) => (row.correctedAt === null ? null : <StatusMark tone="quiet" compact>{`${t('version', { n: row.version })} · ${t('corrected')}`}</StatusMark>)
  return (
    <Card title={t('published')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Published>
        label={t('published')}
        rows={pages.rows}
        rowKey={(row) => row.bulletinId}
        empty={t('publishedEmpty')}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('bulletin'), render: (_, row) => <Link {...linkOf(row.bulletinId)} className="duty-link"><b>{row.title}</b><span className="soft">{`${t(`k_${row.kind}`)} · ${row.issuerName} · ${row.number}`}</span></Link> },
          { title: t('month'), width: 130, render: (_, row) => <span className="number">{printMonth(row.month, locale)}</span> },
          { title: t('publishedAt'), width: 230, render: (_, row) => <span className="row"><span className="number">{showDate(row.publishedAt, locale)}</span>{note(row)}</span> },
          { title: t('receipts'), width: 170, render: (_, row) => <Receipt row={row} /> },
        ]}
        card={(row) => (
          <Link {...linkOf(row.bulletinId)} className="card-link">
            <div className="row"><Receipt row={row} compact />{note(row)}</div>
            <div className="card-text"><b>{row.title}</b><div className="soft">{`${t(`k_${row.kind}`)} · ${row.issuerName} · ${row.number}`}</div></div>
            <div className="soft number">{showDate(row.publishedAt, locale)}</div>
          </Link>
        )}
      />
    </Card>
  )
}
