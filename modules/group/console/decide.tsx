import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import type { z } from 'zod'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { planContract } from '../../plan/contract.ts'
import { groupContract, type ConsultView } from '../contract.ts'
import { texts } from './texts.ts'

type Values = { attendees: string; minutes: string; decision: string; duties?: { text: string; dueOn: string; institutionIds?: string[] }[] }

/** Minutes and decision; each duty named here reaches the institutions once saved. */
export function Decide({ consult, onClose }: { consult: z.infer<typeof ConsultView>; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const decide = useDo(groupContract.decideConsult, onClose)
  const participants = useRead(planContract.listParticipants, { params: { planId: consult.planId ?? '' } }, { enabled: consult.planId !== null })
  const institutions = (participants.data?.rows ?? []).map((row) => ({ value: row.institutionId, label: row.name }))
  const submit = ({ duties = [], ...body }: Values) =>
    decide.mutateAsync({
      params: { institutionId: consult.institutionId, consultId: consult.id },
      body: { ...body, version: consult.version, duties: duties.map((duty) => ({ ...duty, institutionIds: duty.institutionIds === undefined || duty.institutionIds.length === 0 ? null : duty.institutionIds })) },
    })
  return (
    <FormDialog<Values> open title={t('decide')} okText={t('save')} hint={t('decideHint')} width={680} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="attendees" label={t('attendees')} rules={[required(t('attendees'))]}><Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={2000} /></Form.Item>
      <Form.Item name="minutes" label={t('minutes')} rules={[required(t('minutes'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={20000} /></Form.Item>
      <Form.Item name="decision" label={t('decision')} rules={[required(t('decision'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={8000} /></Form.Item>
      {consult.planId === null ? null : (
        <Form.List name="duties">
          {(fields, { add, remove }) => (
            <section aria-label={t('duties')}>
              {fields.map((field, index) => (
                <fieldset key={field.key} className="repeat">
                  <legend>
                    {t('dutyN', { n: index + 1 })}
                    <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('removeDuty', { n: index + 1 })} onClick={() => remove(field.name)} />
                  </legend>
                  <Form.Item name={[field.name, 'text']} label={t('dutyText')} rules={[required(t('dutyText'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} /></Form.Item>
                  <Form.Item name={[field.name, 'dueOn']} label={t('dueOn')} rules={[required(t('dueOn'))]}><DateField /></Form.Item>
                  <Form.Item name={[field.name, 'institutionIds']} label={t('forWhom')}>
                    <Select mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} maxTagCount={6} placeholder={t('everyone')} loading={participants.isPending} options={institutions} />
                  </Form.Item>
                </fieldset>
              ))}
              <Button block icon={<PlusOutlined />} onClick={() => add({})} disabled={fields.length >= 20}>{t('addDuty')}</Button>
            </section>
          )}
        </Form.List>
      )}
    </FormDialog>
  )
}
