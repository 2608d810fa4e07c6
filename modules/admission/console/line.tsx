import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { admissionContract, type SlipRow } from '../contract.ts'
import { AdmissionNav, ClassMark, StateMark } from './marks.tsx'
import { NewSlip } from './new-slip.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof SlipRow>
const views = ['waiting', 'open', 'admitted', 'ended'] as const

/** Who waits, in the order of the line; and those who were offered a bed, are in or left. */
export function AdmissionScreen() {
  const t = useTexts(texts)
  const [view, setView] = useState<(typeof views)[number]>('waiting')
  const [departmentId, setDepartment] = useState('')
  const [making, setMaking] = useState(false)
  const slips = useRead(admissionContract.listSlips, { query: { state: view, ...(departmentId === '' ? {} : { departmentId }) } })
  const departments = slips.data?.departments ?? []
  const keyOf = (row: Row) => ({ to: '/admission/slips/$institutionId/$slipId', params: { institutionId: row.institutionId, slipId: row.id } }) as const
  const person = (row: Row) => `${row.name} · ${t(row.sex)} · ${row.bornYear}`
  return (
    <Page title={t('title')} lead={t('lead')} actions={slips.data?.blocked.make === null ? <Button type="primary" onClick={() => setMaking(true)}>{t('newSlip')}</Button> : undefined}>
      <AdmissionNav />
      <Card
        title={t('line')}
        flush
        extra={
          <div className="admission-filters">
            <Select aria-label={t('which')} value={view} onChange={setView} options={views.map((each) => ({ value: each, label: t(`f_${each}`) }))} />
            <Select aria-label={t('department')} value={departmentId} onChange={setDepartment} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: t('allDepartments') }, ...departments.map((each) => ({ value: each.id, label: each.name }))]} />
          </div>
        }
      >
        {slips.error === null ? null : <Fault error={slips.error} retry={() => void slips.refetch()} />}
        <ListTable<Row>
          label={t('line')}
          rows={slips.data?.rows ?? []}
          rowKey={(row) => row.id}
          loading={slips.isPending}
          empty={t('empty')}
          columns={[
            { title: t('place'), width: 80, render: (_, row) => <span className="number">{row.place ?? '—'}</span> },
            { title: t('patient'), width: 190, render: (_, row) => <Link {...keyOf(row)}>{person(row)}</Link> },
            { title: t('department'), width: 160, render: (_, row) => row.departmentName },
            { title: t('diagnosis'), render: (_, row) => <><span className="clamp">{row.diagnosis}</span><div className="soft">{t(`k_${row.kind}`)}</div></> },
            { title: t('urgency'), width: 120, render: (_, row) => <ClassMark urgency={row.urgency} /> },
            { title: t('tests'), width: 110, render: (_, row) => t(`t_${row.tests}`) },
            { title: t('made'), width: 160, render: (_, row) => <span className="number">{showInstant(row.madeAt)}</span> },
            { title: t('state'), width: 150, render: (_, row) => <><StateMark state={row.state} /><div className="soft">{[row.wardName, row.bedLabel].filter(Boolean).join(' ')}</div></> },
          ]}
          card={(row) => (
            <Link {...keyOf(row)} className="card-link">
              <div className="row"><ClassMark urgency={row.urgency} /><StateMark state={row.state} />{row.place === null ? null : <b className="number">{`${t('place')} ${row.place}`}</b>}</div>
              <div className="card-text">{`${person(row)} · ${row.diagnosis}`}</div>
              <div className="soft">{[row.departmentName, row.wardName, row.bedLabel].filter(Boolean).join(' ')}</div>
            </Link>
          )}
        />
      </Card>
      {making ? <NewSlip departments={departments} onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

type Jump = z.infer<(typeof admissionContract.listJumps)['reply']>['rows'][number]

/** Everybody who was taken before others, why, and who decided it. */
export function JumpsScreen() {
  const t = useTexts(texts)
  const jumps = useRead(admissionContract.listJumps)
  return (
    <Page title={t('jumps')}>
      <AdmissionNav />
      {jumps.error === null ? null : <Fault error={jumps.error} retry={() => void jumps.refetch()} />}
      <Card flush>
        <ListTable<Jump>
          label={t('jumps')}
          rows={jumps.data?.rows ?? []}
          rowKey={(row) => row.id}
          loading={jumps.isPending}
          empty={t('jumpsEmpty')}
          columns={[
            { title: t('made'), width: 160, render: (_, row) => <span className="number">{showInstant(row.madeAt)}</span> },
            { title: t('department'), width: 160, render: (_, row) => row.departmentName },
            { title: t('what'), width: 150, render: (_, row) => t(`w_${row.what}`) },
            { title: t('passed'), width: 100, render: (_, row) => <span className="number">{row.passed}</span> },
            { title: t('reason'), render: (_, row) => row.reason },
            { title: t('decidedBy'), width: 160, render: (_, row) => row.madeName },
          ]}
          card={(row) => (
            <div>
              <div className="soft number">{showInstant(row.madeAt)}</div>
              <div>{`${row.departmentName} · ${t(`w_${row.what}`)} · ${t('passed')} ${row.passed}`}</div>
              <div>{row.reason}</div>
              <div className="soft">{row.madeName}</div>
            </div>
          )}
        />
      </Card>
    </Page>
  )
}
