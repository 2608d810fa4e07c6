import { useNavigate } from '@tanstack/react-router'
import { Form, Input, InputNumber, Select, Switch } from 'antd'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { admissionContract } from '../contract.ts'
import { slipKinds, type Sex, type SlipKind, type Urgency } from '../rules/slip.ts'
import { texts } from './texts.ts'

type Values = { departmentId: string; kind: SlipKind; diagnosis: string; urgency: Urgency; stayDays: number; infection?: boolean; sex: Sex; bornYear: number; name?: string; phone?: string; idNumber?: string; tests?: boolean; examOrderId?: string; note?: string }
const classes = [1, 2, 3, 4] as const

/** Puts a patient in line. */
export function NewSlip({ departments, onClose }: { departments: readonly { id: string; name: string }[]; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const must = (label: string, type: 'string' | 'number' = 'string') => ({ ...required(label), whitespace: false, type })
  const navigate = useNavigate()
  const make = useDo(admissionContract.makeSlip, (slip) => void navigate({ to: '/admission/slips/$institutionId/$slipId', params: { institutionId: slip.institutionId, slipId: slip.id } }))
  const submit = ({ name = '', phone = '', idNumber = '', tests = false, examOrderId = '', note = '', infection = false, ...values }: Values) =>
    make.mutateAsync({ body: { ...values, infection, note, person: { name, phone, idNumber }, tests: tests ? 'ordered' : 'none', examOrderId: examOrderId.trim() === '' ? null : examOrderId.trim() } })
  return (
    <FormDialog<Values> open title={t('newSlip')} okText={t('create')} hint={t('newHint')} width={640} initial={{ kind: 'ward', urgency: 4, stayDays: 7 }} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="departmentId" label={t('department')} rules={[must(t('department'))]}><Select showSearch={{ optionFilterProp: 'label' }} options={departments.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
      <Form.Item name="kind" label={t('kind')}><Select options={slipKinds.map((kind) => ({ value: kind, label: t(`k_${kind}`) }))} /></Form.Item>
      <Form.Item name="diagnosis" label={t('diagnosis')} rules={[required(t('diagnosis'))]}><Input maxLength={200} /></Form.Item>
      <Form.Item name="urgency" label={t('urgency')}><Select options={classes.map((each) => ({ value: each, label: t(`u${each}`) }))} /></Form.Item>
      <Form.Item name="stayDays" label={t('stayDays')} rules={[must(t('stayDays'), 'number')]}><InputNumber min={1} max={365} precision={0} /></Form.Item>
      <Form.Item name="sex" label={t('sex')} rules={[must(t('sex'))]}><Select options={(['male', 'female'] as const).map((each) => ({ value: each, label: t(each) }))} /></Form.Item>
      <Form.Item name="bornYear" label={t('bornYear')} rules={[must(t('bornYear'), 'number')]}><InputNumber min={1900} max={2100} precision={0} /></Form.Item>
      <Form.Item name="infection" label={t('infection')} valuePropName="checked"><Switch /></Form.Item>
      <Form.Item name="name" label={t('name')}><Input maxLength={60} autoComplete="off" /></Form.Item>
      <Form.Item name="phone" label={t('phone')}><Input maxLength={30} inputMode="tel" autoComplete="off" /></Form.Item>
      <Form.Item name="idNumber" label={t('idNumber')}><Input maxLength={30} autoComplete="off" /></Form.Item>
      <Form.Item name="tests" label={t('testsOrdered')} extra={t('testsHint')} valuePropName="checked"><Switch /></Form.Item>
      <Form.Item name="examOrderId" label={t('examOrderId')}><Input maxLength={36} autoComplete="off" /></Form.Item>
      <Form.Item name="note" label={t('note')}><Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}
