import { Form, Input, Radio } from 'antd'
import type { z } from 'zod'
import { AskForWords } from '../../../ui/confirm.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { exemplarContract, type ExemplarView } from '../contract.ts'
import { fewestReason } from '../rules/exemplar.ts'
import { texts } from './texts.ts'

type View = z.infer<typeof ExemplarView>
type Props = { view: View; onClose: () => void }
export type Dialog = 'notice' | 'decide' | 'publish' | 'withdraw'

const step = ({ institutionId, exemplarId, revision }: View) => ({ params: { institutionId, exemplarId }, body: { revision } })

/** The dialog of one step; each says what will happen before it does. */
export function StepDialog({ dialog, ...props }: Props & { dialog: Dialog | null }) {
  if (dialog === null) return null
  if (dialog === 'notice') return <NoticeDialog {...props} />
  if (dialog === 'decide') return <DecideDialog {...props} />
  if (dialog === 'publish') return <PublishDialog {...props} />
  return <WithdrawDialog {...props} />
}

function NoticeDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const act = useDo(exemplarContract.openNotice, onClose)
  return <FormDialog open title={t('openNotice')} okText={t('openNotice')} hint={<p>{t('openNoticeHint')}</p>} onCancel={onClose} onSubmit={() => act.mutateAsync(step(view))}>{null}</FormDialog>
}

function PublishDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const act = useDo(exemplarContract.publish, onClose)
  return <FormDialog open title={t('publish')} okText={t('publish')} hint={<p>{t('publishHint')}</p>} onCancel={onClose} onSubmit={() => act.mutateAsync(step(view))}>{null}</FormDialog>
}

function WithdrawDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const act = useDo(exemplarContract.withdraw, onClose)
  return <AskForWords open title={t('withdraw')} label={t('withdrawReason')} okText={t('withdraw')} danger minLength={fewestReason} onCancel={onClose} onSubmit={(reason) => act.mutateAsync({ ...step(view), body: { ...step(view).body, reason } })} />
}

function DecideDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const required = useRequired()
  const act = useDo(exemplarContract.decide, onClose)
  return (
    <FormDialog<{ chosen: boolean; reason: string }> open title={t('decide')} okText={t('decide')} hint={<p>{t('decideHint')}</p>} onCancel={onClose} onSubmit={(body) => act.mutateAsync({ ...step(view), body: { ...step(view).body, ...body } })}>
      <Form.Item name="chosen" label={t('chosen')} rules={[{ required: true, message: t('chosen') }]}><Radio.Group options={[{ value: true, label: t('chosenYes') }, { value: false, label: t('chosenNo') }]} /></Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount /></Form.Item>
    </FormDialog>
  )
}
