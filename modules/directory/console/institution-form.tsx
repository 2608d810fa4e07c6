import { Form, Input, InputNumber, Select } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract, type InstitutionView } from '../contract.ts'
import { institutionKindNames, institutionKinds, institutionLevelNames, institutionLevels, ownershipNames, ownerships } from '../rules/kinds.ts'
import { texts } from './texts.ts'

type Institution = z.infer<typeof InstitutionView>
type Values = z.input<(typeof directoryContract.createInstitution)['body']>

/** Adds an institution, or changes one. */
export function InstitutionForm({ institution, onClose, onSaved }: { institution?: Institution; onClose: () => void; onSaved: (saved: Institution) => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const create = useDo(directoryContract.createInstitution, onSaved)
  const change = useDo(directoryContract.changeInstitution, onSaved)
  const text = (field: keyof Values & ('name' | 'shortName' | 'creditCode' | 'address' | 'phone'), most: number, must = true) => (
    <Form.Item name={field} label={t(field)} rules={must ? [required(t(field))] : []}><Input maxLength={most} /></Form.Item>
  )
  const choice = (field: 'kind' | 'level' | 'ownership', options: { value: string; label: string }[]) => (
    <Form.Item name={field} label={t(field)} rules={[required(t(field))]}><Select options={options} /></Form.Item>
  )
  return (
    <FormDialog<Values>
      open
      title={t(institution === undefined ? 'create' : 'editInstitution')}
      okText={t('save')}
      width={680}
      initial={institution ?? { beds: 0, address: '', phone: '', level: 'none', ownership: 'public' }}
      onCancel={onClose}
      onSubmit={(body) => (institution === undefined ? create.mutateAsync({ body }) : change.mutateAsync({ params: { institutionId: institution.id }, body: { ...body, revision: institution.revision } }))}
    >
      <div className="form-grid">
        {text('name', 100)}
        {text('shortName', 40)}
        <Form.Item name="regionCode" label={t('region')} rules={[required(t('region'))]}><RegionField known={institution} /></Form.Item>
        {text('creditCode', 30)}
        {choice('kind', institutionKinds.filter((kind) => kind !== 'commission' || institution?.kind === 'commission').map((value) => ({ value, label: name(institutionKindNames[value]) })))}
        {choice('level', institutionLevels.map((value) => ({ value, label: name(institutionLevelNames[value]) })))}
        {choice('ownership', ownerships.map((value) => ({ value, label: name(ownershipNames[value]) })))}
        <Form.Item name="beds" label={t('beds')}><InputNumber min={0} max={20_000} precision={0} style={{ width: '100%' }} /></Form.Item>
        {text('address', 200, false)}
        {text('phone', 40, false)}
      </div>
    </FormDialog>
  )
}

function RegionField({ known, ...field }: { known?: Institution | undefined; value?: string; onChange?: (code: string | undefined) => void; id?: string }) {
  return (
    <RemoteSelect
      {...field}
      endpoint={directoryContract.listRegions}
      query={(search) => (search === '' ? {} : { search })}
      {...(known === undefined ? {} : { known: { value: known.regionCode, label: `${known.regionName}（${known.regionCode}）` } })}
      options={(reply) => reply.rows.map((region) => ({ value: region.code, label: `${region.name}（${region.code}）` }))}
    />
  )
}
