import { Form, Input, InputNumber } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../contract.ts'
import type { AppraisalView } from '../contract/appraisal.ts'
import { scoredItems, type Weights } from '../rules/appraisal.ts'
import { itemWords } from '../rules/appraisal-words.ts'
import { texts } from './appraisal-texts.ts'

/** New weights for the region, with their reason. */
export function WeightsDialog({ sheet, close }: { sheet: z.infer<typeof AppraisalView>; close: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const set = useDo(planContract.setAppraisalWeights, close)
  return (
    <FormDialog<{ weights: Weights; reason: string }> open title={t('changeWeights')} okText={t('changeWeights')} hint={t('weightsHint')} initial={{ weights: sheet.weights.values }} onCancel={close} onSubmit={({ weights, reason }) => set.mutateAsync({ body: { weights, reason } })}>
      {scoredItems.map((item) => <Form.Item key={item} name={['weights', item]} label={name(itemWords[item])} rules={[{ required: true }]}><InputNumber min={-10} max={10} step={0.1} style={{ width: 140 }} /></Form.Item>)}
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} showCount /></Form.Item>
    </FormDialog>
  )
}
