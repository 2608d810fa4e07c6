import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import { addDays, isIsoDate, startOfWeek } from '../../../kernel/calendar.ts'
import { opens } from '../../../ui/access.ts'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { clinicContract } from '../contract/clinics.ts'
import { CopyWeekDialog, ExtraDialog, type ExtraOf } from './schedule-dialogs.tsx'
import { ScheduleGrid, type OpenSession } from './schedule-grid.tsx'
import { ScheduleNav } from './schedule-nav.tsx'
import { SessionDialog } from './schedule-session.tsx'
import { texts } from './schedule-texts.ts'

type Search = { institution?: string; department?: string; week?: string }
type Dialog = { kind: 'extra'; of: ExtraOf } | { kind: 'session'; of: OpenSession } | { kind: 'copy' }

/** One week of the clinics of a department, in the address so that it can be sent on. */
export function ScheduleScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const isCommission = me.data?.institution?.kind === 'commission'
  const institutionId = search.institution ?? (isCommission ? undefined : me.data?.institution?.id)
  const monday = startOfWeek(search.week !== undefined && isIsoDate(search.week) ? search.week : todayHere())
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const go = (change: Search) => void navigate({ to: '/booking/schedule', search: { ...search, ...change } })
  const ask = { institutionId: institutionId ?? '', week: monday, ...(search.department === undefined ? {} : { departmentId: search.department }) }
  const found = useRead(clinicContract.schedule, { query: ask }, { enabled: institutionId !== undefined })
  const departments = useRead(directoryContract.listDepartments, { query: { institutionId: institutionId ?? '', limit: 500 } }, { enabled: institutionId !== undefined })
  const close = () => setDialog(null)
  if (me.data === undefined) return <Loading />
  return (
    <Page title={t('title')} lead={t('lead')} actions={opens(clinicContract.copyWeek, me.data.roles) && found.data !== undefined ? <Button onClick={() => setDialog({ kind: 'copy' })}>{t('copyWeek')}</Button> : undefined}>
      <ScheduleNav />
      <div className="filters">
        {isCommission ? <RemoteSelect endpoint={directoryContract.listInstitutions} query={(words) => ({ search: words, limit: 50 })} label={t('institution')} placeholder={t('chooseInstitution')} {...(institutionId === undefined ? {} : { value: institutionId })} onChange={(id) => void navigate({ to: '/booking/schedule', search: { week: monday, ...(id === undefined ? {} : { institution: id }) } })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} /> : null}
        <Select aria-label={t('department')} value={search.department ?? ''} showSearch={{ optionFilterProp: 'label' }} onChange={(id) => void navigate({ to: '/booking/schedule', search: { ...(search.institution === undefined ? {} : { institution: search.institution }), week: monday, ...(id === '' ? {} : { department: id }) } })} options={[{ value: '', label: t('allDepartments') }, ...(departments.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }))]} />
        <DateField className="schedule-date" aria-label={t('on')} value={monday} onChange={(week) => (isIsoDate(week) ? go({ week }) : undefined)} />
      </div>
      {institutionId === undefined ? <Alert type="info" showIcon title={t('chooseInstitution')} /> : null}
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {institutionId !== undefined && found.data === undefined && found.error === null ? <Loading /> : null}
      {found.data === undefined ? null : (
        <>
          {found.data.conflicts.length === 0 ? null : (
            <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t('conflicts', { n: found.data.conflicts.length })} description={<ul className="plain">{found.data.conflicts.map((each) => <li key={`${each.onDate} ${each.zh}`}>{`${showDate(each.onDate, locale)}：${each[locale]}`}</li>)}</ul>} />
          )}
          <Card title={t('week', { from: showDate(found.data.from, locale), to: showDate(found.data.to, locale) })} extra={<div className="row touch"><Button onClick={() => go({ week: addDays(monday, -7) })}>{t('weekBefore')}</Button><Button onClick={() => go({ week: todayHere() })}>{t('weekThis')}</Button><Button onClick={() => go({ week: addDays(monday, 7) })}>{t('weekAfter')}</Button></div>}>
            <ScheduleGrid schedule={found.data} today={todayHere()} onExtra={(of) => setDialog({ kind: 'extra', of })} onOpen={(of) => setDialog({ kind: 'session', of })} />
          </Card>
        </>
      )}
      {dialog?.kind === 'extra' ? <ExtraDialog of={dialog.of} onClose={close} /> : null}
      {dialog?.kind === 'session' ? <SessionDialog of={dialog.of} clinics={found.data?.clinics.map((each) => each.clinic) ?? []} onClose={close} /> : null}
      {dialog?.kind === 'copy' ? <CopyWeekDialog week={monday} departmentId={search.department ?? null} onClose={close} /> : null}
    </Page>
  )
}
