import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { examContract, type ClinicRow } from '../contract.ts'
import { useExams } from './exam-names.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof ClinicRow>

/** What each clinic of examinations does, and where it is. */
export function ExamClinicsScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const me = useRead(identityContract.me)
  const clinics = useRead(examContract.listClinics)
  const { nameOf } = useExams()
  const [editing, setEditing] = useState<Row | null>(null)
  const mayEdit = opens(examContract.saveClinic, me.data?.actor.roles)
  const list = (row: Row) => (row.exams.length === 0 ? t('noExams') : row.exams.map(nameOf).join(locale === 'zh' ? '、' : ', '))
  const edit = (row: Row) => (mayEdit ? <Button onClick={() => setEditing(row)} aria-label={`${t('edit')} ${row.name}`}>{t('edit')}</Button> : null)
  const where = (row: Row) => [row.building, `${row.floor}F`, row.room].filter(Boolean).join(' ')
  return (
    <Page title={t('clinics')} lead={t('clinicsLead')}>
      {clinics.error === null ? null : <Fault error={clinics.error} retry={() => void clinics.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('clinics')}
          rows={clinics.data?.rows ?? []}
          rowKey={(row) => row.clinicId}
          loading={clinics.isPending}
          empty={t('clinicsEmpty')}
          columns={[
            { title: t('clinics'), width: 220, render: (_, row) => row.name },
            { title: t('exams'), render: (_, row) => list(row) },
            { title: t('building'), width: 200, render: (_, row) => where(row) },
            ...(mayEdit ? [{ title: '', width: 110, render: (_: unknown, row: Row) => edit(row) }] : []),
          ]}
          card={(row) => (
            <div>
              <b>{row.name}</b>
              <div>{list(row)}</div>
              <div className="soft">{where(row)}</div>
              {edit(row)}
            </div>
          )}
        />
      </Card>
      {editing === null ? null : <EditClinic clinic={editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

type Values = { exams?: string[]; building?: string; floor: number }

function EditClinic({ clinic, onClose }: { clinic: Row; onClose: () => void }) {
  const t = useTexts(texts)
  const { options } = useExams()
  const save = useDo(examContract.saveClinic, onClose)
  return (
    <FormDialog<Values> open title={clinic.name} okText={t('save')} initial={{ exams: clinic.exams, building: clinic.building, floor: clinic.floor }} onCancel={onClose} onSubmit={({ exams = [], building = '', floor }) => save.mutateAsync({ params: { clinicId: clinic.clinicId }, body: { exams, building, floor } })}>
      <Form.Item name="exams" label={t('exams')}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={options} /></Form.Item>
      <Form.Item name="building" label={t('building')}><Input maxLength={40} /></Form.Item>
      <Form.Item name="floor" label={t('floor')}><InputNumber min={-9} max={200} precision={0} /></Form.Item>
    </FormDialog>
  )
}
