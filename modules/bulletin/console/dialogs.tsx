import { Link } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { CallError } from '../../../ui/call.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { bulletinContract, type BulletinView } from '../contract.ts'
import { texts } from './texts.ts'

type View = z.infer<typeof BulletinView>
export type Dialog = 'submit' | 'withdraw' | 'return' | 'approve' | 'publish' | 'correct' | 'discard'
type Props = { view: View; onClose: () => void }

/** The dialog of one step; each says what will happen before it does. */
export function StepDialog({ dialog, view, onClose }: Props & { dialog: Dialog | null }) {
  if (dialog === null) return null
  if (dialog === 'submit') return <SubmitDialog view={view} onClose={onClose} />
  if (dialog === 'approve') return <ApproveDialog view={view} onClose={onClose} />
  if (dialog === 'return') return <ReturnDialog view={view} onClose={onClose} />
  if (dialog === 'correct') return <CorrectDialog view={view} onClose={onClose} />
  return <PlainDialog dialog={dialog} view={view} onClose={onClose} />
}

const step = (view: View) => ({ params: { bulletinId: view.bulletinId }, body: { revision: view.revision ?? 0 } })

const plain = { withdraw: bulletinContract.withdrawBulletin, publish: bulletinContract.publishBulletin, discard: bulletinContract.discardCorrection } as const

function PlainDialog({ dialog, view, onClose }: Props & { dialog: keyof typeof plain }) {
  const t = useTexts(texts)
  const act = useDo(plain[dialog], onClose)
  return (
    <FormDialog open title={t(dialog)} okText={t(dialog)} danger={dialog === 'discard'} hint={<p>{t(`${dialog}Hint`)}</p>} onCancel={onClose} onSubmit={() => act.mutateAsync(step(view))}>
      {null}
    </FormDialog>
  )
}

/** Where words look like names of staff, the server says which, and asks that somebody looked. */
function SubmitDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const [hasNames, setHasNames] = useState(false)
  const submit = useDo(bulletinContract.submitBulletin, onClose)
  const send = async ({ namesChecked }: { namesChecked?: boolean }) => {
    try {
      await submit.mutateAsync({ ...step(view), body: { ...step(view).body, namesChecked: namesChecked === true } })
    } catch (error) {
      if (error instanceof CallError && error.code === 'bulletin.names_found') setHasNames(true)
      throw error
    }
  }
  return (
    <FormDialog<{ namesChecked?: boolean }> open title={t('submit')} okText={t('submit')} hint={<p>{t('submitHint')}</p>} onCancel={onClose} onSubmit={send}>
      {hasNames ? <Form.Item name="namesChecked" valuePropName="checked"><Checkbox>{t('namesChecked')}</Checkbox></Form.Item> : null}
    </FormDialog>
  )
}

function ReturnDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const giveBack = useDo(bulletinContract.returnBulletin, onClose)
  return <AskForWords open title={t('giveBack')} label={t('remark')} okText={t('giveBack')} danger minLength={4} onCancel={onClose} onSubmit={(remark) => giveBack.mutateAsync({ ...step(view), body: { ...step(view).body, remark } })} />
}

type Signing = { password: string; code: string; publish?: boolean }

function ApproveDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const required = useRequired()
  const me = useRead(identityContract.me)
  const approve = useDo(bulletinContract.approveBulletin, onClose)
  const { work } = view
  return (
    <FormDialog<Signing>
      open title={t('approve')} okText={t('approve')} initial={{ publish: true }} onCancel={onClose}
      hint={
        <>
          <p>{t('approveHint', { title: work?.content.title ?? '' })}</p>
          {me.data?.secondFactor === false ? <Alert type="warning" showIcon title={t('turnOn')} action={<Link to="/account"><Button>{t('toAccount')}</Button></Link>} /> : null}
        </>
      }
      onSubmit={({ password, code, publish }) => approve.mutateAsync({ ...step(view), body: { ...step(view).body, seen: work?.seen ?? '', password, code, publish: publish === true } })}
    >
      <Form.Item name="password" label={t('password')} rules={[required(t('password'))]}><Input.Password autoComplete="current-password" maxLength={200} /></Form.Item>
      <Form.Item name="code" label={t('code')} extra={t('codeHint')} rules={[required(t('code'))]}><Input autoComplete="one-time-code" inputMode="text" maxLength={40} /></Form.Item>
      <Form.Item name="publish" valuePropName="checked"><Checkbox>{t('publishToo')}</Checkbox></Form.Item>
    </FormDialog>
  )
}

function CorrectDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const required = useRequired()
  const correct = useDo(bulletinContract.openCorrection, onClose)
  return (
    <FormDialog<{ note: string; anew?: boolean }> open title={t('correct')} okText={t('correct')} hint={<p>{t('correctHint')}</p>} onCancel={onClose} onSubmit={({ note, anew }) => correct.mutateAsync({ ...step(view), body: { ...step(view).body, note, anew: anew === true } })}>
      <Form.Item name="note" label={t('correctNote')} rules={[required(t('correctNote'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={1000} showCount /></Form.Item>
      <Form.Item name="anew" valuePropName="checked"><Checkbox>{t('anew')}</Checkbox></Form.Item>
    </FormDialog>
  )
}
