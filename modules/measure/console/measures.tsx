import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { DateField, SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { measureContract, type MeasureRow } from '../contract.ts'
import { periodKinds } from '../rules/names.ts'
import { Spark } from './spark.tsx'
import { texts } from './texts.ts'
import { Freshness, KeptMark, PartsText, StandingText, TargetText, ValueText } from './value.tsx'

type Row = z.infer<typeof MeasureRow>
/** What the address holds, so that a link shows the same. */
export type MeasureSearch = { on?: string; institutionId?: string }

const standings = ['all', 'missed', 'kept', 'without'] as const
type Standing = (typeof standings)[number]
const fits = (row: Row, standing: Standing) => standing === 'all' || (standing === 'without' ? row.value.value === null : row.value.kept === (standing === 'kept'))

/** Every measure by its turn: value against target, where it comes from, and where it goes. */
export function MeasuresScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const name = useName()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as MeasureSearch
  const me = useRead(identityContract.me)
  const found = useRead(measureContract.listMeasures, { query: search })
  const [words, setWords] = useState('')
  const [standing, setStanding] = useState<Standing>('all')
  const chosen = useRead(directoryContract.loadInstitution, { params: { institutionId: search.institutionId ?? '' } }, { enabled: search.institutionId !== undefined })
  const isRegion = me.data?.actor.regionPrefix != null && search.institutionId === undefined
  const go = (part: MeasureSearch) => {
    const next = { ...search, ...part }
    void navigate({ to: '/measures', search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== '')), replace: true })
  }
  const title = chosen.data === undefined ? t('title') : t('of', { name: chosen.data.name })
  if (found.isPending) return <Loading />
  const rows = (found.data?.rows ?? []).filter((row) => fits(row, standing) && (words === '' || row.name.zh.includes(words) || row.name.en.toLowerCase().includes(words.toLowerCase())))
  return (
    <Page
      title={title}
      lead={<>{t(isRegion ? 'leadRegion' : 'lead')}{found.data === undefined ? null : <span className="number">{` ${t('asOf', { at: showInstant(found.data.asOf) })}`}</span>}</>}
      actions={<Button icon={<DownloadOutlined />} href={urlOf(measureContract.exportMeasures, { query: search })}>{t('export')}</Button>}
    >
      <div className="filters">
        <SearchField label={t('search')} value={words} onSearch={setWords} />
        {me.data?.actor.regionPrefix == null ? null : (
          <RemoteSelect
            endpoint={directoryContract.listInstitutions}
            label={t('institution')}
            placeholder={t('wholeRegion')}
            allowClear
            query={(typed) => ({ search: typed, limit: 30 })}
            options={(reply) => reply.rows.map((each) => ({ value: each.id, label: each.name }))}
            {...(search.institutionId === undefined ? {} : { value: search.institutionId })}
            {...(chosen.data === undefined ? {} : { known: { value: chosen.data.id, label: chosen.data.name } })}
            onChange={(institutionId) => go({ institutionId: institutionId ?? '' })}
          />
        )}
        <Select<Standing> aria-label={t('standing')} value={standing} onChange={setStanding} options={standings.map((each) => ({ value: each, label: t(({ all: 'all', missed: 'onlyMissed', kept: 'onlyKept', without: 'onlyWithout' } as const)[each]) }))} />
        <label className="filter-date"><span>{t('on')}</span><DateField value={search.on ?? ''} onChange={(on) => go({ on })} /></label>
      </div>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {rows.length === 0 && found.error === null ? <Card><Nothing>{t(found.data?.rows.length === 0 ? 'nothing' : 'empty')}</Nothing></Card> : null}
      {periodKinds.map((kind) => {
        const group = rows.filter((row) => row.period === kind).sort((a, b) => name(a.name).localeCompare(name(b.name), 'zh-CN'))
        const [first] = group
        if (first === undefined) return null
        return (
          <Card key={kind} title={t(kind)} flush extra={<span className="soft number">{first.value.from === first.value.to ? showDate(first.value.from, locale) : `${showDate(first.value.from, locale)} — ${showDate(first.value.to, locale)}`}</span>}>
            <MeasureTable label={t(kind)} rows={group} search={search} isRegion={isRegion} />
          </Card>
        )
      })}
    </Page>
  )
}

function MeasureTable({ label, rows, search, isRegion }: { label: string; rows: readonly Row[]; search: MeasureSearch; isRegion: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const trends = useRead(measureContract.listTrends, { query: search })
  const points = (row: Row) => trends.data?.rows.find((each) => each.key === row.key)?.points ?? []
  const spark = (row: Row) => (points(row).length === 0 ? <span className="soft">{trends.isPending ? '…' : t('noTrend')}</span> : <Spark points={points(row)} shown={row} target={row.targetAsked ? row.target : null} />)
  const keyOf = (row: Row) => ({ to: '/measures/$key', params: { key: row.key }, search }) as const
  return (
    <ListTable<Row>
      label={label}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { title: t('measure'), width: 270, render: (_, row) => <Link {...keyOf(row)} className="duty-link"><b>{name(row.name)}</b><span className="soft">{name(row.does)}</span></Link> },
        { title: t('value'), width: 160, render: (_, row) => <div className="row"><ValueText value={row.value} shown={row} /><KeptMark value={row.value} /></div> },
        { title: t('target'), width: 100, render: (_, row) => <TargetText row={row} /> },
        { title: t('parts'), width: 120, render: (_, row) => <PartsText value={row.value} /> },
        { title: t('trend'), width: 144, render: (_, row) => spark(row) },
        ...(isRegion ? [{ title: t('institutionsKept'), width: 150, render: (_: unknown, row: Row) => <StandingText standing={row.standing} /> }] : []),
        { title: t('fresh'), width: 124, render: (_, row) => <Freshness value={row.value} /> },
      ]}
      card={(row) => (
        <Link {...keyOf(row)} className="card-link">
          <div className="row"><b>{name(row.name)}</b><KeptMark value={row.value} /></div>
          <div className="row card-text"><ValueText value={row.value} shown={row} />{row.target === null ? null : <span className="soft">{t('target')} <TargetText row={row} /></span>}<span className="soft"><PartsText value={row.value} /></span></div>
          {points(row).length === 0 ? null : spark(row)}
          {row.standing === null ? null : <StandingText standing={row.standing} />}
        </Link>
      )}
    />
  )
}
