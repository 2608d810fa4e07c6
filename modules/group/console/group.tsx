import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showDate } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../../plan/contract.ts'
import { groupContract, type GroupView, type MemberView } from '../contract.ts'
import { ConsultList } from './groups.tsx'
import { AddMember, ReplaceMember } from './members.tsx'
import { texts } from './texts.ts'

type Group = z.infer<typeof GroupView>
type Member = z.infer<typeof MemberView>

/** One leading group: who sits in it, how its office works, what was put to it. */
export function GroupScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; groupId: string }
  const found = useRead(groupContract.loadGroup, { params })
  const [dialog, setDialog] = useState<'ask' | 'edit' | null>(null)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('groups')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const group = found.data
  const close = () => setDialog(null)
  return (
    <Page
      title={group.name}
      lead={group.institutionName}
      actions={
        <>
          <ActButton blocked={group.blocked.change} icon={<EditOutlined />} onClick={() => setDialog('edit')}>{t('edit')}</ActButton>
          <ActButton blocked={group.blocked.ask} type="primary" onClick={() => setDialog('ask')}>{t('ask')}</ActButton>
        </>
      }
    >
      {group.office === '' && group.officeDirector === '' && group.workingRules === '' && group.planId === null ? null : (
        <Card>
          <Facts
            items={[
              [t('office'), group.office],
              [t('officeDirector'), group.officeDirector],
              [t('plan'), group.planId === null ? null : <Link key="plan" to="/plans/$planId" params={{ planId: group.planId }}>{t('seePlan')}</Link>],
              [t('workingRules'), group.workingRules === '' ? null : <span key="workingRules" className="prewrap">{group.workingRules}</span>],
            ]}
          />
        </Card>
      )}
      <Members group={group} />
      <ConsultList groupId={group.id} />
      {dialog === 'ask' ? <Ask group={group} onClose={close} /> : null}
      {dialog === 'edit' ? <EditGroup group={group} onClose={close} /> : null}
    </Page>
  )
}

function Members({ group }: { group: Group }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [showLeft, setShowLeft] = useState(false)
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Member | null>(null)
  const left = group.members.filter((member) => member.toOn !== null)
  const shown = showLeft ? group.members : group.members.filter((member) => member.toOn === null)
  const time = (member: Member) => (member.toOn === null ? t('from', { from: showDate(member.fromOn, locale) }) : t('fromTo', { from: showDate(member.fromOn, locale), to: showDate(member.toOn, locale) }))
  const marks = (member: Member) => (
    <>
      {member.toOn === null ? null : <StatusMark tone="quiet" compact>{t('left')}</StatusMark>}
      {member.staffId === null || member.toOn !== null ? null : <StatusMark tone="good" compact>{t('linked')}</StatusMark>}
    </>
  )
  const act = (member: Member) =>
    member.toOn !== null ? null : (
      <ActButton blocked={group.blocked.change} size="small" onClick={() => setLeaving(member)} aria-label={`${t('replace')}：${member.name}`}>
        {t('replace')}
      </ActButton>
    )
  return (
    <Card
      title={t('members')}
      flush
      extra={
        <div className="row">
          {left.length === 0 ? null : <Button type="text" onClick={() => setShowLeft(!showLeft)}>{showLeft ? t('hideLeft') : t('showLeft', { n: left.length })}</Button>}
          <ActButton blocked={group.blocked.change} icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('addMember')}</ActButton>
        </div>
      }
    >
      <ListTable<Member>
        label={t('members')}
        rows={shown}
        rowKey={(member) => member.id}
        empty={t('membersEmpty')}
        columns={[
          { title: t('role'), width: 150, dataIndex: 'role' },
          { title: t('person'), width: 200, render: (_, member) => <div className="row"><b>{member.name}</b>{marks(member)}</div> },
          { title: t('post'), render: (_, member) => <span className="wrap">{member.postTitle}</span> },
          { title: t('since'), width: 280, render: (_, member) => time(member) },
          ...(group.blocked.change === null ? [{ title: '', width: 150, render: (_: unknown, member: Member) => act(member) }] : []),
        ]}
        card={(member) => (
          <>
            <div className="row"><b>{member.name}</b><span>{member.role}</span>{marks(member)}</div>
            <div>{member.postTitle}</div>
            <div className="soft">{time(member)}</div>
            {act(member)}
          </>
        )}
      />
      {adding ? <AddMember group={group} onClose={() => setAdding(false)} /> : null}
      {leaving === null ? null : <ReplaceMember group={group} member={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  )
}

function EditGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const change = useDo(groupContract.changeGroup, onClose)
  return (
    <FormDialog<Pick<Group, 'name' | 'office' | 'officeDirector' | 'workingRules'>>
      open
      title={t('editGroup')}
      okText={t('save')}
      initial={group}
      onCancel={onClose}
      onSubmit={(body) => change.mutateAsync({ params: { institutionId: group.institutionId, groupId: group.id }, body })}
    >
      <Form.Item name="name" label={t('name')} rules={[required(t('name'))]}><Input maxLength={120} /></Form.Item>
      <Form.Item name="office" label={t('office')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="officeDirector" label={t('officeDirector')}><Input maxLength={60} /></Form.Item>
      <Form.Item name="workingRules" label={t('workingRules')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4000} /></Form.Item>
    </FormDialog>
  )
}

function Ask({ group, onClose }: { group: Group; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const navigate = useNavigate()
  const plan = useRead(planContract.loadPlan, { params: { planId: group.planId ?? '' } }, { enabled: group.planId !== null })
  const ask = useDo(groupContract.askConsult, (consult) => void navigate({ to: '/consults/$institutionId/$consultId', params: { institutionId: consult.institutionId, consultId: consult.id } }))
  return (
    <FormDialog<{ question: string; background?: string; clauseId?: string }>
      open
      title={t('ask')}
      okText={t('ask')}
      hint={t('askHint')}
      onCancel={onClose}
      onSubmit={({ clauseId, ...values }) => ask.mutateAsync({ params: { institutionId: group.institutionId, groupId: group.id }, body: { ...values, clauseId: clauseId ?? null } })}
    >
      <Form.Item name="question" label={t('question')} rules={[required(t('question'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} showCount /></Form.Item>
      <Form.Item name="background" label={t('background')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={8000} /></Form.Item>
      {group.planId === null ? null : (
        <Form.Item name="clauseId" label={t('clause')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('clauseNone')} loading={plan.isPending} options={(plan.data?.clauses ?? []).map((clause) => ({ value: clause.id, label: `${clause.printed}${clause.title === '' ? clause.text.slice(0, 40) : clause.title}` }))} />
        </Form.Item>
      )}
    </FormDialog>
  )
}
