import { Alert, Button, Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import type { z } from 'zod'
import { weekdayName } from '../../../kernel/calendar.ts'
import { useReason } from '../../../ui/act-button.tsx'
import { todayHere } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { clinicContract, type ClinicView, type RuleView } from '../contract/clinics.ts'
import { sayMinute } from '../rules/schedule.ts'
import { MinuteField } from './minute-field.tsx'
import { SharesField, sharesOf } from './schedule-dialogs.tsx'
import { texts } from './schedule-texts.ts'

type Rule = z.output<typeof RuleView>
type Values = Omit<Rule, 'id' | 'clinicId' | 'pools' | 'validTo' | 'room'> & { pools?: Record<string, number | null>; validTo?: string; room?: string }

/** A Monday: only for the names of the weekdays. */
const monday = 5
const dayName = (day: number, locale: 'zh' | 'en') => weekdayName(`2026-01-${String(monday + day - 1).padStart(2, '0')}`, locale)

/** '周一、周三 08:00–11:30，每 30 分钟 4 号'. */
export function useRuleLine(): (rule: Rule) => string {
  const t = useTexts(texts)
  const locale = useLocale()
  return (rule) => {
    const first = rule.weekdays.at(0) ?? 1
    const last = rule.weekdays.at(-1) ?? 1
    const isRun = rule.weekdays.length > 2 && last - first === rule.weekdays.length - 1
    const days = isRun ? t('dayRange', { from: dayName(first, locale), to: dayName(last, locale) }) : rule.weekdays.map((day) => dayName(day, locale)).join(locale === 'zh' ? '、' : ', ')
    const end = rule.validTo === null ? '' : `，${t('ruleTo', { to: rule.validTo })}`
    const begin = rule.validFrom > todayHere() ? `，${t('ruleFrom', { from: rule.validFrom })}` : ''
    return `${t('ruleLine', { days, from: sayMinute(rule.fromMinute), to: sayMinute(rule.toMinute), slot: rule.slotMinutes, capacity: rule.capacity })}${begin}${end}`
  }
}

const standard: Partial<Values> = { weekdays: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 690, slotMinutes: 30, capacity: 4, weeksAhead: 2, releaseMinute: 480, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 3, rolloverHours: 24, onHolidays: false, pools: { onsite: 1, referral: 1 } }

const bodyOf = (values: Values, replaces: string | null) => ({ ...values, pools: sharesOf(values.pools), room: values.room ?? '', validTo: values.validTo === undefined || values.validTo === '' ? null : values.validTo, replaces })

/** Adds a weekly rule, or puts a new one in the place of an old from a day on; conflicts can be asked for before saving. */
export function RuleDialog({ clinic, rule, onClose }: { clinic: z.output<typeof ClinicView>; rule: Rule | null; onClose: () => void }) {
  const t = useTexts(texts)
  const reason = useReason()
  const [form] = Form.useForm<Values>()
  const params = { institutionId: clinic.institutionId, clinicId: clinic.id }
  const check = useDo(clinicContract.checkRule)
  const add = useDo(clinicContract.addRule, onClose)
  const replaces = rule?.id ?? null
  const { id: _id, clinicId: _clinicId, validTo, pools, ...given } = rule ?? { id: '', clinicId: '', validTo: null, pools: {} }
  const initial = rule === null ? { ...standard, validFrom: todayHere() } : { ...given, pools: { ...pools }, validFrom: todayHere(), ...(validTo === null ? {} : { validTo }) }
  const ask = async () => {
    const values = await form.validateFields().catch(() => null)
    if (values !== null) check.mutate({ params, body: bodyOf(values, replaces) })
  }
  const save = (values: Values) => add.mutate({ params, body: bodyOf(values, replaces) })
  const failed = add.error ?? check.error
  return (
    <Modal
      open
      width={640}
      title={`${t(rule === null ? 'addRule' : 'changeRule')}：${clinic.name}`}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
      footer={<div className="row schedule-foot"><Button loading={check.isPending} onClick={() => void ask()}>{t('check')}</Button><Button type="primary" loading={add.isPending} onClick={() => form.submit()}>{t('save')}</Button></div>}
    >
      {rule === null ? null : <div className="dialog-hint">{t('changeRuleHint')}</div>}
      <Form<Values> form={form} layout="vertical" initialValues={initial} onFinish={save} onValuesChange={() => check.reset()} scrollToFirstError requiredMark>
        <RuleFields />
      </Form>
      <div aria-live="polite">
        {check.data === undefined ? null : check.data.refused !== null ? <Alert type="error" showIcon title={reason(check.data.refused)} /> : check.data.conflicts.length === 0 ? <Alert type="success" showIcon title={t('noConflict')} /> : <Conflicts conflicts={check.data.conflicts} />}
        {failed === null ? null : <Fault error={failed} />}
      </div>
    </Modal>
  )
}

function Conflicts({ conflicts }: { conflicts: readonly { clinicId: string; why: string; zh: string; en: string }[] }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return <Alert type="warning" showIcon title={t('ruleConflicts', { n: conflicts.length })} description={<ul className="plain">{conflicts.map((each) => <li key={each.zh}>{each[locale]}</li>)}</ul>} />
}

function RuleFields() {
  const t = useTexts(texts)
  const locale = useLocale()
  const required = useRequired()
  const isDrawn = Form.useWatch<unknown>('mode') === 'draw'
  const needed = (label: string) => [{ required: true, message: required(label).message }]
  const number = (name: keyof Values, min: number, max: number) => <Form.Item name={name} label={t(name as 'capacity')} rules={needed(t(name as 'capacity'))}><InputNumber min={min} max={max} precision={0} /></Form.Item>
  return (
    <>
      <Form.Item name="weekdays" label={t('weekdays')} rules={needed(t('weekdays'))}><Select mode="multiple" options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: dayName(value, locale) }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="fromMinute" label={t('from')} rules={needed(t('from'))}><MinuteField /></Form.Item>
        <Form.Item name="toMinute" label={t('to')} rules={needed(t('to'))}><MinuteField /></Form.Item>
        {number('slotMinutes', 5, 60)}
        {number('capacity', 1, 200)}
      </div>
      <SharesField />
      <div className="pair">
        {number('weeksAhead', 1, 12)}
        <Form.Item name="releaseMinute" label={t('releaseAt')} rules={needed(t('releaseAt'))}><MinuteField /></Form.Item>
        <Form.Item name="mode" label={t('mode')}><Select options={[{ value: 'queue', label: t('queue') }, { value: 'draw', label: t('draw') }]} /></Form.Item>
        <div hidden={!isDrawn}>{number('drawMinutes', 5, 1440)}</div>
        {number('referralDaysEarlier', 0, 14)}
        {number('rolloverHours', 0, 336)}
        <Form.Item name="room" label={t('room')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="onHolidays" label={t('onHolidays')} valuePropName="checked"><Switch /></Form.Item>
        <Form.Item name="validFrom" label={t('validFrom')} rules={[required(t('validFrom'))]}><DateField /></Form.Item>
        <Form.Item name="validTo" label={t('validTo')}><DateField /></Form.Item>
      </div>
    </>
  )
}
