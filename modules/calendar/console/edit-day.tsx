import { Form, Input, Radio } from 'antd'
import { showDate } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { calendarContract } from '../contract.ts'
import { useDayWords, type Day } from './month.tsx'
import { texts } from './texts.ts'

type Values = { kind: Day['kind'] | 'ordinary'; name?: string; reason: string }

/** Makes a day a holiday, a working day, or an ordinary day again; always with a reason. */
export function EditDay({ iso, special, onClose }: { iso: string; special: Day | undefined; onClose: () => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const words = useDayWords()
  const required = useRequired()
  const save = useDo(calendarContract.saveDay, onClose)
  const remove = useDo(calendarContract.removeDay, onClose)
  const submit = ({ kind, name, reason }: Values) =>
    kind === 'ordinary' ? remove.mutateAsync({ params: { day: iso }, body: { reason } }) : save.mutateAsync({ params: { day: iso }, body: { kind, name: name ?? '', reason } })
  return (
    <FormDialog<Values>
      open
      title={t('editDay', { date: showDate(iso, locale, { weekday: true }) })}
      okText={t('save')}
      hint={<>{t('dayIs', { what: words(iso, special) })}<div>{t('recounts')}</div></>}
      initial={{ kind: special?.kind ?? 'holiday', name: special?.name ?? '' }}
      onCancel={onClose}
      onSubmit={submit}
    >
      <Form.Item name="kind" label={t('kind')}>
        <Radio.Group options={[{ value: 'holiday', label: t('holidayLong') }, { value: 'workday', label: t('workdayLong') }, ...(special === undefined ? [] : [{ value: 'ordinary', label: t('ordinary') }])]} />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind']}>
        {({ getFieldValue }) => (getFieldValue('kind') === 'ordinary' ? null : <Form.Item name="name" label={t('name')} extra={t('nameHint')} rules={[required(t('name'))]}><Input maxLength={40} /></Form.Item>)}
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}
