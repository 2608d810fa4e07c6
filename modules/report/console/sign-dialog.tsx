import { Link } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Form, Input } from 'antd'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { reportContract, type PackView } from '../contract.ts'
import { texts } from './texts.ts'

type Pack = z.infer<typeof PackView>
type Values = { password: string; code: string; submit?: boolean }

/** The head signs what is on the screen, with password and authenticator; on request it is handed in at once. */
export function SignDialog({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const required = useRequired()
  const me = useRead(identityContract.me)
  const sign = useDo(reportContract.signPack, onClose)
  const post = me.data?.posts.find((each) => each.role === 'institution_head' || each.role === 'commission_head')?.title
  const period = `${showDate(pack.fromOn, locale)} — ${showDate(pack.toOn, locale)}`
  return (
    <FormDialog<Values>
      open
      title={t('signTitle')}
      okText={t('sign')}
      initial={{ submit: true }}
      hint={
        <>
          <p>{t('signHint', { post: post ?? t('signPost'), form: name(pack.formName), period })}</p>
          {me.data?.secondFactor === false ? <Alert type="warning" showIcon title={t('turnOn')} action={<Link to="/account"><Button>{t('toAccount')}</Button></Link>} /> : null}
        </>
      }
      onCancel={onClose}
      onSubmit={({ password, code, submit }) => sign.mutateAsync({ params: { institutionId: pack.institutionId, packId: pack.packId }, body: { revision: pack.revision, seen: pack.seen, password, code, submit: submit === true } })}
    >
      <Form.Item name="password" label={t('password')} rules={[required(t('password'))]}><Input.Password autoComplete="current-password" maxLength={200} /></Form.Item>
      <Form.Item name="code" label={t('code')} extra={t('codeHint')} rules={[required(t('code'))]}><Input autoComplete="one-time-code" inputMode="text" maxLength={40} /></Form.Item>
      <Form.Item name="submit" valuePropName="checked"><Checkbox>{t('signAndSubmit')}</Checkbox></Form.Item>
    </FormDialog>
  )
}
