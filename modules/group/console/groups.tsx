import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { planContract } from '../../plan/contract.ts'
import { consultStates, groupContract, type ConsultView } from '../contract.ts'
import { ConsultMark } from './consult-mark.tsx'
import { texts } from './texts.ts'

type Consult = z.infer<typeof ConsultView>

/** Leading groups as cards, and below them every consultation I may see. */
export function GroupsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const groups = useRead(groupContract.listGroups)
  const [creating, setCreating] = useState(false)
  if (groups.isPending) return <Loading />
  const mayCreate = opens(groupContract.createGroup, me.data?.actor.roles)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={mayCreate ? <Button type="primary" onClick={() => setCreating(true)}>{t('newGroup')}</Button> : undefined}
    >
      {groups.error === null ? null : <Fault error={groups.error} retry={() => void groups.refetch()} />}
      {groups.data?.rows.length === 0 ? <Card><Nothing>{t('groupsEmpty')}</Nothing></Card> : null}
      <ul className="tiles" aria-label={t('groups')}>
        {groups.data?.rows.map((group) => (
          <li key={group.id}>
            <Link to="/groups/$institutionId/$groupId" params={{ institutionId: group.institutionId, groupId: group.id }} className="tile">
              <b>{group.name}</b>
              <span className="soft">{group.institutionName}</span>
              {group.office === '' ? null : <span className="soft">{`${t('office')}${group.office}`}</span>}
              <span className="tile-foot number">{`${t('memberCount', { n: group.members })} · ${group.openConsults === 0 ? t('noOpen') : t('openCount', { n: group.openConsults })}`}</span>
            </Link>
          </li>
        ))}
      </ul>
      <ConsultList />
      {creating ? <NewGroup onClose={() => setCreating(false)} /> : null}
    </Page>
  )
}

/** Consultations, newest first; of one group, or of all. */
export function ConsultList({ groupId }: { groupId?: string }) {
  const t = useTexts(texts)
  const [state, setState] = useState<Consult['state'] | ''>('')
  const pages = usePages(groupContract.listConsults, { query: { ...(groupId === undefined ? {} : { groupId }), ...(state === '' ? {} : { state }) } })
  const keyOf = (row: Consult) => ({ to: '/consults/$institutionId/$consultId', params: { institutionId: row.institutionId, consultId: row.id } }) as const
  return (
    <Card
      title={t('consults')}
      flush
      extra={
        <Select<Consult['state'] | ''>
          aria-label={t('state')}
          value={state}
          onChange={setState}
          style={{ minWidth: 140 }}
          options={[{ value: '' as const, label: t('all') }, ...consultStates.map((each) => ({ value: each, label: t(`s_${each}`) }))]}
        />
      }
    >
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Consult>
        label={t('consults')}
        rows={pages.rows}
        rowKey={(row) => row.id}
        loading={pages.loading}
        empty={t('consultsEmpty')}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('question'), render: (_, row) => <Link {...keyOf(row)}><span className="clamp">{row.question}</span></Link> },
          ...(groupId === undefined ? [{ title: t('group'), width: 240, render: (_: unknown, row: Consult) => <span className="clamp">{row.groupName}</span> }] : []),
          { title: t('askedBy'), width: 200, render: (_, row) => <><div>{row.askedName}</div><div className="soft">{row.askedInstitution}</div></> },
          { title: t('askedAt'), width: 160, render: (_, row) => <span className="number">{showInstant(row.askedAt)}</span> },
          { title: t('state'), width: 130, render: (_, row) => <ConsultMark state={row.state} /> },
        ]}
        card={(row) => (
          <Link {...keyOf(row)} className="card-link">
            <div className="row"><ConsultMark state={row.state} /><span className="soft number">{showInstant(row.askedAt)}</span></div>
            <div className="card-text">{row.question}</div>
            <div className="soft">{[row.askedInstitution, row.askedName].join(' ')}</div>
          </Link>
        )}
      />
    </Card>
  )
}

type NewGroupValues = { name: string; planId?: string; office?: string; officeDirector?: string; workingRules?: string }

function NewGroup({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const navigate = useNavigate()
  const plans = useRead(planContract.listPlans)
  const create = useDo(groupContract.createGroup, (made) => void navigate({ to: '/groups/$institutionId/$groupId', params: made }))
  return (
    <FormDialog<NewGroupValues>
      open
      title={t('newGroup')}
      okText={t('create')}
      onCancel={onClose}
      onSubmit={({ planId, ...values }) => create.mutateAsync({ body: { ...values, planId: planId ?? null } })}
    >
      <Form.Item name="name" label={t('name')} rules={[required(t('name'))]}><Input maxLength={120} /></Form.Item>
      <Form.Item name="planId" label={t('plan')} extra={t('planHint')}>
        <Select allowClear placeholder={t('planNone')} loading={plans.isPending} options={(plans.data?.rows ?? []).map((plan) => ({ value: plan.id, label: plan.title }))} />
      </Form.Item>
      <Form.Item name="office" label={t('office')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="officeDirector" label={t('officeDirector')}><Input maxLength={60} /></Form.Item>
      <Form.Item name="workingRules" label={t('workingRules')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} /></Form.Item>
    </FormDialog>
  )
}
