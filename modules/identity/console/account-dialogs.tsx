import { App, Button, Checkbox, Form, Input, Modal } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract, type AccountRow } from '../contract.ts'
import { texts } from './accounts-texts.ts'

type Account = z.infer<typeof AccountRow>
export type Issued = z.infer<(typeof identityContract.inviteAccount)['reply']>
const loginShape = /^[a-z0-9][a-z0-9._-]{2,39}$/

function LoginName() {
  const t = useTexts(texts)
  const required = useRequired()
  return (
    <Form.Item name="loginName" label={t('loginName')} extra={t('loginHint')} rules={[required(t('loginName')), { pattern: loginShape, message: t('loginFault') }]} normalize={(value: string) => value.trim().toLowerCase()}>
      <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} />
    </Form.Item>
  )
}

/** Opens an account for a member of staff; the commission chooses the institution first, others open them for their own. */
export function InviteAccount({ institution, wide, onClose, onIssued }: { institution: { id: string; name: string } | null; wide: boolean; onClose: () => void; onIssued: (made: Issued) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const invite = useDo(identityContract.inviteAccount, onIssued)
  return (
    <FormDialog<{ institutionId: string; staffId: string; loginName: string }>
      open
      title={t('invite')}
      okText={t('invite')}
      hint={t('inviteHint')}
      initial={institution === null ? {} : { institutionId: institution.id }}
      onCancel={onClose}
      onSubmit={(body) => invite.mutateAsync({ body })}
    >
      <Form.Item name="institutionId" label={t('institution')} rules={[required(t('institution'))]}>
        <RemoteSelect
          endpoint={directoryContract.listInstitutions}
          query={(search) => ({ search, limit: 50 })}
          disabled={!wide}
          {...(institution === null ? {} : { known: { value: institution.id, label: institution.name } })}
          options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['institutionId']}>
        {({ getFieldValue }) => {
          const chosen = getFieldValue('institutionId') as string | undefined
          return (
            <Form.Item name="staffId" label={t('person')} rules={[required(t('person'))]}>
              <RemoteSelect
                key={chosen ?? ''}
                endpoint={directoryContract.listStaff}
                query={(search) => ({ institutionId: chosen, search, limit: 30 })}
                disabled={chosen === undefined}
                {...(chosen === undefined ? { placeholder: t('chooseFirst') } : {})}
                options={(reply) => reply.rows.map((row) => ({ value: row.id, label: [row.name, row.employeeNumber, row.posts[0]?.title].filter(Boolean).join(' · ') }))}
              />
            </Form.Item>
          )
        }}
      </Form.Item>
      <LoginName />
    </FormDialog>
  )
}

export function ResetAccount({ account, onClose, onIssued }: { account: Account; onClose: () => void; onIssued: (made: Issued) => void }) {
  const t = useTexts(texts)
  const reset = useDo(identityContract.resetAccount, onIssued)
  return (
    <FormDialog<{ removeSecondFactor?: boolean }>
      open
      danger
      title={t('resetTitle', { name: account.name })}
      okText={t('reset')}
      hint={t('resetHint')}
      onCancel={onClose}
      onSubmit={({ removeSecondFactor }) => reset.mutateAsync({ params: { accountId: account.accountId }, body: { removeSecondFactor: removeSecondFactor === true } })}
    >
      {account.secondFactor ? <Form.Item name="removeSecondFactor" valuePropName="checked"><Checkbox>{t('removeFactor')}</Checkbox></Form.Item> : null}
    </FormDialog>
  )
}

export function ChangeAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts(texts)
  const change = useDo(identityContract.changeAccount, onClose)
  return (
    <FormDialog<{ loginName: string; openIdSubject?: string }>
      open
      title={t('changeTitle', { name: account.name })}
      okText={t('save')}
      initial={{ loginName: account.loginName }}
      onCancel={onClose}
      onSubmit={({ loginName, openIdSubject }) => change.mutateAsync({ params: { accountId: account.accountId }, body: { loginName, ...(openIdSubject === undefined || openIdSubject === '' ? {} : { openIdSubject }) } })}
    >
      <LoginName />
      <Form.Item name="openIdSubject" label={t('subject')} extra={t('subjectHint')}><Input autoComplete="off" maxLength={200} /></Form.Item>
    </FormDialog>
  )
}

/** Shown once; only its own button closes it. */
export function ShowPassword({ issued, onClose }: { issued: Issued; onClose: () => void }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(issued.initialPassword)
    await message.success(t('copied'))
  }
  return (
    <Modal open title={t('issued')} closable={false} mask={{ closable: false }} keyboard={false} footer={[<Button key="copy" onClick={() => void copy()}>{t('copy')}</Button>, <Button key="done" type="primary" onClick={onClose}>{t('done')}</Button>]}>
      <p className="dialog-hint">{t('issuedHint', { name: issued.account.name, loginName: issued.account.loginName })}</p>
      <code className="big-code">{issued.initialPassword}</code>
    </Modal>
  )
}
