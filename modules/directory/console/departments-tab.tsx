import { DownloadOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { DateField, SearchField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract, type DepartmentView } from '../contract.ts'
import { departmentKindNames, departmentKinds } from '../rules/kinds.ts'
import { texts } from './texts.ts'

type Department = z.infer<typeof DepartmentView>

export function DepartmentsTab({ institutionId, blocked }: { institutionId: string; blocked: string | null }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const [search, setSearch] = useState('')
  const [dialog, setDialog] = useState<{ kind: 'add' } | { kind: 'edit' | 'close'; department: Department } | null>(null)
  const query = { institutionId, search, state: 'all' as const }
  const pages = usePages(directoryContract.listDepartments, { query })
  const close = () => setDialog(null)
  const subject = (row: Department) => (row.subjectCode === null ? null : `${row.subjectName ?? ''}（${row.subjectCode}）`)
  const mark = (row: Department) => (row.closedOn === null ? null : <StatusMark tone="quiet" compact>{t('closedOn', { date: showDate(row.closedOn, locale) })}</StatusMark>)
  const acts = (row: Department) =>
    row.closedOn !== null ? null : (
      <div className="row">
        <ActButton blocked={row.blocked.change} size="small" aria-label={`${t('edit')}：${row.name}`} onClick={() => setDialog({ kind: 'edit', department: row })}>{t('edit')}</ActButton>
        <ActButton blocked={row.blocked.close} size="small" aria-label={`${t('abolish')}：${row.name}`} onClick={() => setDialog({ kind: 'close', department: row })}>{t('abolish')}</ActButton>
      </div>
    )
  return (
    <>
      <div className="filters">
        <SearchField label={t('searchDepartments')} value={search} onSearch={setSearch} />
        <Button icon={<DownloadOutlined />} href={urlOf(directoryContract.exportDepartments, { query })}>{t('export')}</Button>
        <ActButton blocked={blocked} type="primary" onClick={() => setDialog({ kind: 'add' })}>{t('addDepartment')}</ActButton>
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Card flush>
        <ListTable<Department>
          label={t('departments')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('departmentsEmpty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('name'), width: 260, render: (_, row) => <div className="row">{row.name}{mark(row)}</div> },
            { title: t('kind'), width: 110, render: (_, row) => name(departmentKindNames[row.kind]) },
            { title: t('subject'), width: 260, render: (_, row) => subject(row) ?? <span className="soft">—</span> },
            { title: t('staffCount'), width: 90, align: 'right', render: (_, row) => <span className="number">{row.staff}</span> },
            { title: '', width: 200, render: (_, row) => acts(row) },
          ]}
          card={(row) => (
            <>
              <div className="row"><b>{row.name}</b>{mark(row)}</div>
              <div className="soft">{[name(departmentKindNames[row.kind]), subject(row), t('people', { n: row.staff })].filter(Boolean).join(' · ')}</div>
              <div className="card-action">{acts(row)}</div>
            </>
          )}
        />
      </Card>
      {dialog?.kind === 'add' ? <DepartmentForm institutionId={institutionId} onClose={close} /> : null}
      {dialog?.kind === 'edit' ? <DepartmentForm institutionId={institutionId} department={dialog.department} onClose={close} /> : null}
      {dialog?.kind === 'close' ? <CloseDepartment department={dialog.department} onClose={close} /> : null}
    </>
  )
}

function DepartmentForm({ institutionId, department, onClose }: { institutionId: string; department?: Department; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const subjects = useRead(directoryContract.listSubjects)
  const create = useDo(directoryContract.createDepartment, onClose)
  const change = useDo(directoryContract.changeDepartment, onClose)
  type Values = { name: string; kind: Department['kind']; subjectCode?: string | null }
  return (
    <FormDialog<Values>
      open
      title={t(department === undefined ? 'addDepartment' : 'editDepartment')}
      okText={t('save')}
      initial={department ?? { kind: 'clinical' }}
      onCancel={onClose}
      onSubmit={(values) => {
        const body = { ...values, subjectCode: values.subjectCode ?? null }
        return department === undefined ? create.mutateAsync({ body: { ...body, institutionId } }) : change.mutateAsync({ params: { institutionId, departmentId: department.id }, body: { ...body, revision: department.revision } })
      }}
    >
      <Form.Item name="name" label={t('name')} rules={[required(t('name'))]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="kind" label={t('kind')}><Select options={departmentKinds.map((value) => ({ value, label: name(departmentKindNames[value]) }))} /></Form.Item>
      <Form.Item name="subjectCode" label={t('subject')}>
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('subjectNone')} loading={subjects.isPending} options={(subjects.data?.rows ?? []).map((each) => ({ value: each.code, label: `${each.name}（${each.code}）` }))} />
      </Form.Item>
    </FormDialog>
  )
}

function CloseDepartment({ department, onClose }: { department: Department; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const shut = useDo(directoryContract.closeDepartment, onClose)
  return (
    <FormDialog<{ on: string }>
      open
      danger
      title={`${t('closeDepartment')}：${department.name}`}
      okText={t('abolish')}
      onCancel={onClose}
      onSubmit={({ on }) => shut.mutateAsync({ params: { institutionId: department.institutionId, departmentId: department.id }, body: { on, revision: department.revision } })}
    >
      <Form.Item name="on" label={t('on')} rules={[required(t('on'))]}><DateField /></Form.Item>
    </FormDialog>
  )
}
