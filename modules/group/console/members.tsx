import { Form, Input, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { groupContract, type GroupView, type MemberView } from '../contract.ts'
import { texts } from './texts.ts'

type Group = z.infer<typeof GroupView>
type Person = { name: string; postTitle?: string; staff?: string }

const keyOf = (group: Group) => ({ institutionId: group.institutionId, groupId: group.id })

/** The contract asks for the two halves of the key; the field holds both. */
function bodyOf<Values extends Person>({ staff, ...values }: Values) {
  const [staffInstitutionId = null, staffId = null] = staff?.split(' ') ?? []
  return { ...values, staffInstitutionId, staffId }
}

function PersonFields() {
  const t = useTexts(texts)
  const required = useRequired()
  return (
    <>
      <Form.Item name="name" label={t('person')} rules={[required(t('person'))]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="postTitle" label={t('post')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="staff" label={t('staffLink')} extra={t('staffLinkHint')}>
        <RemoteSelect
          endpoint={directoryContract.listStaff}
          query={(search) => ({ search, limit: 30 })}
          allowClear
          options={(reply) => reply.rows.map((person) => ({ value: `${person.institutionId} ${person.id}`, label: [person.name, person.institutionName, person.posts[0]?.title].filter(Boolean).join(' · ') }))}
        />
      </Form.Item>
    </>
  )
}

export function AddMember({ group, onClose }: { group: Group; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const add = useDo(groupContract.addMember, onClose)
  return (
    <FormDialog<Person & { role: string }> open title={t('addMember')} okText={t('add')} onCancel={onClose} onSubmit={(values) => add.mutateAsync({ params: keyOf(group), body: bodyOf(values) })}>
      <Form.Item name="role" label={t('role')} extra={t('roleHint')} rules={[required(t('role'))]}><Input maxLength={40} /></Form.Item>
      <PersonFields />
    </FormDialog>
  )
}

/** A member leaves; whoever takes over the post takes over the seat. */
export function ReplaceMember({ group, member, onClose }: { group: Group; member: z.infer<typeof MemberView>; onClose: () => void }) {
  const t = useTexts(texts)
  const [succeeded, setSucceeded] = useState(true)
  const replace = useDo(groupContract.replaceMember, onClose)
  return (
    <FormDialog<Person>
      open
      title={t('replaceTitle', { name: member.name, role: member.role })}
      okText={t('confirm')}
      hint={t('replaceHint')}
      initial={{ postTitle: member.postTitle }}
      onCancel={onClose}
      onSubmit={(successor) => replace.mutateAsync({ params: { ...keyOf(group), memberId: member.id }, body: { successor: succeeded ? bodyOf(successor) : null } })}
    >
      <div className="row dialog-hint">
        <Switch checked={succeeded} onChange={setSucceeded} aria-label={t('hasSuccessor')} />
        <span>{t('hasSuccessor')}</span>
      </div>
      {succeeded ? <PersonFields /> : null}
    </FormDialog>
  )
}
