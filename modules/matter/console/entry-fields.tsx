import { Input, Select } from 'antd'
import { ariaOf, FieldShell } from '../../../ui/field-shell.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { planContract } from '../../plan/contract.ts'
import type { Entry } from './entry-draft.ts'
import { texts } from './entry-texts.ts'
import type { Kind } from './kind-names.ts'
import { PeopleField } from './move-fields.tsx'

export type Taken = { entry: Entry; change: (part: Partial<Entry>) => void; kind: Kind | undefined; institutionId: string | null; faultAt: (place: 'phone' | 'originNumber') => string | undefined }

function DepartmentPick({ id, label, institutionId, value, onChange }: { id: string; label: string; institutionId: string | null; value: string | null; onChange: (id: string | null) => void }) {
  return (
    <FieldShell id={id} label={label}>
      {(control) => (
        <RemoteSelect id={control.id} endpoint={directoryContract.listDepartments} disabled={institutionId === null} allowClear query={(search) => ({ ...(institutionId === null ? {} : { institutionId }), search, limit: 100 })} {...(value === null ? {} : { value })} onChange={(chosen: string | undefined) => onChange(chosen ?? null)} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />
      )}
    </FieldShell>
  )
}

const later = ['counter', 'box', 'petition', 'hotline', 'email', 'inspection', 'self-check', 'opinion']
const numbered = ['hotline', 'petition']

/** What places a matter: category, department, spot, when and by which number it came. */
export function AboutFields({ entry, change, kind, institutionId, faultAt }: Taken) {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <>
      {numbered.includes(entry.channel) ? (
        <FieldShell id="e-origin" label={t('originNumber')} required hint={t('originHint')} fault={faultAt('originNumber')}>
          {(control) => <Input {...ariaOf(control)} className="short-input" autoComplete="off" maxLength={60} value={entry.originNumber} onChange={(event) => change({ originNumber: event.target.value })} />}
        </FieldShell>
      ) : null}
      <div className="pair">
        {kind === undefined || kind.categories.length === 0 ? null : (
          <FieldShell id="e-category" label={t('category')}>
            {(control) => <Select id={control.id} showSearch={{ optionFilterProp: 'label' }} allowClear value={entry.category} onChange={(category: string | null | undefined) => change({ category: category ?? null })} options={kind.categories.map((each) => ({ value: each.key, label: each[locale] }))} />}
          </FieldShell>
        )}
        <DepartmentPick id="e-department" label={t('department')} institutionId={institutionId} value={entry.departmentId} onChange={(departmentId) => change({ departmentId })} />
      </div>
      <div className="pair">
        <FieldShell id="e-place" label={t('place')}>
          {(control) => <Input {...ariaOf(control)} maxLength={120} value={entry.place} onChange={(event) => change({ place: event.target.value })} />}
        </FieldShell>
        <FieldShell id="e-title" label={t('heading')} hint={t('headingHint')}>
          {(control) => <Input {...ariaOf(control)} maxLength={120} value={entry.title} onChange={(event) => change({ title: event.target.value })} />}
        </FieldShell>
      </div>
      {later.includes(entry.channel) ? (
        <FieldShell id="e-received" label={t('receivedAt')} hint={t('receivedHint')}>
          {(control) => <Input {...ariaOf(control)} type="datetime-local" className="short-input" value={entry.receivedAt} onChange={(event) => change({ receivedAt: event.target.value })} />}
        </FieldShell>
      ) : null}
      {institutionId === null || kind?.hasAuthor === false ? null : (
        <FieldShell id="e-subjects" label={t('subjects')} hint={t('subjectsHint')}>
          {(control) => <PeopleField control={control} onlyStaff label={t('subjects')} institutionId={institutionId} value={[...entry.subjects]} onChange={(subjects) => change({ subjects })} />}
        </FieldShell>
      )}
    </>
  )
}

/** Of a ledger: who puts it right, how, and by when. */
export function OwnerFields({ entry, change, institutionId }: Taken) {
  const t = useTexts(texts)
  return (
    <>
      <div className="pair">
        <DepartmentPick id="e-owner" label={t('owner')} institutionId={institutionId} value={entry.ownerDepartmentId} onChange={(ownerDepartmentId) => change({ ownerDepartmentId })} />
        {institutionId === null ? null : <FieldShell id="e-owner-staff" label={t('ownerStaff')}>{(control) => <PeopleField control={control} onlyStaff label={t('ownerStaff')} institutionId={institutionId} value={[...entry.owner]} onChange={(owner) => change({ owner: owner.slice(-1) })} />}</FieldShell>}
      </div>
      <FieldShell id="e-measure" label={t('measure')}>
        {(control) => <Input.TextArea {...ariaOf(control)} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} value={entry.measure} onChange={(event) => change({ measure: event.target.value })} />}
      </FieldShell>
      <div className="pair">
        <FieldShell id="e-limit" label={t('limitOn')}>
          {(control) => <DateField {...ariaOf(control)} className="short-input" value={entry.limitOn} onChange={(limitOn) => change({ limitOn })} />}
        </FieldShell>
        <FieldShell id="e-plan" label={t('plan')}>
          {(control) => <RemoteSelect id={control.id} endpoint={planContract.listPlans} query={() => ({})} allowClear {...(entry.planId === null ? {} : { value: entry.planId })} onChange={(planId: string | undefined) => change({ planId: planId ?? null })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.title }))} />}
        </FieldShell>
      </div>
    </>
  )
}
