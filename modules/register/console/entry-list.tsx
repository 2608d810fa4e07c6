import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { usePages } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { registerContract, type EntryRow } from '../contract.ts'
import type { FieldDefinition, RegisterDefinition } from '../rules/definition.ts'
import { isEmpty, type FieldValue } from '../rules/values.ts'
import { sayValue, type NamesById } from '../rules/words.ts'
import { isFiltered, type Filters } from './filters.ts'
import { EntryMark } from './marks.tsx'
import { texts } from './texts.ts'

type Row = z.output<typeof EntryRow>

/** As many names as a line holds; who wants all opens the entry. */
const mostNames = 3

/** A value as a list shows it: people by their first few names, numbers with their unit. */
export function useSay(names: NamesById): (field: FieldDefinition, value: FieldValue | undefined) => string {
  const locale = useLocale()
  return (field, value) => {
    if (isEmpty(value)) return ''
    if (field.type === 'people' && Array.isArray(value) && value.length > mostNames) return `${sayValue(field, (value as readonly string[]).slice(0, mostNames), names, locale)} ${locale === 'zh' ? `等 ${value.length} 人` : `and ${value.length - mostNames} more`}`
    const said = sayValue(field, value, names, locale)
    return field.type === 'number' && field.unit !== undefined ? `${said} ${field.unit[locale]}` : said
  }
}

/** The entries with the definition's own columns. */
export function EntryList({ definition, filters, needsDepartment, withInstitution }: { definition: RegisterDefinition; filters: Filters; needsDepartment: boolean; withInstitution: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const pages = usePages(registerContract.listEntries, { params: { key: definition.key }, query: { ...filters, limit: 100 } })
  const names: NamesById = new Map(pages.pages.flatMap((page) => Object.entries(page.names)))
  const say = useSay(names)
  const searchedTo = pages.pages.at(-1)?.searchedTo ?? null
  const heading = definition.fields.find((field) => field.key === definition.title)
  const columns = definition.fields.filter((field) => field.list && !field.personal && field.key !== definition.title)
  const placeOf = (row: Row) => ({ to: '/registers/$key/$institutionId/$entryId', params: { key: definition.key, institutionId: row.institutionId, entryId: row.id } }) as const
  const isNumber = (field: FieldDefinition) => field.type === 'number'
  return (
    <Card flush title={t('entries')}>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      {/* What could not be read is not said to be empty. */}
      {pages.error !== null && pages.rows.length === 0 ? null : <ListTable<Row>
        label={t('entries')}
        rows={pages.rows}
        rowKey={(row) => `${row.institutionId}${row.id}`}
        loading={pages.loading}
        empty={t(isFiltered(filters) ? 'entriesEmpty' : 'entriesNone')}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: name(definition.day.label), width: 132, render: (_, row) => <span className="number">{row.on}</span> },
          { title: heading === undefined ? t('entry') : name(heading.label), width: 240, render: (_, row) => <Link {...placeOf(row)}><span className="clamp">{row.title}</span></Link> },
          ...(withInstitution ? [{ title: t('institution'), width: 190, render: (_: unknown, row: Row) => <span className="clamp">{row.institutionName}</span> }] : []),
          ...(needsDepartment ? [{ title: t('department'), width: 130, render: (_: unknown, row: Row) => row.departmentName ?? '—' }] : []),
          ...columns.map((field) => ({ title: name(field.label), width: isNumber(field) ? 120 : 150, ...(isNumber(field) ? { align: 'right' as const } : {}), render: (_: unknown, row: Row) => <span className={isNumber(field) ? 'number' : 'clamp'}>{say(field, row.values[field.key]) || '—'}</span> })),
          { title: t('state'), width: 120, render: (_, row) => <EntryMark row={row} /> },
          { title: t('enteredBy'), width: 110, dataIndex: 'enteredByName' },
        ]}
        card={(row) => (
          <Link {...placeOf(row)} className="card-link">
            <div className="row"><EntryMark row={row} compact /><span className="soft number">{showDate(row.on, locale, { weekday: true })}</span></div>
            <div className="card-text"><b>{row.title}</b></div>
            <div className="soft">{[withInstitution ? row.institutionName : '', row.departmentName].filter(Boolean).join(' · ')}</div>
            <div className="card-values">{columns.flatMap((field) => (isEmpty(row.values[field.key]) ? [] : [<span key={field.key}><span className="soft">{name(field.label)} </span>{say(field, row.values[field.key])}</span>]))}</div>
          </Link>
        )}
      />}
      {searchedTo === null || pages.more === undefined ? null : <p className="soft list-more" role="status">{t('searchedTo', { date: showDate(searchedTo, locale) })}</p>}
    </Card>
  )
}
