import { Form, Input } from 'antd'
import type { z } from 'zod'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract, type StaffView } from '../contract.ts'
import { texts } from './texts.ts'

export type Person = z.infer<typeof StaffView>
type Values = { name: string; employeeNumber: string; title?: string; joinedOn: string; phone?: string; idNumber?: string }

/** Adds a person or changes one; masked values are never put into the fields, so that they cannot be saved back. */
export function StaffForm({ institutionId, person, onClose, onSaved }: { institutionId: string; person?: Person; onClose: () => void; onSaved: (saved: Person) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const create = useDo(directoryContract.createStaff, onSaved)
  const change = useDo(directoryContract.changeStaff, onSaved)
  const kept = person === undefined ? {} : { extra: t('keepPersonal') }
  const submit = ({ phone, idNumber, ...values }: Values) => {
    const body = { ...values, title: values.title ?? '', ...(phone === undefined || phone === '' ? {} : { phone }), ...(idNumber === undefined || idNumber === '' ? {} : { idNumber }) }
    return person === undefined ? create.mutateAsync({ body: { ...body, institutionId } }) : change.mutateAsync({ params: { institutionId, staffId: person.id }, body: { ...body, revision: person.revision } })
  }
  return (
    <FormDialog<Values>
      open
      title={t(person === undefined ? 'addStaff' : 'editStaff')}
      okText={t('save')}
      width={640}
      initial={person === undefined ? {} : { name: person.name, employeeNumber: person.employeeNumber, title: person.title, joinedOn: person.joinedOn }}
      onCancel={onClose}
      onSubmit={submit}
    >
      <div className="form-grid">
        <Form.Item name="name" label={t('staffName')} rules={[required(t('staffName'))]}><Input maxLength={60} autoComplete="off" /></Form.Item>
        <Form.Item name="employeeNumber" label={t('employeeNumber')} rules={[required(t('employeeNumber'))]}><Input maxLength={30} autoComplete="off" /></Form.Item>
        <Form.Item name="title" label={t('staffTitle')}><Input maxLength={60} /></Form.Item>
        <Form.Item name="joinedOn" label={t('joinedOn')} rules={[required(t('joinedOn'))]}><DateField /></Form.Item>
        <Form.Item name="phone" label={t('mobile')} {...kept}><Input inputMode="tel" maxLength={30} autoComplete="off" /></Form.Item>
        <Form.Item name="idNumber" label={t('idNumber')} {...kept}><Input maxLength={30} autoComplete="off" /></Form.Item>
      </div>
    </FormDialog>
  )
}
