import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { urlOf } from '../../../ui/call.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { directoryContract, type InstitutionRow } from '../contract.ts'
import { institutionKindNames, institutionKinds, institutionLevelNames, institutionLevels, ownershipNames, ownerships } from '../rules/kinds.ts'
import { InstitutionForm } from './institution-form.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof InstitutionRow>
type Query = z.input<(typeof directoryContract.listInstitutions)['query']>
type Sort = NonNullable<Query['sort']>

/** Every commission and institution, to search, filter and take away as a spreadsheet. */
export function InstitutionsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const [query, setQuery] = useState<Query>({})
  const [creating, setCreating] = useState(false)
  const pages = usePages(directoryContract.listInstitutions, { query })
  const roles = me.data?.actor.roles
  const set = (part: Partial<Query>) => setQuery({ ...query, ...part })
  const choose = <Value extends string>(label: string, every: string, value: Value | undefined, values: readonly Value[], words: (value: Value) => string, change: (value: Value | undefined) => void) => (
    <Select<Value | ''> aria-label={label} value={value ?? ''} onChange={(next) => change(next === '' ? undefined : next)} options={[{ value: '' as const, label: every }, ...values.map((each) => ({ value: each, label: words(each) }))]} />
  )
  const keyOf = (row: Row) => ({ to: '/directory/$institutionId', params: { institutionId: row.id } }) as const
  const closed = (row: Row) => (row.active ? null : <StatusMark tone="quiet" compact>{t('closed')}</StatusMark>)
  const words = (row: Row) => [name(institutionKindNames[row.kind]), row.kind === 'commission' ? '' : name(institutionLevelNames[row.level]), row.kind === 'commission' ? '' : name(ownershipNames[row.ownership])].filter(Boolean).join(' · ')
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          {opens(directoryContract.exportInstitutions, roles) ? <Button icon={<DownloadOutlined />} href={urlOf(directoryContract.exportInstitutions, { query })}>{t('export')}</Button> : null}
          {opens(directoryContract.createInstitution, roles) ? <Button type="primary" onClick={() => setCreating(true)}>{t('create')}</Button> : null}
        </>
      }
    >
      <div className="filters">
        <SearchField label={t('search')} value={query.search ?? ''} onSearch={(search) => set({ search })} />
        {choose(t('kind'), t('allKinds'), query.kind, institutionKinds, (each) => name(institutionKindNames[each]), (kind) => set({ kind }))}
        {choose(t('level'), t('allLevels'), query.level, institutionLevels, (each) => name(institutionLevelNames[each]), (level) => set({ level }))}
        {choose(t('ownership'), t('allOwnerships'), query.ownership, ownerships, (each) => name(ownershipNames[each]), (ownership) => set({ ownership }))}
        <Select aria-label={t('state')} value={query.state ?? 'active'} onChange={(state) => set({ state })} options={[{ value: 'active' as const, label: t('active') }, { value: 'closed' as const, label: t('closed') }, { value: 'all' as const, label: t('activeAndClosed') }]} />
        <Select<Sort> aria-label={t('sort')} value={query.sort ?? 'region'} onChange={(sort) => set({ sort })} options={(['region', 'name', 'beds'] as const).map((value) => ({ value, label: t(`sort_${value}`) }))} />
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Card flush>
        <ListTable<Row>
          label={t('title')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('institutionsEmpty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('name'), width: 300, render: (_, row) => <div className="row"><Link {...keyOf(row)}>{row.name}</Link>{closed(row)}</div> },
            { title: t('kind'), width: 230, render: (_, row) => words(row) },
            { title: t('region'), width: 130, dataIndex: 'regionName' },
            { title: t('beds'), width: 80, align: 'right', render: (_, row) => <span className="number">{row.kind === 'commission' ? '—' : row.beds}</span> },
            { title: t('creditCode'), width: 200, render: (_, row) => <span className="number">{row.creditCode}</span> },
            { title: t('phone'), width: 150, render: (_, row) => <span className="number">{row.phone}</span> },
          ]}
          card={(row) => (
            <Link {...keyOf(row)} className="card-link">
              <div className="row"><b>{row.name}</b>{closed(row)}</div>
              <div className="soft">{words(row)}</div>
              <div className="soft">{row.regionName}</div>
            </Link>
          )}
        />
      </Card>
      {creating ? <InstitutionForm onClose={() => setCreating(false)} onSaved={(saved) => void navigate({ to: '/directory/$institutionId', params: { institutionId: saved.id } })} /> : null}
    </Page>
  )
}
