import { Button, Form, Input } from 'antd'
import { markFaults, useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../contract.ts'
import { texts } from './texts.ts'

type Values = { current: string; next: string; repeat: string }

/** Present password, new password twice; used at the door when it must be changed, and on one's account. */
export function PasswordForm({ onChanged, known }: { onChanged: () => void; known?: string }) {
  const t = useTexts(texts)
  const required = useRequired()
  const door = useRead(identityContract.door)
  const [form] = Form.useForm<Values>()
  const change = useDo(identityContract.changePassword)
  const submit = ({ current, next }: Values) =>
    change.mutate(
      { body: { current: known ?? current, next } },
      {
        onSuccess: () => {
          form.resetFields()
          onChanged()
        },
        onError: (error) => markFaults(form, error),
      },
    )
  return (
    <Form<Values> form={form} name="password" layout="vertical" onFinish={submit} requiredMark={false} className="narrow-form">
      {known === undefined ? <Form.Item name="current" label={t('current')} rules={[required(t('current'))]}><Input.Password autoComplete="current-password" /></Form.Item> : null}
      <Form.Item name="next" label={t('next')} rules={[required(t('next'))]} extra={t('nextHint', { n: door.data?.password.minLength ?? 10 })}><Input.Password autoComplete="new-password" /></Form.Item>
      <Form.Item
        name="repeat"
        label={t('repeat')}
        dependencies={['next']}
        rules={[required(t('repeat')), ({ getFieldValue }) => ({ validator: async (_, value: string | undefined) => { if (value !== undefined && value !== '' && value !== getFieldValue('next')) throw new Error(t('different')) } })]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {change.error === null ? null : <div className="page-alert"><Fault error={change.error} /></div>}
      <Button type="primary" htmlType="submit" loading={change.isPending}>{t('changePassword')}</Button>
    </Form>
  )
}
