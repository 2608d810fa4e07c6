import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, DatePicker, Form, InputNumber, Select, Switch } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { surveyContract, type ResultsView, type SurveyView } from '../contract.ts'
import { Bars, sayInterval, sayRate, sayShare, Score, SurveyNav, useSurveyKey } from './pieces.tsx'
import { texts } from './texts.ts'

type Results = z.infer<typeof ResultsView>
type Department = Results['departments'][number]
type Item = Results['items'][number]
type Line = Results['dimensions'][number]
type Day = Results['days'][number]
type Way = Results['ways'][number]

/** What the answers of a survey came to: dimensions with n and interval, questions, departments, and who did not answer. */
export function SurveyResultsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const key = useSurveyKey()
  const [span, setSpan] = useState<{ from?: string; to?: string }>({})
  const [departmentId, setDepartment] = useState('')
  const [setting, setSetting] = useState(false)
  const survey = useRead(surveyContract.loadSurvey, { params: key })
  const query = { ...span, ...(departmentId === '' ? {} : { departmentId }) }
  const results = useRead(surveyContract.readResults, { params: key, query })
  if (survey.isPending || results.isPending) return <Loading />
  const { data } = results
  const error = survey.error ?? results.error
  if (survey.data === undefined || data === undefined) return <Page title={t('title')}><Fault error={error} retry={() => void results.refetch()} /></Page>
  const { blocked } = survey.data
  const pick = (which: 'from' | 'to') => (day: Dayjs | null) => setSpan((before) => ({ from: before.from ?? data.from, to: before.to ?? data.to, ...(day === null ? {} : { [which]: day.format('YYYY-MM-DD') }) }))
  return (
    <Page title={name(survey.data.name)} lead={`${survey.data.institutionName} · ${t(`a_${survey.data.audience}`)}`} actions={<><Button icon={<DownloadOutlined />} href={urlOf(surveyContract.resultsSheet, { params: key, query })}>{t('export')}</Button>{blocked.manage === null ? <Button onClick={() => setSetting(true)}>{t('settings')}</Button> : null}</>}>
      <SurveyNav {...key} mayManage={blocked.manage === null} mayEnter={blocked.enter === null} />
      {error === null ? null : <Fault error={error} />}
      <div className="filters">
        <DatePicker aria-label={t('from')} value={dayjs(data.from)} onChange={pick('from')} allowClear={false} />
        <DatePicker aria-label={t('to')} value={dayjs(data.to)} onChange={pick('to')} allowClear={false} />
        <Select aria-label={t('department')} value={departmentId} onChange={setDepartment} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: t('allDepartments') }, ...survey.data.departments.map((each) => ({ value: each.id, label: each.name }))]} />
      </div>
      <Figures items={[[t('total'), data.total.score === null ? t('withheld', { n: data.smallest }) : data.total.score.toFixed(1)], [t('interval'), sayInterval(data.total)], [t('sheets'), data.total.sheets], [t('rate'), `${sayShare(data.response.rate)} (${data.answered}/${data.asked})`], [t('waiting'), data.waiting]]} />
      {data.unnamed.sheets > 0 ? <p className="soft">{t('unnamedSays', { n: data.unnamed.sheets, score: data.unnamed.score === null ? t('withheld', { n: data.smallest }) : data.unnamed.score.toFixed(1) })}</p> : null}
      {data.waiting > 0 ? <p className="soft">{t('waitingHint', { n: data.smallest })}</p> : null}
      {data.lowResponse ? <Alert className="page-alert" type="warning" showIcon title={t('lowResponse', { rate: data.response.rate ?? 0 })} /> : null}
      {data.total.sheets === 0 ? <Card><p>{t('none')}</p></Card> : <Scores data={data} />}
      <Departments data={data} />
      <Ways data={data} />
      <Card title={t('byDay')} flush>
        <ListTable<Day>
          label={t('byDay')}
          rows={data.days}
          rowKey={(row) => row.on}
          empty={t('none')}
          columns={[
            { title: t('day'), width: 160, render: (_, row) => showDate(row.on, locale) },
            { title: t('asked'), width: 100, render: (_, row) => <span className="number">{row.asked}</span> },
            { title: t('handedOut'), width: 100, render: (_, row) => <span className="number">{row.paper}</span> },
            { title: t('answered'), width: 100, render: (_, row) => <span className="number">{row.answered}</span> },
            { title: t('rate'), width: 100, render: (_, row) => <span className="number">{sayRate(row.asked, row.answered)}</span> },
          ]}
          card={(row) => <div>{`${showDate(row.on, locale)} · ${t('answered')} ${row.answered}/${row.asked} · ${sayRate(row.asked, row.answered)}`}</div>}
        />
      </Card>
      {setting ? <Settings survey={survey.data} onClose={() => setSetting(false)} /> : null}
    </Page>
  )
}

function Scores({ data }: { data: Results }) {
  const t = useTexts(texts)
  const name = useName()
  const { smallest } = data
  return (
    <>
      <Card title={t('dimensions')}>
        <p className="soft">{t('barsSay')}</p>
        <Bars label={t('dimensions')} lines={data.dimensions} smallest={smallest} />
      </Card>
      <Card title={t('dimensions')} flush>
        <ListTable<Line>
          label={t('dimensions')}
          rows={data.dimensions}
          rowKey={(row) => row.key}
          columns={[
            { title: t('dimension'), width: 240, render: (_, row) => name(row.name) },
            { title: t('score'), width: 160, render: (_, row) => <Score shown={row} smallest={smallest} /> },
            { title: t('interval'), width: 140, render: (_, row) => <span className="number">{sayInterval(row)}</span> },
            { title: t('sheets'), width: 100, render: (_, row) => <span className="number">{row.sheets}</span> },
          ]}
          card={(row) => <div><div className="row"><b>{name(row.name)}</b><Score shown={row} smallest={smallest} /></div><div className="soft">{`${t('interval')} ${sayInterval(row)} · ${t('sheets')} ${row.sheets}`}</div></div>}
        />
      </Card>
      <Card title={t('questions')} flush>
        <ListTable<Item>
          label={t('questions')}
          rows={data.items}
          rowKey={(row) => row.key}
          columns={[
            { title: t('question'), width: 320, render: (_, row) => name(row.name) },
            { title: t('score'), width: 160, render: (_, row) => <Score shown={row} smallest={smallest} /> },
            { title: t('interval'), width: 140, render: (_, row) => <span className="number">{sayInterval(row)}</span> },
            { title: t('sheets'), width: 90, render: (_, row) => <span className="number">{row.sheets}</span> },
            { title: t('notApplicable'), width: 110, render: (_, row) => <span className="number">{row.notApplicable}</span> },
          ]}
          card={(row) => <div><div>{name(row.name)}</div><div className="row"><Score shown={row} smallest={smallest} /><span className="soft">{`${t('sheets')} ${row.sheets} · ${t('notApplicable')} ${row.notApplicable}`}</span></div></div>}
        />
      </Card>
    </>
  )
}

function Departments({ data }: { data: Results }) {
  const t = useTexts(texts)
  const called = (row: Department) => (row.departmentId === null ? t('noDepartment') : row.name)
  return (
    <Card title={t('byDepartment')} flush>
      <ListTable<Department>
        label={t('byDepartment')}
        rows={data.departments}
        rowKey={(row) => row.departmentId ?? 'none'}
        empty={t('none')}
        columns={[
          { title: t('department'), width: 220, render: (_, row) => called(row) },
          { title: t('score'), width: 160, render: (_, row) => <Score shown={row.total} smallest={data.smallest} /> },
          { title: t('interval'), width: 140, render: (_, row) => <span className="number">{sayInterval(row.total)}</span> },
          { title: t('sheets'), width: 90, render: (_, row) => <span className="number">{row.total.sheets}</span> },
          { title: t('asked'), width: 90, render: (_, row) => <span className="number">{row.asked}</span> },
          { title: t('lapsed'), width: 100, render: (_, row) => <span className="number">{row.lapsed}</span> },
          { title: t('rate'), width: 90, render: (_, row) => <span className="number">{sayShare(row.rate)}</span> },
        ]}
        card={(row) => <div><div className="row"><b>{called(row)}</b><Score shown={row.total} smallest={data.smallest} /></div><div className="soft">{`${t('sheets')} ${row.total.sheets} · ${t('answered')} ${row.answered}/${row.asked} · ${t('lapsed')} ${row.lapsed}`}</div></div>}
      />
    </Card>
  )
}

/** Who did not answer, by how they were asked: a low share says that the score may be of those alone who like to answer. */
function Ways({ data }: { data: Results }) {
  const t = useTexts(texts)
  const name = useName()
  const amount = (value: number) => <span className="number">{value}</span>
  return (
    <Card title={t('byWay')} flush>
      <ListTable<Way>
        label={t('byWay')}
        rows={data.ways}
        rowKey={(row) => row.way}
        empty={t('noneAsked')}
        columns={[
          { title: t('way'), width: 220, render: (_, row) => name(row.name) },
          { title: t('asked'), width: 90, render: (_, row) => amount(row.asked) },
          { title: t('answered'), width: 90, render: (_, row) => amount(row.answered) },
          { title: t('openYet'), width: 110, render: (_, row) => amount(row.open) },
          { title: t('lapsed'), width: 110, render: (_, row) => amount(row.lapsed) },
          { title: t('rate'), width: 90, render: (_, row) => <span className="number">{sayShare(row.rate)}</span> },
        ]}
        card={(row) => <div><div className="row"><b>{name(row.name)}</b><span>{sayShare(row.rate)}</span></div><div className="soft">{`${t('answered')} ${row.answered}/${row.asked} · ${t('openYet')} ${row.open} · ${t('lapsed')} ${row.lapsed}`}</div></div>}
      />
    </Card>
  )
}

type Values = Pick<z.infer<typeof SurveyView>, 'active' | 'byMessage' | 'smallest' | 'countsUnnamed'>

function Settings({ survey, onClose }: { survey: z.infer<typeof SurveyView>; onClose: () => void }) {
  const t = useTexts(texts)
  const save = useDo(surveyContract.switchSurvey, onClose)
  const { active, byMessage, smallest, countsUnnamed } = survey
  return (
    <FormDialog<Values> open title={t('settings')} okText={t('save')} initial={{ active, byMessage, smallest, countsUnnamed }} onCancel={onClose} onSubmit={(values) => save.mutateAsync({ params: { key: survey.key }, body: values })}>
      <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>
      <Form.Item name="byMessage" label={t('byMessage')} valuePropName="checked"><Switch /></Form.Item>
      <Form.Item name="smallest" label={t('smallest')}><InputNumber min={5} max={200} precision={0} /></Form.Item>
      {survey.audience === 'outpatient' || survey.audience === 'inpatient' ? <Form.Item name="countsUnnamed" label={t('countsUnnamed')} valuePropName="checked"><Switch /></Form.Item> : null}
    </FormDialog>
  )
}
