import { Button, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import type { z } from 'zod'
import { reviewContract } from '../contract.ts'
import { ReviewNav } from './marks.tsx'
import { texts } from './texts.ts'

type Setting = z.infer<(typeof reviewContract.loadSetting)['reply']>
const fields = ['pharmacy', 'clinical', 'microbiology', 'management'] as const
type Field = (typeof fields)[number]

/** The expert group, the house's own numbers, and limits of departments. */
export function SettingScreen() {
  const t = useTexts(texts)
  const setting = useRead(reviewContract.loadSetting)
  return (
    <Page title={t('setting')} lead={t('settingLead')}>
      <ReviewNav />
      {setting.error === null ? null : <Fault error={setting.error} retry={() => void setting.refetch()} />}
      {setting.data === undefined ? (setting.error === null ? <Loading /> : null) : <><Group setting={setting.data} /><Numbers setting={setting.data} /></>}
    </Page>
  )
}

function Group({ setting }: { setting: Setting }) {
  const t = useTexts(texts)
  const save = useDo(reviewContract.setExperts)
  const initial = Object.fromEntries(fields.map((field) => [field, setting.experts.filter((each) => each.field === field).map((each) => each.staffId)]))
  const submit = (values: Partial<Record<Field, string[]>>) => save.mutate({ body: { experts: fields.flatMap((field) => (values[field] ?? []).map((staffId) => ({ staffId, field }))) } })
  return (
    <Card title={t('group')}>
      <Form layout="vertical" initialValues={initial} onFinish={submit}>
        {fields.map((field) => <Form.Item key={field} name={field} label={t(`f_${field}`)}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={setting.people.map((each) => ({ value: each.staffId, label: each.name }))} /></Form.Item>)}
        {save.error === null ? null : <Fault error={save.error} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('save')}</Button> <span role="status" className="soft">{save.isSuccess ? t('saved') : ''}</span>
      </Form>
    </Card>
  )
}

type Values = { outpatientLeast?: number | null; inpatientLeast?: number | null; secondShare?: number | null; wholeUpTo?: number | null; perStratum?: number | null }
const given = (value: number | null | undefined): value is number => value !== null && value !== undefined

function Numbers({ setting }: { setting: Setting }) {
  const t = useTexts(texts)
  const { own, rule } = setting
  const [limits, setLimits] = useState<Readonly<Record<string, number | null>>>(Object.fromEntries(setting.limits.map((each) => [each.departmentId, each.amountCents])))
  const save = useDo(reviewContract.saveSetting)
  const submit = (values: Values) =>
    save.mutate({
      body: {
        own: { ...(given(values.outpatientLeast) ? { outpatientLeast: values.outpatientLeast } : {}), ...(given(values.inpatientLeast) ? { inpatientLeast: values.inpatientLeast } : {}), ...(given(values.secondShare) ? { secondShare: values.secondShare / 100 } : {}), ...(given(values.wholeUpTo) ? { wholeUpTo: values.wholeUpTo } : {}), ...(given(values.perStratum) ? { perStratum: values.perStratum } : {}) },
        limits: Object.fromEntries(Object.entries(limits).flatMap(([departmentId, cents]) => (cents === null ? [] : [[departmentId, cents]]))),
      },
    })
  return (
    <Card title={t('numbers')}>
      <Form<Values> layout="vertical" initialValues={{ ...own, secondShare: own.secondShare === undefined ? null : own.secondShare * 100 }} onFinish={submit}>
        <Form.Item name="outpatientLeast" label={t('outpatientLeast', { n: rule.outpatientLeast })}><InputNumber min={rule.outpatientLeast} max={5000} precision={0} /></Form.Item>
        <Form.Item name="inpatientLeast" label={t('inpatientLeast', { n: rule.inpatientLeast })}><InputNumber min={rule.inpatientLeast} max={5000} precision={0} /></Form.Item>
        <Form.Item name="secondShare" label={t('secondShare', { n: rule.secondShare * 100 })}><InputNumber min={0} max={100} precision={0} /></Form.Item>
        <Form.Item name="wholeUpTo" label={t('wholeUpTo', { n: rule.wholeUpTo })}><InputNumber min={0} max={5000} precision={0} /></Form.Item>
        <Form.Item name="perStratum" label={t('perStratum', { n: rule.perStratum })}><InputNumber min={1} max={1000} precision={0} /></Form.Item>
        <h3>{t('limits')}</h3>
        {setting.limits.map((each) => (
          <div key={each.departmentId} className="row review-limit">
            <label htmlFor={`limit-${each.departmentId}`}>{each.departmentName}</label>
            <InputNumber<number> id={`limit-${each.departmentId}`} min={1} max={1_000_000} value={limits[each.departmentId] == null ? null : (limits[each.departmentId] ?? 0) / 100} onChange={(value) => setLimits((now) => ({ ...now, [each.departmentId]: value === null ? null : Math.round(value * 100) }))} />
          </div>
        ))}
        {save.error === null ? null : <Fault error={save.error} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('save')}</Button> <span role="status" className="soft">{save.isSuccess ? t('saved') : ''}</span>
      </Form>
    </Card>
  )
}
