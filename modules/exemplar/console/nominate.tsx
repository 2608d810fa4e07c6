import { Form, Input, Radio } from 'antd'
import { FileField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { exemplarContract } from '../contract.ts'
import { exemplarKinds, fewestDeeds, kindNames, mostDeeds, type ExemplarKind } from '../rules/exemplar.ts'
import { DepartmentField, HouseField, PersonField } from './pickers.tsx'
import { texts } from './texts.ts'

type Values = { institutionId?: string; kind: ExemplarKind; departmentId?: string; staffId?: string; title?: string; deeds: string; files: File[] }
type Props = { /** The own house; null for a commission, which chooses one of its `region`. */ institutionId: string | null; region: string | null; onClose: () => void; onDone: (key: { institutionId: string; exemplarId: string }) => void }

/** A nomination: what or who, the deeds in words, and what proves them. */
export function Nominate({ institutionId, region, onClose, onDone }: Props) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const nominate = useDo(exemplarContract.nominate, onDone)
  const send = ({ files, ...body }: Values) => nominate.mutateAsync({ body: { institutionId: institutionId ?? body.institutionId ?? null, kind: body.kind, deeds: body.deeds, title: body.title ?? '', departmentId: body.departmentId ?? null, staffId: body.staffId ?? null }, files })
  return (
    <FormDialog<Values> open title={t('nominate')} okText={t('nominate')} hint={<p>{t(institutionId === null ? 'nominateForHint' : 'nominateHint')}</p>} initial={{ kind: 'hospital' }} width={640} onCancel={onClose} onSubmit={send}>
      {institutionId === null ? <Form.Item name="institutionId" label={t('house')} rules={[required(t('house'))]}><HouseField region={region} placeholder={t('searchHouse')} /></Form.Item> : null}
      <Form.Item name="kind" label={t('kind')}><Radio.Group options={exemplarKinds.map((kind) => ({ value: kind, label: name(kindNames[kind]) }))} /></Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => <Which key={(getFieldValue('institutionId') as string | undefined) ?? ''} kind={getFieldValue('kind') as ExemplarKind} institutionId={institutionId ?? (getFieldValue('institutionId') as string | undefined) ?? null} />}
      </Form.Item>
      <Form.Item name="deeds" label={t('deeds')} extra={t('deedsHint', { n: fewestDeeds })} rules={[required(t('deeds'))]}><Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} maxLength={mostDeeds} showCount /></Form.Item>
      <Form.Item name="files" label={t('files')} extra={t('filesHint')} rules={[{ required: true, message: t('chooseFirst') }]}><FileField accept=".pdf,.docx,.doc,.xlsx,.xls,.jpg,.jpeg,.png" chooseText={t('chooseFiles')} multiple /></Form.Item>
    </FormDialog>
  )
}

function Which({ kind, institutionId }: { kind: ExemplarKind; institutionId: string | null }) {
  const t = useTexts(texts)
  const required = useRequired()
  if (institutionId === null && (kind === 'department' || kind === 'person')) return <p className="soft">{t('chooseHouse')}</p>
  if (institutionId !== null && kind === 'department') return <Form.Item name="departmentId" preserve={false} label={t('department')} rules={[required(t('department'))]}><DepartmentField institutionId={institutionId} placeholder={t('department')} /></Form.Item>
  if (institutionId !== null && kind === 'person') return <Form.Item name="staffId" preserve={false} label={t('person')} rules={[required(t('person'))]}><PersonField institutionId={institutionId} placeholder={t('searchPerson')} /></Form.Item>
  if (kind === 'project') return <Form.Item name="title" label={t('project')} rules={[required(t('project'))]}><Input maxLength={100} /></Form.Item>
  return null
}
