import { Link } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { isForbidden } from '../../../ui/act-button.tsx'
import { showDate } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { admissionContract, type WardView } from '../contract.ts'
import { readBedLines } from './bed-lines.ts'
import { AdmissionNav } from './marks.tsx'
import { texts } from './texts.ts'

type Ward = z.infer<typeof WardView>
type Bed = Ward['beds'][number]

/** Every ward with its beds: which are free, for whom one is kept, who leaves when. */
export function BedBoardScreen() {
  const t = useTexts(texts)
  const board = useRead(admissionContract.listWards, {}, { refetchInterval: 60_000 })
  const [editing, setEditing] = useState<Ward | 'new' | null>(null)
  if (board.isPending) return <Loading />
  const maySet = board.data !== undefined && !isForbidden(board.data.blocked.set)
  return (
    <Page title={t('beds')} actions={maySet ? <Button type="primary" onClick={() => setEditing('new')}>{t('newWard')}</Button> : undefined}>
      <AdmissionNav />
      {board.error === null ? null : <Fault error={board.error} retry={() => void board.refetch()} />}
      {board.data?.rows.length === 0 ? <Card><Nothing>{t('wardsEmpty')}</Nothing></Card> : null}
      {board.data?.rows.map((ward) => (
        <Card key={ward.id} title={ward.name} extra={maySet ? <Button onClick={() => setEditing(ward)} aria-label={`${t('editWard')} ${ward.name}`}>{t('editWard')}</Button> : undefined}>
          <p className="soft">{[ward.departmentName, t('freeN', { n: ward.free }), ward.reserve > 0 ? `${t('reserve')} ${ward.reserve}` : '', ward.isolation ? t('isolation') : '', ward.sex === 'any' ? '' : t(ward.sex)].filter(Boolean).join(' · ')}</p>
          <ul className="bed-board" aria-label={ward.name}>
            {ward.beds.map((bed) => <BedTile key={bed.id} bed={bed} mayClose={board.data.blocked.bed === null} />)}
          </ul>
        </Card>
      ))}
      {editing === null ? null : <EditWard ward={editing === 'new' ? null : editing} departments={board.data?.departments ?? []} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function BedTile({ bed, mayClose }: { bed: Bed; mayClose: boolean }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const me = useRead(identityContract.me)
  const set = useDo(admissionContract.setBed)
  const institutionId = me.data?.actor.institutionId ?? ''
  const isOpen = bed.state !== 'closed'
  return (
    <li className={`is-${bed.state}`}>
      <b>{`${t('bedN', { label: bed.label })} · ${t(`b_${bed.state}`)}`}</b>
      {bed.room === '' ? null : <span className="soft">{bed.room}</span>}
      {bed.slipId === null ? null : <Link to="/admission/slips/$institutionId/$slipId" params={{ institutionId, slipId: bed.slipId }}>{[bed.name, bed.sex === null ? '' : t(bed.sex)].filter(Boolean).join(' · ')}</Link>}
      {bed.until === null ? null : <span className="soft">{t('until', { day: showDate(bed.until, locale) })}</span>}
      {mayClose && bed.slipId === null ? <Button size="small" loading={set.isPending} aria-label={`${t(isOpen ? 'closeBed' : 'openBed')} ${t('bedN', { label: bed.label })}`} onClick={() => set.mutate({ params: { institutionId, bedId: bed.id }, body: { open: !isOpen } })}>{t(isOpen ? 'closeBed' : 'openBed')}</Button> : null}
    </li>
  )
}

type Values = { name: string; departmentId: string; nearDepartments?: string[]; sex: Ward['sex']; isolation?: boolean; reserve: number; beds?: string }

function EditWard({ ward, departments, onClose }: { ward: Ward | null; departments: readonly { id: string; name: string }[]; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const save = useDo(admissionContract.saveWard, onClose)
  const options = departments.map((each) => ({ value: each.id, label: each.name }))
  const submit = ({ nearDepartments = [], isolation = false, beds = '', ...values }: Values) => save.mutateAsync({ body: { ...values, nearDepartments, isolation, wardId: ward?.id ?? null, active: true, beds: readBedLines(beds) } })
  const initial = ward === null ? { sex: 'any' as const, reserve: 1 } : { name: ward.name, departmentId: ward.departmentId, nearDepartments: ward.nearDepartments, sex: ward.sex, isolation: ward.isolation, reserve: ward.reserve }
  return (
    <FormDialog<Values> open title={t(ward === null ? 'newWard' : 'editWard')} okText={t('save')} initial={initial} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="name" label={t('ward')} rules={[required(t('ward'))]}><Input maxLength={40} /></Form.Item>
      <Form.Item name="departmentId" label={t('department')} rules={[required(t('department'))]}><Select showSearch={{ optionFilterProp: 'label' }} options={options} /></Form.Item>
      <Form.Item name="nearDepartments" label={t('near')}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={options} /></Form.Item>
      <Form.Item name="sex" label={t('wardSex')}><Select options={(['any', 'male', 'female'] as const).map((each) => ({ value: each, label: t(each) }))} /></Form.Item>
      <Form.Item name="isolation" label={t('isolation')} valuePropName="checked"><Switch /></Form.Item>
      <Form.Item name="reserve" label={t('reserve')}><InputNumber min={0} max={20} precision={0} /></Form.Item>
      <Form.Item name="beds" label={t('addBeds')} extra={t('addBedsHint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>
    </FormDialog>
  )
}
