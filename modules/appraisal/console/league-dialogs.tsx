import { Link } from '@tanstack/react-router'
import { Alert, Button, Form, Input, InputNumber } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo, useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { appraisalContract, type LeagueView } from '../contract.ts'
import { fewestReason, mostReason } from '../rules/objections.ts'
import { patientWeight } from '../rules/definition.ts'
import { texts } from './texts.ts'

type View = z.output<typeof LeagueView>
type Props = { view: View; onClose: () => void }

/** The head proves password and second factor, and publishes exactly what is on the screen. */
export function PublishDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const publish = useDo(appraisalContract.publishLeague, onClose)
  return (
    <FormDialog<{ password: string; code: string }>
      open title={t('publish')} okText={t('publish')} onCancel={onClose}
      hint={
        <>
          <p>{t('publishHint')}{t(view.content.of === 'institutions' ? 'publishOpen' : 'publishInside')}</p>
          <NeedsFactor />
        </>
      }
      onSubmit={({ password, code }) => publish.mutateAsync({ params: { leagueId: view.leagueId }, body: { revision: view.revision ?? 0, seen: view.seen ?? '', password, code } })}
    >
      <ProofFields />
    </FormDialog>
  )
}

/** Password and second factor, wherever the head answers for something. */
export function ProofFields() {
  const t = useTexts(texts)
  const required = useRequired()
  return (
    <>
      <Form.Item name="password" label={t('password')} rules={[required(t('password'))]}><Input.Password autoComplete="current-password" maxLength={200} /></Form.Item>
      <Form.Item name="code" label={t('code')} extra={t('codeHint')} rules={[required(t('code'))]}><Input autoComplete="one-time-code" inputMode="text" maxLength={40} /></Form.Item>
    </>
  )
}

/** Where the head has no second factor yet: the way to turn it on. */
export function NeedsFactor() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  return me.data?.secondFactor === false ? <Alert type="warning" showIcon title={t('turnOn')} action={<Link to="/account"><Button>{t('toAccount')}</Button></Link>} /> : null
}

export function WithdrawDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const required = useRequired()
  const withdraw = useDo(appraisalContract.withdrawLeague, onClose)
  return (
    <FormDialog<{ reason: string; password: string; code: string }> open title={t('withdraw')} okText={t('withdraw')} danger hint={<><p>{t('withdrawHint')}</p><NeedsFactor /></>} onCancel={onClose} onSubmit={(given) => withdraw.mutateAsync({ params: { leagueId: view.leagueId }, body: { revision: view.revision ?? 0, ...given } })}>
      <Form.Item name="reason" label={t('withdrawReason')} extra={t('atLeast', { n: fewestReason })} rules={[required(t('withdrawReason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={mostReason} showCount /></Form.Item>
      <ProofFields />
    </FormDialog>
  )
}

type Weighing = { weights: Record<string, number | null>; reason: string }

/** What each part weighs; the sum and what patients decide are said while typing. */
export function WeightsDialog({ view, onClose }: Props) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const weigh = useDo(appraisalContract.weighLeague, onClose)
  const { parts } = view.content
  const whole = (weights: Weighing['weights']) => Object.fromEntries(parts.map((part) => [part.key, weights[part.key] ?? 0]))
  return (
    <FormDialog<Weighing>
      open title={t('weigh')} okText={t('save')} initial={{ weights: Object.fromEntries(parts.map((part) => [part.key, part.weight])) }} onCancel={onClose}
      onSubmit={({ weights, reason }) => weigh.mutateAsync({ params: { leagueId: view.leagueId }, body: { revision: view.revision ?? 0, weights: whole(weights), reason } })}
    >
      {parts.map((part) => (
        <Form.Item key={part.key} name={['weights', part.key]} label={name(part.name)} rules={[{ required: true, type: 'number', message: required(name(part.name)).message }]}><InputNumber min={0} max={100} precision={0} /></Form.Item>
      ))}
      <Form.Item noStyle dependencies={parts.map((part) => ['weights', part.key])}>
        {({ getFieldValue }) => {
          const weights = whole((getFieldValue('weights') ?? {}) as Weighing['weights'])
          const sum = parts.reduce((all, part) => all + (weights[part.key] ?? 0), 0)
          const patients = patientWeight(parts.map((part) => ({ patient: part.patient, weight: weights[part.key] ?? 0 })))
          const isCampaign = parts.some((part) => part.patient)
          return <p role="status">{sum === 100 ? t('sumGood') : t('sum', { n: sum })}{isCampaign ? ` · ${patients < 40 ? t('patientLow', { n: patients }) : t('patientShare', { n: patients })}` : ''}</p>
        }}
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} showCount /></Form.Item>
    </FormDialog>
  )
}

export function DropDialog({ view, onClose, onDone }: Props & { onDone: () => void }) {
  const t = useTexts(texts)
  const drop = useDo(appraisalContract.dropLeague, onDone)
  return <FormDialog open title={t('drop')} okText={t('drop')} danger hint={<p>{t('dropHint')}</p>} onCancel={onClose} onSubmit={() => drop.mutateAsync({ params: { leagueId: view.leagueId }, body: { revision: view.revision ?? 0 } })}>{null}</FormDialog>
}
