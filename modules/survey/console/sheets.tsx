import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { newKey } from '../../../ui/device-store.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { surveyContract } from '../contract.ts'
import { SurveyNav, useSurveyKey } from './pieces.tsx'
import { texts } from './texts.ts'

type Sheets = z.infer<(typeof surveyContract.handOut)['reply']>['sheets']

/** Codes to hand out: for patients at the desk, or one for each invited rater; printed as cards to cut apart. */
export function SurveySheetsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const key = useSurveyKey()
  const survey = useRead(surveyContract.loadSurvey, { params: key })
  const [sheets, setSheets] = useState<Sheets>([])
  const [batchId, setBatch] = useState(newKey)
  // The same batch again gives the same codes; only once they are here does the next one begin.
  const make = useDo(surveyContract.handOut, (reply) => {
    setSheets(reply.sheets)
    setBatch(newKey())
  })
  if (survey.isPending) return <Loading />
  if (survey.data === undefined) return <Page title={t('title')}><Fault error={survey.error} /></Page>
  const { data } = survey
  const ofPatients = data.audience === 'outpatient' || data.audience === 'inpatient'
  const submit = ({ count, departmentId }: { count: number; departmentId?: string }) => make.mutate({ params: { key: key.key }, body: { batchId, count, departmentId: departmentId ?? null } })
  return (
    <Page title={name(data.name)} lead={t('paper')} actions={sheets.length > 0 ? <Button type="primary" onClick={() => window.print()}>{t('print')}</Button> : undefined}>
      <SurveyNav {...key} mayManage={data.blocked.manage === null} mayEnter={data.blocked.enter === null} />
      <div className="screen-only">
        {ofPatients ? <ForVisit onMade={(sheet) => setSheets([sheet])} /> : null}
        <Card title={t('make')}>
          <p className="soft">{t(ofPatients ? 'makeHint' : 'makeHintInvited')}</p>
          <Form layout="vertical" initialValues={{ count: 10 }} onFinish={submit}>
            <Form.Item name="count" label={t('count')}><InputNumber min={1} max={200} precision={0} /></Form.Item>
            <Form.Item name="departmentId" label={t('department')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} options={data.departments.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
            <Button type="primary" htmlType="submit" loading={make.isPending}>{t('make')}</Button>
          </Form>
          {make.error === null ? null : <Fault error={make.error} />}
        </Card>
      </div>
      <div className="survey-sheets">
        {sheets.map((sheet) => (
          <section key={sheet.code} className="survey-sheet" aria-label={sheet.code}>
            <strong>{data.institutionName}</strong>
            <div>{name(data.name)}</div>
            <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(sheet.qrSvg)}`} alt={sheet.url} width={150} height={150} />
            <div>{t('sheetSays')}</div>
            <div className="number"><b>{sheet.code}</b></div>
            <small>{sheet.url}</small>
          </section>
        ))}
      </div>
    </Page>
  )
}

/** Rule SV-5: paper for one visit has the code of its message, and counts like it. */
function ForVisit({ onMade }: { onMade: (sheet: Sheets[number]) => void }) {
  const t = useTexts(texts)
  const make = useDo(surveyContract.handOutFor, ({ sheet }) => onMade(sheet))
  return (
    <Card title={t('forVisit')}>
      <p className="soft">{t('forVisitHint')}</p>
      <Form<{ visit: string }> layout="vertical" onFinish={({ visit }) => make.mutate({ body: { visit } })}>
        <Form.Item name="visit" label={t('visit')} rules={[{ required: true, message: t('forVisitHint') }]}><Input maxLength={300} autoComplete="off" /></Form.Item>
        <Button type="primary" htmlType="submit" loading={make.isPending}>{t('makeOne')}</Button>
      </Form>
      {make.error === null ? null : <Fault error={make.error} />}
    </Card>
  )
}
