import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../contract.ts'
import { texts } from './texts.ts'

type Enrolment = { secret: string; uri: string; qrSvg: string }

/** The second factor: off, being turned on, on with its recovery codes. */
export function SecondFactor({ on, hasPassword }: { on: boolean; hasPassword: boolean }) {
  const t = useTexts(texts)
  const [dialog, setDialog] = useState<'password' | 'renew' | 'remove' | null>(null)
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const close = () => setDialog(null)
  const start = useDo(identityContract.startSecondFactor, (reply) => {
    setDialog(null)
    setEnrolment(reply)
  })
  const renew = useDo(identityContract.renewRecoveryCodes, (reply) => {
    setDialog(null)
    setCodes(reply.recoveryCodes)
  })
  const remove = useDo(identityContract.removeSecondFactor, close)
  const begin = () => (hasPassword ? setDialog('password') : start.mutate({ body: {} }))
  return (
    <Card title={t('secondFactor')} extra={<StatusMark tone={on ? 'good' : 'quiet'}>{t(on ? 'factorOn' : 'factorOff')}</StatusMark>}>
      <p className="soft">{t('factorLead')}</p>
      {start.error === null || dialog !== null ? null : <Fault error={start.error} />}
      <div className="row">
        {on ? (
          <>
            <Button onClick={() => setDialog('renew')}>{t('renew')}</Button>
            <Button danger onClick={() => setDialog('remove')}>{t('remove')}</Button>
          </>
        ) : (
          <Button type="primary" loading={start.isPending} onClick={begin}>{t('enrol')}</Button>
        )}
      </div>
      {dialog === 'password' ? (
        <Ask title={t('enrol')} label={t('enrolPassword')} okText={t('goOn')} secret onClose={close} onSubmit={(password) => start.mutateAsync({ body: { password } })} />
      ) : null}
      {dialog === 'renew' ? <Ask title={t('renew')} hint={t('renewHint')} label={t('sixDigits')} okText={t('renew')} onClose={close} onSubmit={(code) => renew.mutateAsync({ body: { code } })} /> : null}
      {dialog === 'remove' ? <Ask title={t('remove')} hint={t('removeHint')} label={t('code')} okText={t('remove')} danger onClose={close} onSubmit={(code) => remove.mutateAsync({ body: { code } })} /> : null}
      {enrolment === null ? null : (
        <Confirm
          enrolment={enrolment}
          onClose={() => setEnrolment(null)}
          onDone={(recoveryCodes) => {
            setEnrolment(null)
            setCodes(recoveryCodes)
          }}
        />
      )}
      {codes === null ? null : <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  )
}

function Ask(props: { title: string; hint?: string; label: string; okText: string; secret?: boolean; danger?: boolean; onClose: () => void; onSubmit: (value: string) => Promise<unknown> }) {
  const required = useRequired()
  return (
    <FormDialog<{ value: string }> open title={props.title} okText={props.okText} danger={props.danger === true} width={440} {...(props.hint === undefined ? {} : { hint: props.hint })} onCancel={props.onClose} onSubmit={({ value }) => props.onSubmit(props.secret === true ? value : value.trim())}>
      <Form.Item name="value" label={props.label} rules={[required(props.label)]}>
        {props.secret === true ? <Input.Password autoComplete="current-password" /> : <Input autoComplete="one-time-code" maxLength={30} />}
      </Form.Item>
    </FormDialog>
  )
}

/** The picture to scan, the key to type, and the first code as the proof that both sides agree. */
function Confirm({ enrolment, onClose, onDone }: { enrolment: Enrolment; onClose: () => void; onDone: (recoveryCodes: readonly string[]) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const confirm = useDo(identityContract.confirmSecondFactor, (reply) => onDone(reply.recoveryCodes))
  return (
    <FormDialog<{ code: string }> open title={t('enrol')} okText={t('turnOn')} width={480} onCancel={onClose} onSubmit={({ code }) => confirm.mutateAsync({ body: { code: code.trim() } })}>
      <div className="factor">
        <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(enrolment.qrSvg)}`} alt={t('scan')} width={180} height={180} />
        <div>
          <b>{t('scan')}</b>
          <p className="soft">{t('scanHint')}</p>
          <div className="soft small">{t('key')}</div>
          <code className="cell-value">{enrolment.secret.match(/.{1,4}/g)?.join(' ') ?? enrolment.secret}</code>
        </div>
      </div>
      <Form.Item name="code" label={t('sixDigits')} rules={[required(t('sixDigits'))]}><Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} /></Form.Item>
    </FormDialog>
  )
}

function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    await message.success(t('copied'))
  }
  // Only its own button closes it: a stray click must not lose codes that are shown once.
  return (
    <Modal open title={t('recovery')} closable={false} mask={{ closable: false }} keyboard={false} footer={[<Button key="copy" onClick={() => void copy()}>{t('copy')}</Button>, <Button key="kept" type="primary" onClick={onClose}>{t('kept')}</Button>]}>
      <p className="dialog-hint">{t('recoveryHint')}</p>
      <ul className="codes">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
    </Modal>
  )
}
