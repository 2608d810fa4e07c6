import { Form, Input, InputNumber, Select, Switch } from 'antd'
import { institutionRoles, roleNames } from '../../../kernel/actor.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { institutionLevelNames, institutionLevels, type InstitutionLevel } from '../../directory/rules/kinds.ts'
import { readerContract } from '../contract.ts'
import { dutyKinds } from '../rules/model.ts'
import { commissionAnsweringRoles, commissionKind, defaultSettings, type DutyItem, type Shift } from '../rules/draft/understanding.ts'
import { rhythmOf, rruleOf, weekdayCodes, type Rhythm } from './cadence-words.ts'
import { useDesk } from './draft-context.ts'
import { FactKeyField, FilterField } from './fact-fields.tsx'
import { DateField, Frame, optionsOf } from './fields.tsx'
import { texts } from './texts.ts'

const rhythms: readonly Rhythm[] = ['none', 'daily', 'weekly', 'monthly', 'quarterly', 'halfyearly', 'yearly', 'other']
const weekdays = { zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'], en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] }
const kinds = ['general', 'traditional', 'maternal_child', 'specialist', 'township', 'community', 'clinic', 'other'] as const

type Values = {
  clauseId: string
  text: string
  kind: DutyItem['kind']
  subject: string
  dueDate: string | null
  dueTime: string
  rhythm: Rhythm
  day: string
  cadenceStart: string | null
  cadenceUntil: string | null
  metric: string
  comparator: '>=' | '<=' | '>' | '<' | '='
  value: number | null
  unit: string
  products: string[]
  receiver: string
  included: boolean
  who: 'institutions' | 'commission'
  role: DutyItem['settings']['role']
  kinds: string[]
  levels: InstitutionLevel[]
  phaseId: string
  freshDays: number | null
  factKey: string
  where: string
  shift: Shift | ''
}

function valuesOf(duty: DutyItem | null, firstClause: string): Values {
  const { rhythm, day } = rhythmOf(duty?.cadence?.rrule ?? null)
  const settings = duty?.settings ?? defaultSettings
  return {
    clauseId: duty?.clauseId ?? firstClause, text: duty?.text ?? '', kind: duty?.kind ?? 'task', subject: duty?.subject ?? '',
    dueDate: duty?.due?.date ?? null, dueTime: duty?.due?.time ?? '', rhythm, day, cadenceStart: duty?.cadence?.start ?? null, cadenceUntil: duty?.cadence?.until ?? null,
    metric: duty?.target?.metric ?? '', comparator: duty?.target?.comparator ?? '>=', value: duty?.target?.value ?? null, unit: duty?.target?.unit ?? '',
    products: [...(duty?.products ?? [])], receiver: duty?.receiver ?? '', included: settings.included, who: settings.kinds?.includes(commissionKind) === true ? 'commission' : 'institutions', role: settings.role,
    kinds: (settings.kinds ?? []).filter((kind) => kind !== commissionKind), phaseId: settings.phaseId ?? '', freshDays: settings.freshDays, factKey: settings.factKey ?? '', where: settings.where ?? '', levels: [...(settings.levels ?? [])], shift: settings.shift ?? '',
  }
}

/** What the form says, with the printed words kept where the meaning was not touched. */
function changeOf(values: Values, duty: DutyItem | null, words: (key: keyof typeof texts) => string) {
  const before = rhythmOf(duty?.cadence?.rrule ?? null)
  const rrule = rruleOf(values.rhythm, values.day, duty?.cadence?.rrule ?? null)
  const sameRhythm = before.rhythm === values.rhythm && before.day === values.day
  const { target } = duty ?? { target: null }
  const sameTarget = target !== null && target.value === values.value && target.comparator === values.comparator && target.unit === values.unit && target.metric === values.metric
  return {
    clauseId: values.clauseId,
    text: values.text,
    kind: values.kind,
    subject: values.subject,
    due: values.dueDate === null ? (duty?.due?.date === null ? duty.due : null) : { date: values.dueDate, time: values.dueTime === '' ? null : values.dueTime, printed: duty?.due?.printed ?? values.dueDate, relative: null },
    cadence: rrule === null ? null : { rrule, start: values.cadenceStart, until: values.cadenceUntil, printed: sameRhythm && duty?.cadence !== null && duty !== null ? duty.cadence.printed : words(values.rhythm) + values.day },
    target: values.value === null ? null : sameTarget ? target : { metric: values.metric, comparator: values.comparator, value: values.value, upper: null, unit: values.unit, printed: `${values.metric}${values.comparator}${values.value}${values.unit}` },
    products: values.products,
    receiver: values.receiver === '' ? null : values.receiver,
    settings: {
      included: values.included, role: values.role, kinds: values.who === 'commission' ? [commissionKind] : values.kinds.length === 0 ? null : values.kinds, phaseId: values.phaseId === '' ? null : values.phaseId,
      freshDays: values.freshDays, factKey: values.factKey === '' ? null : values.factKey, where: values.where === '' ? null : values.where, levels: values.who === 'commission' || values.levels.length === 0 ? null : values.levels, shift: values.shift === '' ? null : values.shift,
    },
  }
}

/** The fields of one duty. */
export function DutyForm({ duty, close }: { duty: DutyItem | null; close: () => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { draft, send } = useDesk()
  const [form] = Form.useForm<Values>()
  const rhythm = Form.useWatch('rhythm', form)
  const kind = Form.useWatch('kind', form)
  const who = Form.useWatch('who', form)
  const factKey = Form.useWatch('factKey', form)
  const answering = who === 'commission' ? commissionAnsweringRoles : institutionRoles
  // Body and post go together, and a key belongs to one kind: what no longer fits is set anew at once.
  const follow = (changed: Partial<Values>) => {
    if (changed.who !== undefined) form.setFieldsValue({ role: changed.who === 'commission' ? 'commission_clerk' : 'institution_clerk' })
    if (changed.kind !== undefined) form.setFieldsValue({ factKey: '', where: '' })
    if (changed.factKey !== undefined) form.setFieldsValue({ where: '' })
  }
  const clauses = draft.understanding.clauses.filter((clause) => clause.printed !== '' || clause.title !== '')
  const submit = () => {
    void form.validateFields().then(async () => {
      const change = changeOf(form.getFieldsValue(true), duty, t)
      const done = duty === null ? await send(readerContract.addDuty, { params: { draftId: draft.id }, body: { change } }) : await send(readerContract.changeDuty, { params: { draftId: draft.id, itemId: duty.id }, body: { change } })
      if (done) close()
    }, () => undefined)
  }
  const days = rhythm === 'weekly' ? weekdayCodes.map((code, at) => ({ value: code as string, label: weekdays[locale][at] ?? code })) : Array.from({ length: 31 }, (_, at) => ({ value: String(at + 1), label: t('dayOfMonth', { n: at + 1 }) }))
  return (
    <Frame title={t('s_duties')} close={close} submit={submit}>
      <Form<Values> form={form} layout="vertical" onValuesChange={follow} initialValues={valuesOf(duty, clauses[0]?.id ?? '')}>
        <Form.Item name="text" label={t('dutyText')} rules={[{ required: true, min: 2 }]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
        <Form.Item name="clauseId" label={t('s_clauses')} rules={[{ required: true }]}><Select showSearch={{ optionFilterProp: 'label' }} options={clauses.map((clause) => ({ value: clause.id, label: `${clause.printed}${clause.title}`.slice(0, 40) || clause.text.slice(0, 30) }))} /></Form.Item>
        <Form.Item name="kind" label={t('kind')}><Select options={optionsOf(t, 'kind_', dutyKinds)} /></Form.Item>
        <div className="pair">
          <Form.Item name="dueDate" label={t('due')}><DateField /></Form.Item>
          <Form.Item name="dueTime" label={t('dueTime')} rules={[{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/ }]}><Input placeholder="17:30" /></Form.Item>
        </div>
        <div className="pair">
          <Form.Item name="rhythm" label={t('cadence')}><Select options={rhythms.map((value) => ({ value, label: value === 'other' && duty?.cadence !== null && duty !== null ? duty.cadence.printed : t(value) }))} /></Form.Item>
          {rhythm === 'weekly' || rhythm === 'monthly' || rhythm === 'quarterly' || rhythm === 'halfyearly' ? <Form.Item name="day" label={t('onDay')}><Select options={[{ value: '', label: t('anyDay') }, ...days]} /></Form.Item> : null}
        </div>
        {rhythm === undefined || rhythm === 'none' ? null : (
          <div className="pair">
            <Form.Item name="cadenceStart" label={t('from')}><DateField /></Form.Item>
            <Form.Item name="cadenceUntil" label={t('until')}><DateField /></Form.Item>
          </div>
        )}
        <Form.Item label={t('target')} style={{ marginBottom: 0 }}>
          <div className="target">
            <Form.Item name="metric"><Input aria-label={t('metric')} placeholder={t('metric')} /></Form.Item>
            <Form.Item name="comparator"><Select aria-label={t('comparator')} options={['>=', '<=', '>', '<', '='].map((value) => ({ value, label: value }))} /></Form.Item>
            <Form.Item name="value"><InputNumber aria-label={t('value')} placeholder={t('value')} style={{ width: '100%' }} /></Form.Item>
            <Form.Item name="unit"><Input aria-label={t('unit')} placeholder={t('unit')} /></Form.Item>
          </div>
        </Form.Item>
        <Form.Item name="subject" label={t('subject')}><Input /></Form.Item>
        <Form.Item name="products" label={t('products')}><Select mode="tags" open={false} tokenSeparators={['、', '，', ',']} /></Form.Item>
        <Form.Item name="receiver" label={t('receiver')}><Input /></Form.Item>
        <Form.Item name="included" label={t('included')} valuePropName="checked"><Switch /></Form.Item>
        {kind === undefined || kind === 'task' ? null : <Form.Item name="factKey" label={t('factKey')} extra={t('factKeyHint')}><FactKeyField kind={kind} /></Form.Item>}
        {kind === undefined || factKey === undefined || factKey === '' ? null : <Form.Item name="where" noStyle><FilterField kind={kind} factKey={factKey} /></Form.Item>}
        <Form.Item name="who" label={t('who')}><Select options={[{ value: 'institutions', label: t('whoInstitutions') }, { value: 'commission', label: t('whoCommission') }]} /></Form.Item>
        <Form.Item name="role" label={t('role')}><Select options={answering.map((value) => ({ value, label: roleNames[value][locale] }))} /></Form.Item>
        {who === 'commission' ? null : <Form.Item name="kinds" label={t('kinds')}><Select mode="multiple" placeholder={t('allKinds')} options={optionsOf(t, 'k_', kinds)} /></Form.Item>}
        {who === 'commission' ? null : <Form.Item name="levels" label={t('levels')}><Select mode="multiple" placeholder={t('allKinds')} options={institutionLevels.map((value) => ({ value, label: institutionLevelNames[value][locale] }))} /></Form.Item>}
        <Form.Item name="shift" label={t('shift')}><Select options={(['', 'next_workday', 'none'] as const).map((value) => ({ value, label: t(`shift_${value === '' ? 'auto' : value}`) }))} /></Form.Item>
        <Form.Item name="phaseId" label={t('phase')}><Select options={[{ value: '', label: t('auto') }, ...draft.understanding.phases.map((phase) => ({ value: phase.id, label: phase.name }))]} /></Form.Item>
        {kind === 'publish' ? <Form.Item name="freshDays" label={t('freshDays')}><InputNumber min={1} max={366} /></Form.Item> : null}
      </Form>
    </Frame>
  )
}
