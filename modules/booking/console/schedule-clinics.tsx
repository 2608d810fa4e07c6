import { Alert, Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { startOfWeek } from '../../../kernel/calendar.ts'
import { ActButton } from '../../../ui/act-button.tsx'
import { opens } from '../../../ui/access.ts'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { clinicContract, type ScheduleView } from '../contract/clinics.ts'
import { clinicServices } from '../rules/schedule.ts'
import { ScheduleNav } from './schedule-nav.tsx'
import { RuleDialog, useRuleLine } from './schedule-rules.tsx'
import { texts } from './schedule-texts.ts'

type Planned = z.output<typeof ScheduleView>['clinics'][number]
type Rule = Planned['rules'][number]
type Dialog = { kind: 'add' } | { kind: 'edit'; clinic: Planned['clinic'] } | { kind: 'rule'; clinic: Planned['clinic']; rule: Rule | null } | { kind: 'end'; clinic: Planned['clinic']; rule: Rule }

/** Clinics of the own body with the rules that make their slots. */
export function ClinicsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const institutionId = me.data?.institution?.id
  const isCommission = me.data?.institution?.kind === 'commission'
  const found = useRead(clinicContract.schedule, { query: { institutionId: institutionId ?? '', week: startOfWeek(todayHere()) } }, { enabled: institutionId !== undefined && !isCommission })
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  if (me.data === undefined || institutionId === undefined) return <Loading />
  return (
    <Page title={t('n_clinics')} actions={opens(clinicContract.addClinic, me.data.roles) ? <Button type="primary" onClick={() => setDialog({ kind: 'add' })}>{t('addClinic')}</Button> : undefined}>
      <ScheduleNav />
      {isCommission ? <Alert type="info" showIcon title={t('noClinics')} /> : null}
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {isCommission ? null : <ClinicTable rows={found.data?.clinics ?? []} loading={found.isPending} onDialog={setDialog} />}
      {dialog?.kind === 'add' ? <ClinicForm institutionId={institutionId} onClose={close} /> : null}
      {dialog?.kind === 'edit' ? <ClinicForm institutionId={institutionId} clinic={dialog.clinic} onClose={close} /> : null}
      {dialog?.kind === 'rule' ? <RuleDialog clinic={dialog.clinic} rule={dialog.rule} onClose={close} /> : null}
      {dialog?.kind === 'end' ? <EndRule clinic={dialog.clinic} rule={dialog.rule} onClose={close} /> : null}
    </Page>
  )
}

function ClinicTable({ rows, loading, onDialog }: { rows: readonly Planned[]; loading: boolean; onDialog: (dialog: Dialog) => void }) {
  const t = useTexts(texts)
  const fee = (row: Planned) => (row.clinic.feeCents === 0 ? t('free') : t('yuan', { n: (row.clinic.feeCents / 100).toFixed(2) }))
  const mark = (row: Planned) => (row.clinic.active ? null : <StatusMark tone="quiet" compact>{t('closed')}</StatusMark>)
  const acts = ({ clinic }: Planned) => (
    <div className="row">
      <ActButton blocked={clinic.blocked.plan} size="small" aria-label={`${t('edit')}：${clinic.name}`} onClick={() => onDialog({ kind: 'edit', clinic })}>{t('edit')}</ActButton>
      {clinic.active ? <ActButton blocked={clinic.blocked.plan} size="small" aria-label={`${t('addRule')}：${clinic.name}`} onClick={() => onDialog({ kind: 'rule', clinic, rule: null })}>{t('addRule')}</ActButton> : null}
    </div>
  )
  return (
    <Card flush>
      <ListTable<Planned>
        label={t('n_clinics')}
        rows={rows}
        rowKey={(row) => row.clinic.id}
        loading={loading}
        empty={t('noClinics')}
        columns={[
          { title: t('clinic'), width: 220, render: (_, row) => <div className="row"><b>{row.clinic.name}</b>{mark(row)}</div> },
          { title: t('department'), width: 140, render: (_, row) => <>{row.clinic.departmentName}<div className="soft">{row.clinic.staffName}</div></> },
          { title: t('room'), width: 80, render: (_, row) => row.clinic.room || <span className="soft">—</span> },
          { title: t('feeShort'), width: 90, render: (_, row) => fee(row) },
          { title: t('rules'), width: 370, render: (_, row) => <Rules row={row} onDialog={onDialog} /> },
          { title: '', width: 190, render: (_, row) => acts(row) },
        ]}
        card={(row) => (
          <>
            <div className="row"><b>{row.clinic.name}</b>{mark(row)}</div>
            <div className="soft">{[row.clinic.departmentName, row.clinic.staffName, row.clinic.room === '' ? null : t('roomOf', { room: row.clinic.room }), fee(row)].filter(Boolean).join(' · ')}</div>
            <Rules row={row} onDialog={onDialog} />
            <div className="card-action">{acts(row)}</div>
          </>
        )}
      />
    </Card>
  )
}

function Rules({ row, onDialog }: { row: Planned; onDialog: (dialog: Dialog) => void }) {
  const t = useTexts(texts)
  const line = useRuleLine()
  if (row.rules.length === 0) return <span className="soft">{t('noRules')}</span>
  return (
    <ul className="schedule-rules">
      {row.rules.map((rule) => (
        <li key={rule.id}>
          <span className="number">{line(rule)}</span>{' '}
          <span className="row">
            <ActButton blocked={row.clinic.blocked.plan} type="link" size="small" aria-label={`${t('changeRule')}：${row.clinic.name} ${line(rule)}`} onClick={() => onDialog({ kind: 'rule', clinic: row.clinic, rule })}>{t('changeRule')}</ActButton>
            <ActButton blocked={row.clinic.blocked.plan} type="link" size="small" aria-label={`${t('endRule')}：${row.clinic.name} ${line(rule)}`} onClick={() => onDialog({ kind: 'end', clinic: row.clinic, rule })}>{t('endRule')}</ActButton>
          </span>
        </li>
      ))}
    </ul>
  )
}

type ClinicValues = { departmentId: string; staffId?: string; name: string; service: Planned['clinic']['service']; room?: string; fee?: number | null; brings?: string; active: boolean }

function ClinicForm({ institutionId, clinic, onClose }: { institutionId: string; clinic?: Planned['clinic']; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const departments = useRead(directoryContract.listDepartments, { query: { institutionId, limit: 500 } })
  const add = useDo(clinicContract.addClinic, onClose)
  const change = useDo(clinicContract.changeClinic, onClose)
  const submit = ({ staffId, room, fee, brings, ...values }: ClinicValues) => {
    const body = { ...values, staffId: staffId ?? null, room: room ?? '', feeCents: Math.round((fee ?? 0) * 100), brings: brings ?? '' }
    return clinic === undefined ? add.mutateAsync({ body }) : change.mutateAsync({ params: { institutionId, clinicId: clinic.id }, body: { ...body, revision: clinic.revision } })
  }
  const initial: Partial<ClinicValues> = clinic === undefined ? { service: 'visit', active: true } : { departmentId: clinic.departmentId, name: clinic.name, service: clinic.service, room: clinic.room, fee: clinic.feeCents / 100, brings: clinic.brings, active: clinic.active, ...(clinic.staffId === null ? {} : { staffId: clinic.staffId }) }
  return (
    <FormDialog<ClinicValues> open title={t(clinic === undefined ? 'addClinic' : 'editClinic')} okText={t('save')} initial={initial} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="name" label={t('name')} rules={[required(t('name'))]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="departmentId" label={t('department')} rules={[{ required: true, message: required(t('department')).message }]}><Select showSearch={{ optionFilterProp: 'label' }} loading={departments.isPending} options={(departments.data?.rows ?? []).map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
      <Form.Item name="staffId" label={t('doctor')}>
        <RemoteSelect
          endpoint={directoryContract.listStaff}
          query={(search) => ({ institutionId, search, limit: 30 })}
          placeholder={t('searchPerson')}
          allowClear
          {...(clinic === undefined || clinic.staffId === null ? {} : { known: { value: clinic.staffId, label: clinic.staffName ?? '' } })}
          options={(reply) => reply.rows.map((person) => ({ value: person.id, label: [person.name, person.employeeNumber, person.title].filter(Boolean).join(' · ') }))}
        />
      </Form.Item>
      <div className="pair">
        <Form.Item name="service" label={t('kind')}><Select options={clinicServices.map((value) => ({ value, label: t(value) }))} /></Form.Item>
        <Form.Item name="room" label={t('room')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="fee" label={t('fee')}><InputNumber min={0} max={100_000} precision={2} /></Form.Item>
        <Form.Item name="active" label={t('active')} valuePropName="checked"><Switch /></Form.Item>
      </div>
      <Form.Item name="brings" label={t('brings')}><Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
    </FormDialog>
  )
}

function EndRule({ clinic, rule, onClose }: { clinic: Planned['clinic']; rule: Rule; onClose: () => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const line = useRuleLine()
  const required = useRequired()
  const end = useDo(clinicContract.endRule, onClose)
  return (
    <FormDialog<{ lastOn: string }> open danger title={`${t('endRule')}：${clinic.name}`} okText={t('endRule')} hint={`${line(rule)}（${t('ruleFrom', { from: showDate(rule.validFrom, locale) })}）。${t('endRuleHint')}`} initial={{ lastOn: todayHere() }} onCancel={onClose} onSubmit={({ lastOn }) => end.mutateAsync({ params: { institutionId: clinic.institutionId, clinicId: clinic.id, ruleId: rule.id }, body: { lastOn } })}>
      <Form.Item name="lastOn" label={t('lastOn')} rules={[required(t('lastOn'))]}><DateField /></Form.Item>
    </FormDialog>
  )
}
