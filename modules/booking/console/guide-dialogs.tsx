import { Link } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { guideContract } from '../contract/guide.ts'
import { texts } from './guide-texts.ts'

/** What is signed is the version on the screen, with password and authenticator. */
export function SignGuideDialog({ version, onClose }: { version: string; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const me = useRead(identityContract.me)
  const sign = useDo(guideContract.signGuide, onClose)
  return (
    <FormDialog<{ password: string; code: string; remark?: string }>
      open
      title={t('signTitle', { version: version.slice(0, 8) })}
      okText={t('sign')}
      hint={
        <>
          <p>{t('signHint')}</p>
          {me.data?.secondFactor === false ? <Alert type="warning" showIcon title={t('turnOn')} action={<Link to="/account"><Button>{t('toAccount')}</Button></Link>} /> : null}
        </>
      }
      onCancel={onClose}
      onSubmit={({ password, code, remark }) => sign.mutateAsync({ body: { version, password, code, remark: remark ?? '' } })}
    >
      <Form.Item name="remark" label={t('remark')}><Input.TextArea maxLength={300} autoSize={{ minRows: 2, maxRows: 5 }} /></Form.Item>
      <Form.Item name="password" label={t('password')} rules={[required(t('password'))]}><Input.Password autoComplete="current-password" maxLength={200} /></Form.Item>
      <Form.Item name="code" label={t('code')} rules={[required(t('code'))]}><Input autoComplete="one-time-code" inputMode="text" maxLength={40} /></Form.Item>
    </FormDialog>
  )
}

export function WithdrawDialog({ review, onClose }: { review: { readonly institutionId: string; readonly id: string }; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const withdraw = useDo(guideContract.withdrawGuide, onClose)
  return (
    <FormDialog<{ reason: string }> open danger title={t('withdraw')} okText={t('withdraw')} onCancel={onClose} onSubmit={(body) => withdraw.mutateAsync({ params: { institutionId: review.institutionId, reviewId: review.id }, body })}>
      <Form.Item name="reason" label={t('withdrawWhy')} rules={[required(t('withdrawWhy'))]}><Input.TextArea maxLength={300} autoSize={{ minRows: 2, maxRows: 5 }} /></Form.Item>
    </FormDialog>
  )
}
