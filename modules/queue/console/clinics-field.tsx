import { Form, Select } from 'antd'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { clinicContract } from '../../booking/contract.ts'
import { texts } from './texts.ts'

/** Whose bookings a line calls: some clinics of its department, or, with none chosen, all of it that no other line names. */
export function ClinicsField({ institutionId, departmentId }: { institutionId: string | undefined; departmentId: string | undefined }) {
  const t = useTexts(texts)
  const clinics = useRead(clinicContract.listClinics, { query: { ...(institutionId === undefined ? {} : { institutionId }), ...(departmentId === undefined ? {} : { departmentId }), active: 'true' } }, { enabled: departmentId !== undefined })
  return (
    <Form.Item name="clinicIds" label={t('clinics')} extra={t('clinicsHint')}>
      <Select mode="multiple" allowClear disabled={departmentId === undefined} loading={clinics.isFetching} optionFilterProp="label" placeholder={t('clinicsAll')} options={(clinics.data?.rows ?? []).map((clinic) => ({ value: clinic.id, label: clinic.name }))} />
    </Form.Item>
  )
}
