import { Form, Input, InputNumber, Select, Switch } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { queueContract } from '../contract.ts'
import type { QueueView } from '../contract/settings.ts'
import { queueKinds, usualRule, type QueueKind } from '../rules/queue.ts'
import { ClinicsField } from './clinics-field.tsx'
import { readHours, sayHours } from './hours.ts'
import { texts } from './texts.ts'

export type QueueSet = z.output<typeof QueueView>
type Values = { name: string; departmentId: string; kind: QueueKind; letter: string; area?: string; clinicIds?: string[]; windows?: string; usualMinutes: number; priorityMost: number; priorityPer: number; returnEvery: number; earlyMinutes: number; lateMinutes: number; hours: string; active?: boolean }

const initialOf = (queue: QueueSet | null): Partial<Values> => {
  const rule = queue?.rule ?? usualRule
  return {
    ...(queue === null ? { kind: 'consultation', letter: 'A', usualMinutes: 8 } : { name: queue.name, departmentId: queue.departmentId, kind: queue.kind, letter: queue.letter, area: queue.area, clinicIds: queue.clinicIds, usualMinutes: queue.usualMinutes, active: queue.active }),
    priorityMost: rule.priorityMost, priorityPer: rule.priorityPer, returnEvery: rule.returnEvery, earlyMinutes: rule.earlyMinutes, lateMinutes: rule.lateMinutes, hours: sayHours(rule.hours),
  }
}

/** A queue is set up with its windows, or its rule is changed. */
export function QueueDialog({ queue, institutionId, onClose }: { queue: QueueSet | null; institutionId: string | undefined; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const create = useDo(queueContract.createQueue, onClose)
  const change = useDo(queueContract.changeQueue, onClose)
  const save = (values: Values) => {
    const { priorityMost, priorityPer, returnEvery, earlyMinutes, lateMinutes, hours, windows, area, active, clinicIds, ...rest } = values
    const body = { ...rest, area: area ?? '', clinicIds: clinicIds ?? [], active: active ?? true, rule: { priorityMost, priorityPer, returnEvery, earlyMinutes, lateMinutes, hours: readHours(hours) ?? [] } }
    if (queue !== null) return change.mutateAsync({ params: { queueId: queue.id }, body: { ...body, revision: queue.revision } })
    return create.mutateAsync({ body: { ...body, windows: (windows ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '') } })
  }
  const number = (name: keyof Values, min: number, max: number, label: string) => <Form.Item name={name} label={label} rules={[{ required: true, message: label }]}><InputNumber min={min} max={max} style={{ width: '100%' }} /></Form.Item>
  return (
    <FormDialog<Values> open width={680} title={queue === null ? t('addQueue') : t('editQueue', { name: queue.name })} okText={t('save')} initial={initialOf(queue)} onCancel={onClose} onSubmit={save}>
      <Form.Item name="name" label={t('qName')} rules={[required(t('qName'))]}><Input maxLength={40} /></Form.Item>
      <div className="pair">
        <Form.Item name="departmentId" label={t('department')} rules={[required(t('department'))]}>
          <RemoteSelect endpoint={directoryContract.listDepartments} query={(search) => ({ ...(institutionId === undefined ? {} : { institutionId }), search, limit: 100 })} {...(queue === null ? {} : { known: { value: queue.departmentId, label: queue.department } })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')}><Select options={queueKinds.map((kind) => ({ value: kind, label: t(`k_${kind}`) }))} /></Form.Item>
        <Form.Item name="letter" label={t('letter')} extra={t('letterHint')} rules={[{ required: true, pattern: /^[A-Z]{1,2}$/, message: t('letterHint') }]}><Input maxLength={2} /></Form.Item>
        <Form.Item name="area" label={t('area')}><Input maxLength={40} /></Form.Item>
        {number('usualMinutes', 0.5, 240, t('usualMinutes'))}
        {number('returnEvery', 1, 10, t('returnEvery'))}
        {number('priorityMost', 1, 10, `${t('cap')} · ${t('capMost')}`)}
        {number('priorityPer', 2, 20, `${t('cap')} · ${t('capPer')}`)}
        {number('earlyMinutes', 0, 480, t('early'))}
        {number('lateMinutes', 0, 240, t('lateAfter'))}
      </div>
      <Form.Item noStyle shouldUpdate={(before, after) => before.departmentId !== after.departmentId || before.kind !== after.kind}>
        {({ getFieldValue }) => (['consultation', 'exam'].includes(getFieldValue('kind') as QueueKind) ? <ClinicsField institutionId={institutionId} departmentId={getFieldValue('departmentId') as string | undefined} /> : null)}
      </Form.Item>
      <Form.Item name="hours" label={t('hours')} extra={t('hoursNight')} rules={[{ validator: async (_, text: string) => (readHours(text) === null ? Promise.reject(new Error(t('hoursWrong'))) : undefined) }]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} /></Form.Item>
      {queue === null ? <Form.Item name="windows" label={t('windows')} rules={[required(t('windows'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item> : <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>}
    </FormDialog>
  )
}
