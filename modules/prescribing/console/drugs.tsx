import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { FileField, SearchField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { drugContract, drugFilterKeys, type DrugView } from '../contract/drugs.ts'
import { DrugPreview, type Checked } from './drug-preview.tsx'
import { texts } from './drug-texts.ts'
import { PrescribingNav } from './figure-nav.tsx'

type Drug = z.output<typeof DrugView>
type Filter = (typeof drugFilterKeys)[number]
const graded = ['unrestricted', 'restricted', 'special'] as const
const controlled = ['narcotic', 'psychotropic-1', 'psychotropic-2', 'toxic', 'radioactive'] as const

/** The drug catalogue: found, narrowed, checked and brought in. */
export function DrugsScreen() {
  const t = useTexts(texts)
  const required = useRequired()
  const [search, setSearch] = useState('')
  const [only, setOnly] = useState<Filter | ''>('')
  const [choosing, setChoosing] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [taken, setTaken] = useState<number | null>(null)
  const pages = usePages(drugContract.listDrugs, { query: { limit: 100, search, ...(only === '' ? {} : { only }) } })
  const check = useDo(drugContract.checkDrugs, (found) => {
    setChoosing(false)
    setTaken(null)
    setChecked(found)
  })
  const view = pages.pages[0]
  const done = (items: number | null) => {
    setChecked(null)
    setFile(null)
    setTaken(items)
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <Button icon={<DownloadOutlined />} href={urlOf(drugContract.drugTemplate, {})}>{t('template')}</Button>
          <Button icon={<DownloadOutlined />} href={urlOf(drugContract.drugSheet, {})}>{t('export')}</Button>
          {view === undefined ? null : <ActButton blocked={view.blocked.keep} type="primary" icon={<UploadOutlined />} onClick={() => setChoosing(true)}>{t('import')}</ActButton>}
        </>
      }
    >
      <PrescribingNav />
      <div role="status">{taken === null ? null : <Alert className="page-alert" type="success" showIcon closable={{ onClose: () => setTaken(null) }} title={t('taken', { n: taken })} />}</div>
      {checked !== null && file !== null ? <DrugPreview checked={checked} file={file} onDone={done} /> : null}
      {view === undefined ? null : <Figures items={[[t('items'), view.items.toLocaleString()], [t('withoutDdd'), view.withoutDdd.toLocaleString()], [t('changedAt'), view.changedAt === null ? t('never') : showInstant(view.changedAt)]]} />}
      {view === undefined || view.withoutDdd === 0 ? null : <p>{t('withoutDddSays')}</p>}
      <div className="figure-state">
        <SearchField label={t('search')} value={search} onSearch={setSearch} />
        <Select<Filter | ''> aria-label={t('only')} value={only} onChange={setOnly} options={[{ value: '' as const, label: t('all') }, ...drugFilterKeys.map((each) => ({ value: each, label: t(`o_${each}`) }))]} style={{ minWidth: 200 }} />
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Drugs rows={pages.rows} loading={pages.loading} more={pages.more} loadingMore={pages.loadingMore} empty={t(search === '' && only === '' ? 'empty' : 'notFound')} />
      {choosing ? (
        <FormDialog<{ files: File[] }> open title={t('import')} okText={t('check')} onCancel={() => setChoosing(false)} onSubmit={({ files }) => { setFile(files[0] ?? null); return check.mutateAsync({ files }) }}>
          <p className="soft">{t('checkHint')}</p>
          <Form.Item name="files" label={t('file')} rules={[{ ...required(t('file')), type: 'array', whitespace: false }]}><FileField accept=".xlsx,.xls,.csv" chooseText={t('chooseFile')} /></Form.Item>
        </FormDialog>
      ) : null}
    </Page>
  )
}

function Drugs({ rows, empty, ...paging }: { rows: readonly Drug[]; empty: string; loading: boolean; more: (() => void) | undefined; loadingMore: boolean }) {
  const t = useTexts(texts)
  const grade = (row: Drug) => { const known = graded.find((each) => each === row.antibiotic); return known === undefined ? '' : t(`g_${known}`) }
  const marks = (row: Drug) => { const control = controlled.find((each) => each === row.control); return [...(control === undefined ? [] : [t(`k_${control}`)]), ...row.marks.map((mark) => t(`m_${mark}`))].join('、') }
  const form = (row: Drug) => [row.form, row.strength].filter(Boolean).join(' ')
  const ddds = (row: Drug) => (row.dddsPerUnit === null ? '—' : `${row.dddsPerUnit}${row.unit === '' ? '' : `/${row.unit}`}`)
  return (
    <Card flush>
      <ListTable<Drug>
        label={t('title')}
        rows={rows}
        rowKey={(row) => row.code}
        empty={empty}
        {...paging}
        columns={[
          { title: t('code'), width: 220, render: (_, row) => <><code className="cell-value wrap-anywhere">{row.code}</code>{row.atc === '' ? null : <div className="soft small">{`ATC ${row.atc}`}</div>}</> },
          { title: t('name'), width: 220, render: (_, row) => <>{row.name}{row.genericName === row.name ? null : <div className="soft small">{row.genericName}</div>}</> },
          { title: t('strength'), width: 180, render: (_, row) => form(row) }, { title: t('ddds'), width: 120, align: 'right', render: (_, row) => <span className="number">{ddds(row)}</span> }, { title: t('grade'), width: 130, render: (_, row) => grade(row) }, { title: t('marks'), width: 200, render: (_, row) => marks(row) },
        ]}
        card={(row) => <div><b>{row.name}</b><div className="soft small wrap-anywhere">{row.code}</div><div>{[form(row), grade(row)].filter(Boolean).join(' · ')}</div><div className="soft">{[`${t('ddds')} ${ddds(row)}`, marks(row)].filter(Boolean).join(' · ')}</div></div>}
      />
    </Card>
  )
}
