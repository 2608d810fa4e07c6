import { newKey } from '../../../ui/device-store.ts'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Checkbox, DatePicker, Form, InputNumber } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { z } from 'zod'
import { directoryContract } from '../../directory/contract.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { planContract, type LaunchPreview } from '../contract.ts'
import { useWhy } from './plan.tsx'
import { texts } from './texts.ts'

type Preview = z.infer<typeof LaunchPreview>

/** What looks wrong before the launch, each with the duties it concerns; the clerk decides. */
function Concerns({ preview }: { preview: Preview }) {
  const t = useTexts(texts)
  const list = (duties: Preview['past']) => (
    <details>
      <summary>{duties.slice(0, 2).map((duty) => duty.text.slice(0, 24)).join('；')}…</summary>
      <ul className="plain">{duties.map((duty) => <li key={duty.dutyId}>{duty.text}{duty.detail === '' ? '' : `（${duty.detail}）`}</li>)}</ul>
    </details>
  )
  return (
    <div className="stack" style={{ gap: 8 }}>
      {preview.invertedPhases.length === 0 ? null : <Alert type="error" showIcon title={t('previewInverted', { n: preview.invertedPhases.length })} description={preview.invertedPhases.map((phase) => `${phase.name}（${phase.start} — ${phase.end}）`).join('；')} />}
      {preview.unconfirmed === 0 ? null : <Alert type="info" showIcon title={t('previewUnconfirmed', { n: preview.unconfirmed })} />}
      {preview.past.length === 0 ? null : <Alert type="warning" showIcon title={t('previewPast', { n: preview.past.length })} description={list(preview.past)} />}
      {preview.withoutDate.length === 0 ? null : <Alert type="info" showIcon title={t('previewWithoutDate', { n: preview.withoutDate.length })} description={list(preview.withoutDate)} />}
      {preview.withoutPeriod.length === 0 ? null : <Alert type="warning" showIcon title={t('previewWithoutPeriod', { n: preview.withoutPeriod.length })} description={list(preview.withoutPeriod)} />}
      {preview.unofficialYears.length === 0 ? null : <Alert type="info" showIcon title={t('previewUnofficial', { years: preview.unofficialYears.join('、') })} />}
    </div>
  )
}

/** The last look before a campaign runs: where, from when to when, and what it will create. */
export function LaunchScreen() {
  const t = useTexts(texts)
  const why = useWhy()
  const navigate = useNavigate()
  const { draftId = '' } = useParams({ strict: false })
  const [dates, setDates] = useState<{ startsOn?: string; endsOn?: string }>({})
  const [grace, setGrace] = useState<number | null>(30)
  const [withCommission, setWithCommission] = useState(true)
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const [key] = useState(() => newKey())
  const preview = useRead(planContract.previewLaunch, { params: { draftId }, query: dates })
  const bodies = useRead(directoryContract.listInstitutions, { query: { limit: 500 } })
  const launch = useDo(planContract.launchPlan, (reply) => void navigate({ to: '/plans/$planId', params: { planId: reply.planId } }))
  if (preview.isPending || bodies.isPending) return <Loading />
  if (preview.error !== null) return <Page title={t('launchPlan')}><Fault error={preview.error} retry={() => void preview.refetch()} /></Page>
  if (bodies.error !== null) return <Page title={t('launchPlan')}><Fault error={bodies.error} retry={() => void bodies.refetch()} /></Page>
  const institutions = bodies.data.rows.filter((row) => row.kind !== 'commission')
  const ids = chosen ?? institutions.map((row) => row.id)
  const startsOn = dates.startsOn ?? preview.data.startsOn
  const endsOn = dates.endsOn ?? preview.data.endsOn
  const start = () => launch.mutate({ body: { draftId, revision: preview.data.revision, institutionIds: [...ids], startsOn, endsOn, graceDays: grace, withCommission }, key })
  return (
    <Page
      title={t('launchPlan')}
      lead={t('launchLead')}
      actions={
        <>
          <Link to="/reader/$draftId" params={{ draftId }}><Button>{t('backToReader')}</Button></Link>
          <Button type="primary" loading={launch.isPending} disabled={ids.length === 0 || preview.data.blocked !== null} title={why(preview.data.blocked)} onClick={start}>{t('launch')}</Button>
        </>
      }
    >
      {launch.error === null ? null : <div style={{ marginBottom: 12 }}><Fault error={launch.error} /></div>}
      {preview.data.blocked === null ? null : <Alert style={{ marginBottom: 12 }} type="error" showIcon title={why(preview.data.blocked)} />}
      <div className="figures">
        <div className="figure"><b>{preview.data.duties}</b><span>{t('previewDuties')}</span></div>
        <div className="figure"><b>{preview.data.periods}</b><span>{t('previewPeriods')}</span></div>
        <div className="figure"><b>{ids.length}</b><span>{t('institutions')}</span></div>
      </div>
      <Concerns preview={preview.data} />
      <div className="two" style={{ marginTop: 16 }}>
        <Card title={t('chooseInstitutions')} extra={<span className="soft">{t('chosen', { n: ids.length })}</span>}>
          <div className="row" style={{ marginBottom: 10 }}>
            <Button size="small" onClick={() => setChosen(institutions.map((row) => row.id))}>{t('chooseAll')}</Button>
            <Button size="small" onClick={() => setChosen(institutions.filter((row) => row.level === 'two').map((row) => row.id))}>{t('chooseLevelTwo')}</Button>
            <Button size="small" onClick={() => setChosen([])}>{t('clear')}</Button>
          </div>
          <Checkbox.Group className="checks" value={[...ids]} onChange={(values) => setChosen(values.map(String))} options={institutions.map((row) => ({ value: row.id, label: row.name }))} />
        </Card>
        <div>
        {preview.data.ownDuties === 0 ? null : <Card><Checkbox checked={withCommission} onChange={(event) => setWithCommission(event.target.checked)}>{t('withCommission', { n: preview.data.ownDuties })}</Checkbox></Card>}
        <Card title={t('period')}>
          <Form layout="vertical">
            <Form.Item label={t('startsOn')} htmlFor="launch-start"><DatePicker id="launch-start" allowClear={false} value={dayjs(startsOn)} onChange={(_, text) => setDates({ ...dates, startsOn: String(text) })} /></Form.Item>
            <Form.Item label={t('endsOn')} htmlFor="launch-end"><DatePicker id="launch-end" allowClear={false} value={dayjs(endsOn)} onChange={(_, text) => setDates({ ...dates, endsOn: String(text) })} /></Form.Item>
            <Form.Item label={t('grace')} htmlFor="launch-grace"><InputNumber id="launch-grace" min={0} max={366} value={grace} onChange={setGrace} /></Form.Item>
          </Form>
        </Card>
        </div>
      </div>
    </Page>
  )
}
