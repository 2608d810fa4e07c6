import { Button, Select } from 'antd'
import { DateField, SearchField } from '../../../ui/fields.tsx'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import type { FieldDefinition, RegisterDefinition } from '../rules/definition.ts'
import { entryStates } from '../rules/values.ts'
import { isFiltered, set, whereOf, withWhere, type Filters } from './filters.ts'
import { texts } from './texts.ts'

type Props = { definition: RegisterDefinition; filters: Filters; onChange: (next: Filters) => void; /** Undefined: a commission, which chooses one or sees all. */ institutionId: string | undefined; needsDepartment: boolean }

export function EntryFilters({ definition, filters, onChange, institutionId, needsDepartment }: Props) {
  const t = useTexts(texts)
  const body = institutionId ?? filters.institutionId
  const states = (['standing', ...entryStates, 'all'] as const).filter((each) => each !== 'confirmed' || definition.confirm.length > 0)
  return (
    <div className="filters entry-filters touch">
      <SearchField label={t('searchEntries')} value={filters.search ?? ''} onSearch={(search) => onChange(set(filters, 'search', search.length < 2 ? undefined : search))} />
      {institutionId === undefined ? (
        <RemoteSelect
          endpoint={directoryContract.listInstitutions}
          query={(search) => ({ search, limit: 50 })}
          label={t('institution')}
          placeholder={t('allInstitutions')}
          allowClear
          {...(filters.institutionId === undefined ? {} : { value: filters.institutionId })}
          onChange={(value: string | undefined) => onChange(set(set(filters, 'departmentId', undefined), 'institutionId', value))}
          options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))}
        />
      ) : null}
      {needsDepartment && body !== undefined ? (
        <RemoteSelect
          endpoint={directoryContract.listDepartments}
          query={(search) => ({ institutionId: body, search, limit: 100 })}
          label={t('department')}
          placeholder={t('allDepartments')}
          allowClear
          {...(filters.departmentId === undefined ? {} : { value: filters.departmentId })}
          onChange={(value: string | undefined) => onChange(set(filters, 'departmentId', value))}
          options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))}
        />
      ) : null}
      {definition.fields.filter((field) => field.filter).map((field) => <FieldFilter key={field.key} field={field} filters={filters} onChange={onChange} institutionId={body} />)}
      <label className="filter-date"><span>{t('from')}</span><DateField value={filters.from ?? ''} {...(filters.to === undefined ? {} : { max: filters.to })} onChange={(from) => onChange(set(filters, 'from', from))} /></label>
      <label className="filter-date"><span>{t('to')}</span><DateField value={filters.to ?? ''} {...(filters.from === undefined ? {} : { min: filters.from })} onChange={(to) => onChange(set(filters, 'to', to))} /></label>
      <Select aria-label={t('state')} value={filters.state ?? 'standing'} onChange={(state) => onChange(set(filters, 'state', state === 'standing' ? undefined : state))} options={states.map((value) => ({ value, label: t(`st_${value}`) }))} />
      <Select aria-label={t('sort')} value={filters.sort ?? 'newest'} onChange={(sort) => onChange(set(filters, 'sort', sort === 'newest' ? undefined : sort))} options={(['newest', 'oldest'] as const).map((value) => ({ value, label: t(`so_${value}`) }))} />
      {isFiltered(filters) ? <Button type="link" onClick={() => onChange({})}>{t('clearFilters')}</Button> : null}
    </div>
  )
}

function FieldFilter({ field, filters, onChange, institutionId }: { field: FieldDefinition; filters: Filters; onChange: (next: Filters) => void; institutionId: string | undefined }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const value = whereOf(filters.where)[field.key]
  const change = (chosen: string | undefined) => onChange(withWhere(filters, field.key, chosen === '' ? undefined : chosen))
  const label = name(field.label)
  const any = t('anyOf', { name: label })
  if (field.type === 'person' || field.type === 'department') {
    const common = { label, placeholder: any, allowClear: true, onChange: change, ...(value === undefined ? {} : { value }) }
    if (institutionId === undefined) return null
    return field.type === 'person'
      ? <RemoteSelect {...common} endpoint={directoryContract.listStaff} query={(search) => ({ institutionId, search, limit: 30 })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />
      : <RemoteSelect {...common} endpoint={directoryContract.listDepartments} query={(search) => ({ institutionId, search, limit: 100 })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />
  }
  const options = field.type === 'boolean' ? [{ value: 'true', label: `${label}：${t('yes')}` }, { value: 'false', label: `${label}：${t('no')}` }] : (field.options ?? []).map((option) => ({ value: option.value, label: option[locale] }))
  return <Select aria-label={label} value={value ?? ''} onChange={change} popupMatchSelectWidth={false} options={[{ value: '', label: any }, ...options]} />
}
