import { useNavigate } from '@tanstack/react-router'
import { Form } from 'antd'
import { FileField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { childplanContract } from '../contract.ts'
import { texts } from './texts.ts'

/** Upload of an institution's own plan; the comparison opens as soon as it has been read. */
export function FileChildplan({ planId, planTitle, onClose }: { planId: string; planTitle: string; onClose: () => void }) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const file = useDo(childplanContract.fileChildplan, (filed) => {
    onClose()
    void navigate({ to: '/childplans/$institutionId/$childplanId', params: filed })
  })
  return (
    <FormDialog<{ files: File[] }>
      open
      title={t('file')}
      okText={t('file')}
      hint={<><b>{planTitle}</b><div>{t('fileHint')}</div></>}
      onCancel={onClose}
      onSubmit={({ files }) => file.mutateAsync({ params: { planId }, files })}
    >
      <Form.Item name="files" label={t('document')} rules={[{ required: true, message: t('chooseFirst') }]}>
        <FileField accept=".docx,.doc,.pdf,.txt" chooseText={t('choose')} />
      </Form.Item>
    </FormDialog>
  )
}
