import { Link } from '@tanstack/react-router'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { ratioContract } from '../contract/ratio.ts'
import { antibioticGrades, antibioticLimits, type AntibioticGrade } from '../rules/antibiotic.ts'
import { HousePick, MonthPick, PrescribingNav } from './figure-nav.tsx'
import { texts as figureTexts } from './figure-texts.ts'
import { texts } from './guard-texts.ts'

type View = z.output<(typeof ratioContract.antibiotics)['reply']>
type Unit = View['rows'][number]
type Beyond = View['beyond'][number]
type Right = View['rights'][number]
const uses = ['outpatient', 'emergency', 'inpatient', 'intensity'] as const

/** Use of antibiotics by department, lines beyond a right, and who has which. */
export function AntibioticsScreen() {
  const t = useTexts(texts)
  const [institutionId, setHouse] = useState<string | undefined>(undefined)
  const [month, setMonth] = useState<string | undefined>(undefined)
  const found = useRead(ratioContract.antibiotics, { query: { ...(month === undefined ? {} : { month }), ...(institutionId === undefined ? {} : { institutionId }) } })
  const view = found.data
  return (
    <Page title={t('antibiotics')} lead={t('antibioticsLead')}>
      <PrescribingNav />
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {view === undefined ? (found.error === null ? <Loading /> : null) : (
        <>
          <div className="figure-state"><MonthPick label={t('month')} months={view.months} value={view.month} onChange={setMonth} /><HousePick houses={view.houses} value={view.institutionId} name={view.institutionName} onChange={(id) => { setMonth(undefined); setHouse(id) }} /></div>
          <Figures items={uses.map((use) => [t(use), said(use, view.whole[use])] as const)} />
          <Units rows={view.rows} />
          <BeyondCard view={view} />
          <Rights view={view} />
        </>
      )}
    </Page>
  )
}

const said = (use: (typeof uses)[number], value: number | null): string => (value === null ? '—' : use === 'intensity' ? String(value) : `${value}%`)

function Units({ rows }: { rows: readonly Unit[] }) {
  const t = useTexts(texts)
  const cell = (row: Unit, use: (typeof uses)[number]) => <span className="number">{said(use, row[use])}{(row[use] ?? 0) > antibioticLimits[use] ? <span className="small"> {t('over')}</span> : null}</span>
  return (
    <Card title={t('department')} flush>
      <ListTable<Unit>
        label={t('department')}
        rows={rows}
        rowKey={(row) => row.key}
        empty={t('noAnti')}
        columns={[{ title: t('department'), width: 200, render: (_, row) => row.name }, ...uses.map((use) => ({ title: t(use), width: 150, render: (_: unknown, row: Unit) => cell(row, use) })), { title: t('cases'), width: 90, align: 'right', render: (_, row) => <span className="number">{row.cases}</span> }, { title: t('patientDays'), width: 100, align: 'right', render: (_, row) => <span className="number">{row.patientDays}</span> }]}
        card={(row) => <div><b>{row.name}</b>{uses.map((use) => <div key={use}>{t(use)} {cell(row, use)}</div>)}</div>}
      />
    </Card>
  )
}

function BeyondCard({ view }: { view: View }) {
  const t = useTexts(texts)
  const f = useTexts(figureTexts)
  const locale = useLocale()
  const who = (row: Beyond) => (view.blocked.prescribers !== null ? null : <Link to="/prescribing/queries" search={{ institutionId: view.institutionId, month: view.month, itemCode: row.itemCode, itemName: row.itemName, ...(row.departmentId === null ? {} : { departmentId: row.departmentId }) }} aria-label={f('whoPrescribedOf', { name: row.itemName })}>{f('whoPrescribed')}</Link>)
  const grades = (row: Beyond) => `${t(`g_${row.grade}`)}（${t('right')} ${t(`g_${row.right}`)}）`
  return (
    <Card title={t('beyond')} flush>
      {view.beyondCount === 0 ? null : <p className="soft card-note">{t('beyondSays', { n: view.beyondCount })}</p>}
      <ListTable<Beyond>
        label={t('beyond')}
        rows={view.beyond}
        rowKey={(row) => `${row.on} ${row.docNo} ${row.itemName} ${view.beyond.indexOf(row)}`}
        empty={t('beyondNone')}
        columns={[{ title: t('on'), width: 130, render: (_, row) => showDate(row.on, locale) }, { title: t('docNo'), width: 170, render: (_, row) => row.docNo }, { title: t('department'), width: 150, render: (_, row) => row.departmentName }, { title: t('item'), width: 220, render: (_, row) => <>{row.itemName} {who(row)}</> }, { title: t('grade'), width: 260, render: (_, row) => grades(row) }]}
        card={(row) => <div><b>{row.itemName}</b><div>{grades(row)}</div><div className="soft">{`${showDate(row.on, locale)} ${row.departmentName} ${row.docNo}`}</div>{who(row)}</div>}
      />
    </Card>
  )
}

type Values = { staffId: string; grade: AntibioticGrade; fromOn: string; toOn?: string; note?: string }
function Rights({ view }: { view: View }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const required = useRequired()
  const [writing, setWriting] = useState(false)
  const write = useDo(ratioContract.writeRight, () => setWriting(false))
  const span = (row: Right) => `${showDate(row.fromOn, locale)} – ${row.toOn === null ? t('forGood') : showDate(row.toOn, locale)}`
  return (
    <Card title={t('rights')} flush extra={<ActButton blocked={view.blocked.write} onClick={() => setWriting(true)}>{t('writeRight')}</ActButton>}>
      <ListTable<Right>
        label={t('rights')}
        rows={view.rights}
        rowKey={(row) => row.id}
        empty={t('rightsEmpty')}
        columns={[{ title: t('person'), width: 160, render: (_, row) => row.staffName }, { title: t('right'), width: 170, render: (_, row) => t(`g_${row.grade}`) }, { title: t('fromOn'), width: 260, render: (_, row) => span(row) }, { title: t('note'), render: (_, row) => row.note }]}
        card={(row) => <div><b>{row.staffName}</b><div>{t(`g_${row.grade}`)}</div><div className="soft">{`${span(row)} ${row.note}`}</div></div>}
      />
      {writing ? (
        <FormDialog<Values> open title={t('writeRight')} okText={t('save')} initial={{ grade: 'unrestricted', fromOn: todayHere() }} onCancel={() => setWriting(false)} onSubmit={({ toOn = '', note = '', ...values }) => write.mutateAsync({ body: { ...values, note, toOn: toOn === '' ? null : toOn } })}>
          <Form.Item name="staffId" label={t('person')} rules={[{ ...required(t('person')), whitespace: false }]}><Select showSearch={{ optionFilterProp: 'label' }} options={view.staff.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
          <Form.Item name="grade" label={t('right')}><Select options={antibioticGrades.map((grade) => ({ value: grade, label: t(`g_${grade}`) }))} /></Form.Item>
          <Form.Item name="fromOn" label={t('fromOn')} rules={[required(t('fromOn'))]}><DateField /></Form.Item>
          <Form.Item name="toOn" label={t('toOn')}><DateField /></Form.Item>
          <Form.Item name="note" label={t('note')}><Input maxLength={200} /></Form.Item>
        </FormDialog>
      ) : null}
    </Card>
  )
}
