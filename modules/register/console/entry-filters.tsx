import { Button, Select } from 'antd'
import { DateField, SearchField } from '../../../ui/fields.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import type { FieldDefinition, RegisterDefinition } from '../rules/definition.ts'
import { entryStates } from '../rules/values.ts'
import { countFilters, isFiltered, set, whereOf, withWhere, type Filters } from './filters.ts'
import { texts } from './texts.ts'

type Props = { definition: RegisterDefinition; filters: Filters; onChange: (next: Filters) => void; /** Undefined: a commission, which chooses one or sees all. */ institutionId: string | undefined; needsDepartment: boolean }

export function EntryFilters(props: Props) {
  const t = useTexts(texts)
  const { narrow } = useAppearance()
  const { filters, onChange } = props
  const search = <SearchField label={t('searchEntries')} value={filters.search ?? ''} onSearch={(text) => onChange(set(filters, 'search', text.length < 2 ? undefined : text))} />
  const n = countFilters(filters)
  if (!narrow) return <div className="filters entry-filters">{search}<Choices {...props} /></div>
  // On a phone the list itself is what one came for.
  return (
    <div className="touch">
      <div className="filters">{search}</div>
      <details className="fold" open={n > 0}>
        <summary>{n === 0 ? t('filters') : t('filtersOn', { n })}</summary>
        <div className="filters entry-filters"><Choices {...props} /></div>
      </details>
    </div>
  )
}

function Choices({ definition, filters, onChange, institutionId, needsDepartment }: Props) {
  const t = useTexts(texts)
  const body = institutionId ?? filters.institutionId
  const states = (['standing', ...entryStates, 'all'] as const).filter((each) => each !== 'confirmed' || definition.confirm.length > 0)
  return (
    <>
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
    </>
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
