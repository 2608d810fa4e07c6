import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { ratioContract } from '../contract/ratio.ts'
import { leastPurpose } from '../rules/purpose.ts'
import { MonthPick } from './figure-nav.tsx'
import { texts as figureTexts } from './figure-texts.ts'
import { texts } from './guard-texts.ts'
import { Corrections, RankCard } from './rank-table.tsx'

export type Answer = z.output<(typeof ratioContract.askByPrescriber)['reply']>
type Values = { purpose: string; departmentId?: string }
type Item = { readonly code: string; readonly name: string }
type Given = { institutionId: string; months: readonly string[]; month: string; departments: readonly { id: string; name: string }[]; departmentId?: string | undefined; item?: Item | undefined; onAnswer: (answer: Answer) => void }

/** Rule PR-74 on a screen: nothing by prescriber is shown before its purpose is written. */
export function AskPrescribers({ institutionId, months, month: first, departments, departmentId: chosen, item, onAnswer }: Given) {
  const t = useTexts(texts)
  const required = useRequired()
  const [month, setMonth] = useState(first)
  const [isOfItem, setOfItem] = useState(item !== undefined)
  const ask = useDo(ratioContract.askByPrescriber, onAnswer)
  const of = months.length === 1 ? first : month
  const send = ({ purpose, departmentId }: Values) => ask.mutate({ body: { institutionId, month: of, purpose, departmentId: departmentId ?? null, itemCode: isOfItem && item !== undefined ? item.code : null } })
  return (
    <Card title={t('ask')}>
      {departments.length > 0 ? null : <p className="soft">{t('queriesLead')}</p>}
      <Form<Values> layout="vertical" initialValues={{ departmentId: chosen }} onFinish={send}>
        <div className="question-form">
          {months.length < 2 ? null : <div><span>{t('month')}</span><MonthPick label={t('month')} months={months} value={month} onChange={setMonth} /></div>}
          {departments.length === 0 ? null : <Form.Item name="departmentId" label={t('department')}><Select allowClear placeholder={t('all')} showSearch={{ optionFilterProp: 'label' }} options={departments.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>}
          {item === undefined ? null : <Form.Item label={t('item')} htmlFor="asked-item"><Select id="asked-item" value={isOfItem} onChange={setOfItem} options={[{ value: true, label: item.name }, { value: false, label: t('allItems') }]} /></Form.Item>}
          <Form.Item name="purpose" label={t('purpose')} extra={t('purposeHint')} rules={[required(t('purpose')), { min: leastPurpose, message: t('purposeHint') }]}><Input maxLength={500} /></Form.Item>
        </div>
        {ask.error === null ? null : <Fault error={ask.error} />}
        <Button type="primary" htmlType="submit" loading={ask.isPending}>{t('ask')}</Button>
      </Form>
    </Card>
  )
}

/** The answer: as the month was closed, with what came later; or as the lines are now. */
export function PrescriberAnswer({ answer }: { answer: Answer }) {
  const t = useTexts(texts)
  const f = useTexts(figureTexts)
  const isUnits = answer.isOfItem
  const titles = { amount: `${answer.what} · ${t('byAmount')}`, volume: `${answer.what} · ${isUnits ? f('byVolume') : t('byVolume')}` }
  return (
    <>
      <p role="status">{answer.closedAt === null ? <StatusMark tone="wait">{t('asNow')}</StatusMark> : <StatusMark tone="good">{f('closedState', { at: showInstant(answer.closedAt), who: answer.closedName ?? '' })}</StatusMark>}</p>
      {answer.correction === null ? null : <Alert className="page-alert" type="warning" showIcon title={f('correction', { at: showInstant(answer.correction.madeAt) })} />}
      <RankCard title={titles.amount} rows={answer.table.amount} subject="prescriber" order="amount" isUnits={isUnits} file={null} />
      <RankCard title={titles.volume} rows={answer.table.volume} subject="prescriber" order="volume" isUnits={isUnits} file={null} />
      {answer.correction === null ? null : <Corrections changes={answer.correction.changes} />}
    </>
  )
}
