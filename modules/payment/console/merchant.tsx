import { Alert, Button, Form, Input, Radio, Switch } from 'antd'
import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { paymentContract } from '../contract.ts'
import { trades, type Trade } from '../rules/order.ts'
import { texts } from './texts.ts'

type Account = z.output<typeof paymentContract.loadMerchant.reply>
type Values = { mchid: string; appid: string; serial: string; platformSerial: string; privateKey?: string; apiKey?: string; platformKey?: string; trade: Trade; active: boolean }

/** The account at the channel: numbers in the clear, keys only ever written. */
export function MerchantDialog({ institutionId, account, onClose }: { institutionId: string; account: Account; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const { merchant, noticeUrl } = account
  const save = useDo(paymentContract.saveMerchant, onClose)
  const isNew = merchant === null || merchant.channel === 'stand-in'
  const initial: Partial<Values> = isNew ? { trade: 'native', active: true } : merchant
  const text = (name: 'mchid' | 'appid' | 'serial' | 'platformSerial') => <Form.Item name={name} label={t(name)} rules={[required(t(name))]}><Input maxLength={60} autoComplete="off" spellCheck={false} /></Form.Item>
  const extra = t(isNew ? 'keyNew' : 'keyKept')
  const key = (name: 'privateKey' | 'platformKey') => <Form.Item name={name} label={t(name)} extra={extra} rules={isNew ? [required(t(name))] : []}><Input.TextArea rows={3} maxLength={8000} autoComplete="off" spellCheck={false} /></Form.Item>
  return (
    <FormDialog<Values> open title={t('settings')} okText={t('save')} width={680} initial={initial} onCancel={onClose} onSubmit={(body) => save.mutateAsync({ params: { institutionId }, body: { ...body, revision: merchant?.revision ?? null } })}>
      {merchant === null ? null : <Trial institutionId={institutionId} />}
      <div className="pair">{text('mchid')}{text('appid')}</div>
      {text('serial')}
      {key('privateKey')}
      <Form.Item name="apiKey" label={t('apiKey')} extra={extra} rules={isNew ? [required(t('apiKey'))] : []}><Input.Password maxLength={32} autoComplete="new-password" /></Form.Item>
      {text('platformSerial')}
      {key('platformKey')}
      <Form.Item name="trade" label={t('trade')}><Radio.Group options={trades.map((value) => ({ value, label: t(`trade_${value}`) }))} /></Form.Item>
      <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>
      <p className="soft small payment-notice">{`${t('noticeUrl')}：${noticeUrl}`}</p>
      {merchant === null ? null : <p className="soft small">{t('changed', { name: merchant.changedName, at: showInstant(merchant.changedAt) })}</p>}
    </FormDialog>
  )
}

function Trial({ institutionId }: { institutionId: string }) {
  const t = useTexts(texts)
  const trial = useDo(paymentContract.tryMerchant)
  return (
    <div className="row">
      <Button loading={trial.isPending} onClick={() => trial.mutate({ params: { institutionId } })}>{t('tryIt')}</Button>
      {trial.data === undefined ? null : <Alert type={trial.data.works ? 'success' : 'error'} showIcon title={trial.data.works ? t('works') : t('fails', { says: trial.data.says })} />}
      {trial.error === null ? null : <Fault error={trial.error} />}
    </div>
  )
}
