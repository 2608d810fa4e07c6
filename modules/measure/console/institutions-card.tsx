import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { institutionKindNames, institutionKinds, institutionLevelNames, institutionLevels, type InstitutionKind, type InstitutionLevel } from '../../directory/rules/kinds.ts'
import { measureContract, type InstitutionValue, type MeasureView } from '../contract.ts'
import type { MeasureSearch } from './measures.tsx'
import { texts } from './texts.ts'
import { Freshness, KeptMark, PartsText, PlacesText, ValueText } from './value.tsx'

type Row = z.infer<typeof InstitutionValue>

/** The commission's table: every institution of the region, with the places it may have among its kind and level. */
export function InstitutionsCard({ measure, search }: { measure: z.infer<typeof MeasureView>; search: MeasureSearch }) {
  const t = useTexts(texts)
  const name = useName()
  const [kind, setKind] = useState<InstitutionKind | ''>('')
  const [level, setLevel] = useState<InstitutionLevel | ''>('')
  const [words, setWords] = useState('')
  const ask = { params: { key: measure.key }, query: { ...(search.on === undefined ? {} : { on: search.on }), ...(kind === '' ? {} : { kind }), ...(level === '' ? {} : { level }) } }
  const found = useRead(measureContract.listMeasureInstitutions, ask)
  const rows = (found.data?.rows ?? []).filter((row) => words === '' || row.name.includes(words))
  const keyOf = (row: Row) => ({ to: '/measures/$key', params: { key: measure.key }, search: { ...search, institutionId: row.institutionId } }) as const
  const place = (row: Row) => <PlacesText places={row.places} band={row.band} />
  const sort = (row: Row) => `${name(institutionKindNames[row.kind])} · ${name(institutionLevelNames[row.level])}`
  return (
    <Card
      title={t('institutions')}
      flush
      extra={<Button icon={<DownloadOutlined />} href={urlOf(measureContract.exportMeasureInstitutions, ask)}>{t('export')}</Button>}
    >
      <div className="measure-tools">
        <div className="filters">
          <SearchField label={t('searchInstitution')} value={words} onSearch={setWords} />
          <Select<InstitutionKind | ''> aria-label={t('kind')} value={kind} onChange={setKind} options={[{ value: '' as const, label: t('allKinds') }, ...institutionKinds.filter((each) => each !== 'commission').map((each) => ({ value: each, label: name(institutionKindNames[each]) }))]} />
          <Select<InstitutionLevel | ''> aria-label={t('level')} value={level} onChange={setLevel} options={[{ value: '' as const, label: t('allLevels') }, ...institutionLevels.map((each) => ({ value: each, label: name(institutionLevelNames[each]) }))]} />
        </div>
        <p className="soft">{t('rankNote')}</p>
      </div>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <ListTable<Row>
        label={t('institutions')}
        rows={rows}
        rowKey={(row) => row.institutionId}
        loading={found.isPending}
        empty={t('institutionsEmpty')}
        columns={[
          { title: t('institution'), width: 280, render: (_, row) => <Link {...keyOf(row)}>{row.name}</Link> },
          { title: t('kind'), width: 200, render: (_, row) => sort(row) },
          { title: t('value'), width: 190, render: (_, row) => <div className="row"><ValueText value={row.value} shown={measure} /><KeptMark value={row.value} /></div> },
          { title: t('parts'), width: 150, render: (_, row) => <PartsText value={row.value} /> },
          { title: t('rank'), width: 190, render: (_, row) => place(row) },
          { title: t('fresh'), width: 150, render: (_, row) => <Freshness value={row.value} /> },
        ]}
        card={(row) => (
          <Link {...keyOf(row)} className="card-link">
            <div className="row"><b>{row.name}</b><KeptMark value={row.value} /></div>
            <div className="row card-text"><ValueText value={row.value} shown={measure} /><span className="soft"><PartsText value={row.value} /></span>{place(row)}</div>
            <div className="soft">{sort(row)}</div>
          </Link>
        )}
      />
    </Card>
  )
}
