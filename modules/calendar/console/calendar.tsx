import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { calendarContract, type YearView } from '../contract.ts'
import { EditDay } from './edit-day.tsx'
import { Month, type Day } from './month.tsx'
import { texts } from './texts.ts'

type Year = z.infer<typeof YearView>

/** A year on one page; the year is part of the address. A year without an official notice says so first. */
export function CalendarScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { year?: number }
  const asked = Number(search.year)
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2100 ? asked : Number(todayHere().slice(0, 4))
  const found = useRead(calendarContract.loadYear, { params: { year } })
  const [editing, setEditing] = useState<string | null>(null)
  const [confirming, setConfirming] = useState(false)
  const special = useMemo(() => new Map((found.data?.days ?? []).map((day) => [day.day, day])), [found.data])
  const go = (to: number) => void navigate({ to: '/calendar', search: { year: to }, replace: true })
  const steps = (
    <>
      <Button icon={<LeftOutlined />} aria-label={t('previous')} onClick={() => go(year - 1)} />
      <Button icon={<RightOutlined />} aria-label={t('nextYear')} onClick={() => go(year + 1)} />
    </>
  )
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')} actions={steps}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const view = found.data
  const mayChange = view.blocked.change === null
  return (
    <Page
      title={`${t('title')} ${t('year', { n: year })}`}
      lead={t('lead')}
      actions={
        <>
          {steps}
          {isForbidden(view.blocked.change) ? null : <ActButton blocked={view.blocked.change} onClick={() => setConfirming(true)}>{t(view.official ? 'unconfirmYear' : 'confirmYear')}</ActButton>}
        </>
      }
    >
      {view.official ? <p className="soft">{t('source', { source: view.source })}</p> : <Alert className="page-alert" type="warning" showIcon title={<b>{t('unofficial', { n: year })}</b>} description={t('unofficialHint')} />}
      <p className="soft small">{t('legend')}</p>
      <div className="months">
        {Array.from({ length: 12 }, (_, index) => <Month key={index} year={year} month={index + 1} special={special} onChoose={mayChange ? setEditing : null} />)}
      </div>
      <SpecialDays days={view.days} />
      <Explain />
      {editing === null ? null : <EditDay iso={editing} special={special.get(editing)} onClose={() => setEditing(null)} />}
      {confirming ? <ConfirmYear view={view} onClose={() => setConfirming(false)} /> : null}
    </Page>
  )
}

/** The same days as a list: quicker to check against the printed notice, and the only form a reader of the screen needs. */
function SpecialDays({ days }: { days: readonly Day[] }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <Card title={t('list')}>
      {days.length === 0 ? <p className="soft">{t('noDays')}</p> : null}
      <ul className="day-list">
        {days.map((day) => (
          <li key={day.day} title={day.source}>
            <StatusMark tone={day.kind === 'holiday' ? 'good' : 'warn'} compact>{t(`${day.kind}Long`)}</StatusMark>
            <span className="number">{showDate(day.day, locale, { weekday: true })}</span>
            <span>{day.name}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function ConfirmYear({ view, onClose }: { view: Year; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const save = useDo(calendarContract.saveYear, onClose)
  return (
    <FormDialog<{ source: string; reason: string }>
      open
      title={`${t('year', { n: view.year })}：${t(view.official ? 'unconfirmYear' : 'confirmYear')}`}
      okText={t('save')}
      hint={t('recounts')}
      initial={{ source: view.source }}
      onCancel={onClose}
      onSubmit={(values) => save.mutateAsync({ params: { year: view.year }, body: { ...values, official: !view.official } })}
    >
      <Form.Item name="source" label={t('yearSource')} rules={[required(t('yearSource'))]}><Input maxLength={200} /></Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}

/** The calendar answering for itself: a rule, a start, and the due date with every day that was skipped. */
function Explain() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const today = todayHere()
  const rules = useRead(calendarContract.listRules)
  const [rule, setRule] = useState<string | undefined>(undefined)
  const [start, setStart] = useState(today)
  const answer = useRead(calendarContract.explain, { query: { rule: rule ?? '', start } }, { enabled: rule !== undefined && start !== '' })
  return (
    <Card title={t('explain')}>
      <p className="soft">{t('explainLead')}</p>
      <div className="filters">
        <Select<string> aria-label={t('rule')} className="filter-rule" showSearch={{ optionFilterProp: 'label' }} placeholder={t('rule')} loading={rules.isPending} {...(rule === undefined ? {} : { value: rule })} onChange={setRule} options={(rules.data?.rows ?? []).map((row) => ({ value: row.code, label: name(row.name) }))} />
        <label className="filter-date"><span>{t('start')}</span><DateField value={start} onChange={setStart} /></label>
      </div>
      <div aria-live="polite">
        {answer.error === null ? null : <Fault error={answer.error} />}
        {answer.data === undefined ? null : (
          <>
            <p className="lead-text"><b>{t('dueOn', { date: showDate(answer.data.deadline.dueOn, locale, { weekday: true }) })}</b></p>
            <p className="prewrap">{answer.data[locale]}</p>
          </>
        )}
      </div>
    </Card>
  )
}
