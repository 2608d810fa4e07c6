import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roleNames, staffRoles, type StaffRole } from '../../../kernel/actor.ts'
import { opens } from '../../../ui/access.ts'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { directoryContract, type StaffRow } from '../contract.ts'
import { DepartmentField } from './pickers.tsx'
import { StaffForm } from './staff-form.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof StaffRow>
type Query = z.input<(typeof directoryContract.listStaff)['query']>

/** The people of an institution with the posts they hold today; personal values stay masked here. */
export function StaffTab({ institutionId, blocked }: { institutionId: string; blocked: string | null }) {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const [query, setQuery] = useState<Query>({ institutionId })
  const [adding, setAdding] = useState(false)
  const pages = usePages(directoryContract.listStaff, { query })
  const keyOf = (row: Pick<Row, 'institutionId' | 'id'>) => ({ to: '/directory/$institutionId/staff/$staffId', params: { institutionId: row.institutionId, staffId: row.id } }) as const
  const posts = (row: Row) => row.posts.map((post) => [post.departmentName, post.title].filter(Boolean).join(' ')).join('；')
  const left = (row: Row) => (row.leftOn === null ? null : <StatusMark tone="quiet" compact>{t('st_left')}</StatusMark>)
  return (
    <>
      <div className="filters">
        <SearchField label={t('searchStaff')} value={query.search ?? ''} onSearch={(search) => setQuery({ ...query, search })} />
        <DepartmentField institutionId={institutionId} allText={t('allDepartments')} {...(query.departmentId === undefined ? {} : { value: query.departmentId })} onChange={(departmentId: string | undefined) => setQuery({ ...query, departmentId })} />
        <Select<StaffRole | ''> aria-label={t('roleColumn')} value={query.role ?? ''} onChange={(role) => setQuery({ ...query, role: role === '' ? undefined : role })} options={[{ value: '' as const, label: t('allRoles') }, ...staffRoles.map((value) => ({ value, label: name(roleNames[value]) }))]} />
        <Select aria-label={t('state')} value={query.state ?? 'present'} onChange={(state) => setQuery({ ...query, state })} options={(['present', 'left', 'all'] as const).map((value) => ({ value, label: t(`st_${value}`) }))} />
        {opens(directoryContract.exportStaff, me.data?.actor.roles) ? <Button icon={<DownloadOutlined />} href={urlOf(directoryContract.exportStaff, { query })}>{t('export')}</Button> : null}
        <ActButton blocked={blocked} type="primary" onClick={() => setAdding(true)}>{t('addStaff')}</ActButton>
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Card flush>
        <ListTable<Row>
          label={t('staff')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('staffEmpty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('staffName'), width: 170, render: (_, row) => <div className="row"><Link {...keyOf(row)}>{row.name}</Link>{left(row)}</div> },
            { title: t('employeeNumber'), width: 120, render: (_, row) => <span className="number">{row.employeeNumber}</span> },
            { title: t('staffTitle'), width: 140, dataIndex: 'title' },
            { title: t('currentPosts'), width: 320, render: (_, row) => posts(row) || <span className="soft">—</span> },
            { title: t('mobile'), width: 150, render: (_, row) => <span className="number">{row.phone ?? '—'}</span> },
          ]}
          card={(row) => (
            <Link {...keyOf(row)} className="card-link">
              <div className="row"><b>{row.name}</b><span className="soft">{row.title}</span>{left(row)}</div>
              <div>{posts(row)}</div>
              <div className="soft number">{row.employeeNumber}</div>
            </Link>
          )}
        />
      </Card>
      {adding ? <StaffForm institutionId={institutionId} onClose={() => setAdding(false)} onSaved={(saved) => void navigate(keyOf(saved))} /> : null}
    </>
  )
}
