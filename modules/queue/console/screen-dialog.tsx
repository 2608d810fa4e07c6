import { Form, Input, InputNumber, Select, Switch } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { queueContract } from '../contract.ts'
import type { ScreenView } from '../contract/settings.ts'
import { usualKiosk } from '../rules/kiosk.ts'
import type { QueueSet } from './queue-dialog.tsx'
import { texts } from './texts.ts'

export type Screen = z.output<typeof ScreenView>
type Values = { area: string; queueIds: string[]; speaks?: boolean; kioskMost: number; kioskMinutes: number }

/** A display over an area with its kiosk: what it shows, whether it speaks, how many tickets anybody can press. */
export function ScreenDialog({ screen, queues, onClose }: { screen: Screen | null; queues: readonly QueueSet[]; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const create = useDo(queueContract.createScreen, onClose)
  const change = useDo(queueContract.changeScreen, onClose)
  const save = (values: Values) => {
    const body = { ...values, speaks: values.speaks !== false }
    return screen === null ? create.mutateAsync({ body }) : change.mutateAsync({ params: { screenId: screen.id }, body: { ...body, active: true, revision: screen.revision } })
  }
  const number = (name: 'kioskMost' | 'kioskMinutes', max: number) => <Form.Item name={name} label={t(name)} rules={[{ required: true, message: t(name) }]}><InputNumber min={1} max={max} style={{ width: '100%' }} /></Form.Item>
  return (
    <FormDialog<Values> open title={screen === null ? t('addScreen') : t('editScreen', { area: screen.area })} okText={t('save')} initial={screen ?? { speaks: true, ...usualKiosk }} onCancel={onClose} onSubmit={save}>
      <Form.Item name="area" label={t('area')} rules={[required(t('area'))]}><Input maxLength={40} /></Form.Item>
      <Form.Item name="queueIds" label={t('showsQueues')} rules={[{ required: true, message: t('showsQueues') }]}><Select mode="multiple" maxCount={20} optionFilterProp="label" options={queues.filter((queue) => queue.active || screen?.queueIds.includes(queue.id) === true).map((queue) => ({ value: queue.id, label: queue.name }))} /></Form.Item>
      <Form.Item name="speaks" label={t('speaks')} valuePropName="checked"><Switch /></Form.Item>
      <div className="pair">
        {number('kioskMost', 500)}
        {number('kioskMinutes', 120)}
      </div>
    </FormDialog>
  )
}
