import { Form, Input, InputNumber, Switch } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../../ui/texts.ts'
import { readerContract } from '../contract.ts'
import { useDesk } from './draft-context.ts'
import { DutyForm } from './edit-duty.tsx'
import { DateField, Frame } from './fields.tsx'
import { texts } from './texts.ts'

export type Editing = { readonly section: string; readonly id: string }

/** The form for whatever is being corrected; saving confirms it as well. */
export function EditDrawer({ editing, close }: { editing: Editing; close: () => void }) {
  const t = useTexts(texts)
  const { draft, send } = useDesk()
  const [form] = Form.useForm<Record<string, never>>()
  const { understanding } = draft
  const { section, id } = editing
  const params = { draftId: draft.id, itemId: id }
  const draftOnly = { draftId: draft.id }
  if (section === 'duties') return <DutyForm duty={understanding.duties.find((each) => each.id === id) ?? null} close={close} />
  const save = (act: (values: Record<string, never>) => Promise<boolean>) => () => {
    void form.validateFields().then(async (values) => {
      if (await act(values)) close()
    }, () => undefined)
  }
  const wrap = (title: string, initial: object, fields: ReactNode, act: (values: Record<string, never>) => Promise<boolean>) => (
    <Frame title={title} close={close} submit={save(act)}>
      <Form form={form} layout="vertical" initialValues={initial}>{fields}</Form>
    </Frame>
  )
  const required = [{ required: true }]
  if (section === 'head') {
    return wrap(t('s_head'), understanding, (
      <>
        <Form.Item name="title" label={t('title')} rules={required}><Input.TextArea autoSize /></Form.Item>
        <Form.Item name="issuer" label={t('issuer')}><Input /></Form.Item>
        <Form.Item name="number" label={t('number')}><Input /></Form.Item>
        <Form.Item name="issuedOn" label={t('issuedOn')}><DateField /></Form.Item>
      </>
    ), (change) => send(readerContract.changeHead, { params: draftOnly, body: { change } }))
  }
  if (section === 'phases') {
    const phase = understanding.phases.find((each) => each.id === id)
    return wrap(t('s_phases'), phase ?? {}, (
      <>
        <Form.Item name="name" label={t('name')} rules={required}><Input /></Form.Item>
        <Form.Item name="start" label={t('start')}><DateField /></Form.Item>
        <Form.Item name="end" label={t('end')}><DateField /></Form.Item>
      </>
    ), (change) => (phase === undefined ? send(readerContract.addPhase, { params: draftOnly, body: { change } }) : send(readerContract.changePhase, { params, body: { change } })))
  }
  if (section === 'clauses') {
    return wrap(t('s_clauses'), understanding.clauses.find((each) => each.id === id) ?? {}, (
      <>
        <Form.Item name="printed" label={t('printed')}><Input /></Form.Item>
        <Form.Item name="title" label={t('title')}><Input.TextArea autoSize /></Form.Item>
        <Form.Item name="level" label={t('level')}><InputNumber min={0} max={9} /></Form.Item>
        <Form.Item name="text" label={t('clauseText')}><Input.TextArea autoSize={{ minRows: 4, maxRows: 18 }} /></Form.Item>
      </>
    ), (change) => send(readerContract.changeClause, { params, body: { change } }))
  }
  if (section === 'groups') {
    return wrap(t('s_groups'), understanding.groups.find((each) => each.id === id) ?? {}, <Form.Item name="name" label={t('name')} rules={required}><Input.TextArea autoSize /></Form.Item>, (change) => send(readerContract.changeGroup, { params, body: { change } }))
  }
  if (section === 'members') {
    const member = understanding.members.find((each) => each.id === id)
    return wrap(t('s_members'), member ?? { role: '成员' }, (
      <>
        <Form.Item name="role" label={t('memberRole')} rules={required}><Input /></Form.Item>
        <Form.Item name="name" label={t('memberName')} rules={required}><Input /></Form.Item>
        <Form.Item name="post" label={t('memberPost')}><Input.TextArea autoSize /></Form.Item>
      </>
    ), (change) => (member === undefined ? send(readerContract.addMember, { params: draftOnly, body: { change: { ...(change as object), groupId: id.slice(1) } } }) : send(readerContract.changeMember, { params, body: { change } })))
  }
  return wrap(t('s_attachments'), understanding.attachments.find((each) => each.id === id) ?? {}, (
    <>
      <Form.Item name="number" label={t('printed')}><Input /></Form.Item>
      <Form.Item name="title" label={t('title')}><Input.TextArea autoSize /></Form.Item>
      <Form.Item name="found" label={t('found')} valuePropName="checked"><Switch /></Form.Item>
    </>
  ), (change) => send(readerContract.changeAttachment, { params, body: { change } }))
}

