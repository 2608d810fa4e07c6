import { Checkbox, Form, Input, Select } from 'antd'
import type { z } from 'zod'
import { roleNames, staffRoles, type StaffRole } from '../../../kernel/actor.ts'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract, type PostView } from '../contract.ts'
import { DepartmentField, PersonField } from './pickers.tsx'
import { texts } from './texts.ts'

export type Post = z.infer<typeof PostView>
type PostValues = { role: StaffRole; title: string; departmentId?: string }

/** Sets up a post, or renames one; the role is fixed once people have held it. */
export function PostForm({ institutionId, post, onClose }: { institutionId: string; post?: Post; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const create = useDo(directoryContract.createPost, onClose)
  const change = useDo(directoryContract.changePost, onClose)
  return (
    <FormDialog<PostValues>
      open
      title={t(post === undefined ? 'addPost' : 'editPost')}
      okText={t('save')}
      initial={post === undefined ? {} : { title: post.title, role: post.role, ...(post.departmentId === null ? {} : { departmentId: post.departmentId }) }}
      onCancel={onClose}
      onSubmit={({ role, title, departmentId }) =>
        post === undefined
          ? create.mutateAsync({ body: { institutionId, role, title, departmentId: departmentId ?? null } })
          : change.mutateAsync({ params: { institutionId, postId: post.id }, body: { title, departmentId: departmentId ?? null } })
      }
    >
      <Form.Item name="title" label={t('postTitle')} rules={[required(t('postTitle'))]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="role" label={t('role')} rules={[required(t('role'))]}><Select disabled={post !== undefined} options={staffRoles.map((value) => ({ value, label: name(roleNames[value]) }))} /></Form.Item>
      <Form.Item name="departmentId" label={t('department')}><DepartmentField institutionId={institutionId} allText={t('departmentNone')} /></Form.Item>
    </FormDialog>
  )
}

export function Appoint({ post, onClose }: { post: Post; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const appoint = useDo(directoryContract.appoint, onClose)
  const held = post.holders.some((holder) => holder.toOn === null)
  return (
    <FormDialog<{ staffId: string; fromOn: string; toOn?: string; succeed?: boolean }>
      open
      title={t('appointTo', { post: post.title })}
      okText={t('appoint')}
      hint={t('appointHint')}
      initial={{ succeed: held }}
      onCancel={onClose}
      onSubmit={({ staffId, fromOn, toOn, succeed }) =>
        appoint.mutateAsync({ params: { institutionId: post.institutionId, postId: post.id }, body: { staffId, fromOn, toOn: toOn === undefined || toOn === '' ? null : toOn, succeed: succeed === true } })
      }
    >
      <Form.Item name="staffId" label={t('person')} rules={[required(t('person'))]}><PersonField institutionId={post.institutionId} /></Form.Item>
      <div className="form-grid">
        <Form.Item name="fromOn" label={t('fromOn')} rules={[required(t('fromOn'))]}><DateField /></Form.Item>
        <Form.Item name="toOn" label={t('toOn')}><DateField /></Form.Item>
      </div>
      {held ? <Form.Item name="succeed" valuePropName="checked"><Checkbox>{t('succeed')}</Checkbox></Form.Item> : null}
    </FormDialog>
  )
}

/** A dialog that asks for one day. */
export function AskForDay({ title, label, okText, hint, danger = false, onClose, onSubmit }: { title: string; label: string; okText: string; hint?: string; danger?: boolean; onClose: () => void; onSubmit: (on: string) => Promise<unknown> }) {
  const required = useRequired()
  return (
    <FormDialog<{ on: string }> open danger={danger} title={title} okText={okText} {...(hint === undefined ? {} : { hint })} onCancel={onClose} onSubmit={({ on }) => onSubmit(on)}>
      <Form.Item name="on" label={label} rules={[required(label)]}><DateField /></Form.Item>
    </FormDialog>
  )
}
