import { Form, Input, Select } from 'antd'
import { useName, useTexts } from '../../../ui/texts.ts'
import { groupKeys, levelNames, priorityGroups, type PriorityGroup } from '../rules/groups.ts'
import { texts } from './texts.ts'

export type Urgency = { level?: number; priority?: PriorityGroup; proof?: string }

/** What the form gives as the contract wants it. */
export const urgencyOf = ({ level, priority, proof }: Urgency) => ({ level: level ?? null, priority: priority ?? null, proof: priority === undefined ? null : (proof ?? null) })

/** Level by triage, priority by law and the document that was seen. */
export function UrgencyFields() {
  const t = useTexts(texts)
  const name = useName()
  const priority = Form.useWatch<PriorityGroup | undefined>('priority')
  return (
    <>
      <Form.Item name="level" label={t('level')}><Select allowClear placeholder={t('levelNone')} options={[1, 2, 3].map((level) => ({ value: level, label: name(levelNames[level] ?? { zh: '', en: '' }) }))} /></Form.Item>
      <Form.Item name="priority" label={t('priority')} extra={priority === undefined ? undefined : name(priorityGroups[priority].article)}><Select allowClear placeholder={t('priorityNone')} options={groupKeys.map((key) => ({ value: key, label: name(priorityGroups[key]) }))} /></Form.Item>
      {priority === undefined ? null : <Form.Item name="proof" label={t('proof')} rules={[{ required: true, whitespace: true, message: name(priorityGroups[priority].proof) }]}><Input maxLength={60} placeholder={name(priorityGroups[priority].proof)} /></Form.Item>}
    </>
  )
}
