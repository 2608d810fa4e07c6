import { Form, Select } from 'antd'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import { texts } from './move-texts.ts'

/** Ready words put into a field of the form around it: added to what stands there, never in its place. */
export function CannedPick({ kind, field }: { kind: string; field: string }) {
  const t = useTexts(texts)
  const form = Form.useFormInstance<Record<string, string | undefined>>()
  const found = useRead(matterContract.listCanned, { query: { kind } })
  const rows = found.data?.rows ?? []
  if (rows.length === 0) return null
  const insert = (id: string) => {
    const words = rows.find((row) => row.id === id)?.text ?? ''
    const before = form.getFieldValue(field) as string | undefined
    form.setFieldValue(field, before === undefined || before.trim() === '' ? words : `${before.trimEnd()}\n${words}`)
    form.getFieldInstance(field)?.focus?.()
  }
  return (
    <Form.Item className="canned-pick">
      <Select aria-label={t('canned')} placeholder={t('canned')} value={null} showSearch={{ optionFilterProp: 'label' }} onChange={(id: string | null) => { if (id !== null) insert(id) }} options={rows.map((row) => ({ value: row.id, label: row.title }))} />
    </Form.Item>
  )
}
