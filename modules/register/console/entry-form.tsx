import { Alert, Button, Input, Modal } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { newKey } from '../../../ui/device-store.ts'
import { nowHere, showInstant } from '../../../ui/dates.ts'
import { ariaOf, FieldShell } from '../../../ui/field-shell.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { Card } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { titleOf } from '../rules/words.ts'
import { EntryDepartment } from './fields/department-fields.tsx'
import { EvidenceField } from './fields/file-fields.tsx'
import { Field } from './field.tsx'
import { keepsDrafts } from './drafts.ts'
import { isTouched, toSend } from './filled.ts'
import { texts } from './form-texts.ts'
import { outbox, post, type Posted, type Result } from './outbox.ts'
import { seal } from './parcel.ts'
import { useEntryForm, type EntryForm as Form, type FormAsk } from './use-entry-form.ts'

type Props = { ask: FormAsk; says?: string | null; restoredAt: string | null; onSent: (result: Result, posted: Posted) => void; onRefused: (error: unknown) => void }

/** What is sent, as it stands in the form now. */
function postedOf(form: Form, account: string): Posted {
  const { ask, filled, view } = form
  const sent = toSend(filled, form.judged, ask.sealed)
  const { definition, version } = view
  const body = { on: filled.on, departmentId: filled.departmentId, values: sent.values, fileFields: sent.fileFields, version, reason: filled.reason.trim(), keepFiles: [...(filled.evidence ?? [])] }
  const files = sent.files.map(({ name, blob }) => ({ name, blob }))
  const { draft } = ask
  const title = titleOf(definition, form.judged.values, new Map(Object.entries(filled.names)))
  return { ...seal({ id: draft.id, key: newKey(), content: { body, files }, target: draft.target, earlier: draft.earlier }), account, registerKey: definition.key, title, filled, view, savedAt: nowHere() }
}

/** The form of a register, made from its definition; for a thumb first. */
export function EntryForm({ ask, says = null, restoredAt, onSent, onRefused }: Props) {
  const t = useTexts(texts)
  const name = useName()
  const form = useEntryForm(ask)
  const [busy, setBusy] = useState(false)
  const [isLong, setLong] = useState(false)
  const here = useRef(true)
  const { id } = ask.draft
  useEffect(() => {
    here.current = true
    const leave = outbox.watch(id)
    return () => {
      here.current = false
      leave()
    }
  }, [id])
  const { definition } = form.view
  const isCorrection = ask.draft.target !== null

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || !form.check()) return
    setBusy(true)
    const slow = setTimeout(() => setLong(true), 6_000)
    form.kept.hold(true)
    const posted = postedOf(form, ask.draft.account)
    const result = await post(posted)
    clearTimeout(slow)
    if (!here.current) return
    setBusy(false)
    setLong(false)
    if (result.kind === 'refused') {
      form.kept.hold(false)
      form.takeFaults(result.error)
      onRefused(result.error)
    } else onSent(result, posted)
  }

  return (
    <Card>
      <form onSubmit={(event) => void submit(event)} noValidate className="entry-form">
        <Heads form={form} restoredAt={restoredAt} />
        <FieldShell id="f-on" label={name(definition.day.label)} required fault={form.faultAt('on')}>
          {(control) => <DateField {...ariaOf(control)} className="short-input" status={control.invalid ? 'error' : ''} value={form.filled.on} min={form.view.days.from} max={form.view.days.to} onChange={(on) => form.change({ on })} onBlur={() => form.leave('on')} />}
        </FieldShell>
        {form.view.needsDepartment ? <EntryDepartment form={form} /> : null}
        {form.judged.shown.map((field) => <Field key={field.key} field={field} form={form} />)}
        <EvidenceField form={form} />
        {ask.needsReason ? (
          <FieldShell id="f-reason" label={t('reason')} required hint={t('reasonNeeded')} fault={form.faultAt('reason')}>
            {(control) => <Input.TextArea {...ariaOf(control)} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} value={form.filled.reason} onChange={(event) => form.change({ reason: event.target.value })} />}
          </FieldShell>
        ) : null}
        <div aria-live="assertive">{says === null ? null : <Alert type="error" showIcon className="page-alert" title={t('saidNo', { says })} />}</div>
        <div className="foot-bar">
          <Button type="primary" size="large" htmlType="submit" loading={busy}>{t(isCorrection ? 'submitCorrection' : 'submit')}</Button>
          <span aria-live="polite" className={form.faultCount > 0 && !busy ? 'late small' : 'soft small'}>
            {busy ? t(isLong ? 'sendingLong' : 'sending') : form.faultCount > 0 ? t('faultsN', { n: form.faultCount }) : form.kept.failed ? t('keepFailed') : form.kept.at === null ? '' : t('keptAt', { time: form.kept.at })}
          </span>
        </div>
      </form>
    </Card>
  )
}

function Heads({ form, restoredAt }: { form: Form; restoredAt: string | null }) {
  const t = useTexts(texts)
  const [asking, setAsking] = useState(false)
  const [gone, setGone] = useState(false)
  const { draft } = form.ask
  return (
    <>
      {restoredAt === null || gone ? null : (
        <Alert
          type="info"
          showIcon
          className="page-alert"
          title={t('restored', { time: showInstant(restoredAt) })}
          action={draft.target === null && isTouched(form.filled) ? <Button onClick={() => setAsking(true)}>{t('startOver')}</Button> : undefined}
        />
      )}
      {draft.earlier === null ? null : <Alert type="warning" showIcon className="page-alert" title={t('mayHaveArrived')} />}
      <p className="soft form-lead">{t(keepsDrafts() ? 'must' : 'notKept')}</p>
      <Modal
        open={asking}
        title={t('startOverSure')}
        okText={t('startOver')}
        okButtonProps={{ danger: true }}
        onCancel={() => setAsking(false)}
        onOk={() => {
          form.startOver()
          setAsking(false)
          setGone(true)
        }}
      />
    </>
  )
}
