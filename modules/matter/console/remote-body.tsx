import { FieldShell } from '../../../ui/field-shell.tsx'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { texts } from './entry-texts.ts'

/** The body a commission enters a matter for. */
export function RemoteBody({ value, onChange, fault }: { value: string | null; onChange: (institutionId: string | null) => void; fault: string | undefined }) {
  const t = useTexts(texts)
  return (
    <FieldShell id="e-institution" label={t('institution')} required fault={fault}>
      {(control) => <RemoteSelect id={control.id} endpoint={directoryContract.listInstitutions} query={(search) => ({ search, limit: 50 })} {...(value === null ? {} : { value })} onChange={(chosen: string | undefined) => onChange(chosen ?? null)} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />}
    </FieldShell>
  )
}
