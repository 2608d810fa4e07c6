import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Tabs } from 'antd'
import { useState } from 'react'
import { mayActFor } from '../../../kernel/actor.ts'
import { opens } from '../../../ui/access.ts'
import { ActButton } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { planContract } from '../../plan/contract.ts'
import { directoryContract } from '../contract.ts'
import { institutionKindNames, institutionLevelNames, ownershipNames } from '../rules/kinds.ts'
import { DepartmentsTab } from './departments-tab.tsx'
import { InstitutionForm } from './institution-form.tsx'
import { PostsTab } from './posts-tab.tsx'
import { StaffTab } from './staff-tab.tsx'
import { texts } from './texts.ts'

const tabs = ['overview', 'departments', 'posts', 'staff'] as const
type Tab = (typeof tabs)[number]

/** One institution; the open tab is part of the address, so that “back” and a sent link lead to it. */
export function InstitutionScreen() {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const params = useParams({ strict: false }) as { institutionId: string }
  const search = useSearch({ strict: false }) as { tab?: string }
  const found = useRead(directoryContract.loadInstitution, { params })
  const me = useRead(identityContract.me)
  const [dialog, setDialog] = useState<'edit' | 'close' | 'reopen' | null>(null)
  const close = () => setDialog(null)
  const shut = useDo(directoryContract.closeInstitution, close)
  const reopen = useDo(directoryContract.reopenInstitution, close)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('institution')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const institution = found.data
  const tab: Tab = tabs.find((each) => each === search.tab) ?? 'overview'
  const isCommission = institution.kind === 'commission'
  return (
    <Page
      title={institution.name}
      lead={
        <span className="row">
          <Link to="/directory">{t('title')}</Link>
          <span>{[name(institutionKindNames[institution.kind]), institution.regionName].join(' · ')}</span>
          {me.data !== undefined && opens(planContract.loadAppraisal, me.data.actor.roles) && mayActFor(me.data.actor, { institutionId: institution.id, regionCode: institution.regionCode }) ? <Link to="/appraisal/$institutionId" params={{ institutionId: institution.id }}>{t('appraisal')}</Link> : null}
          {institution.active ? null : <StatusMark tone="quiet" compact>{t('closed')}</StatusMark>}
        </span>
      }
      actions={
        <>
          {institution.active ? <ActButton blocked={institution.blocked.close} onClick={() => setDialog('close')}>{t('close')}</ActButton> : <ActButton blocked={institution.blocked.reopen} onClick={() => setDialog('reopen')}>{t('reopen')}</ActButton>}
          <ActButton blocked={institution.blocked.change} onClick={() => setDialog('edit')}>{t('edit')}</ActButton>
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => void navigate({ to: '/directory/$institutionId', params, search: { tab: key }, replace: true })}
        destroyOnHidden
        items={[
          {
            key: 'overview',
            label: t('overview'),
            children: (
              <>
                {institution.creditCodeRemark === null ? null : <Alert className="page-alert" type="warning" showIcon title={institution.creditCodeRemark} />}
                <Card>
                  <Facts
                    items={[
                      [t('shortName'), institution.shortName],
                      [t('level'), isCommission ? null : name(institutionLevelNames[institution.level])],
                      [t('ownership'), isCommission ? null : name(ownershipNames[institution.ownership])],
                      [t('beds'), isCommission ? null : institution.beds],
                      [t('creditCode'), <span key="code" className="number">{institution.creditCode}</span>],
                      [t('region'), `${institution.regionName}（${institution.regionCode}）`],
                      [t('address'), institution.address],
                      [t('phone'), institution.phone],
                      [t('departments'), institution.counts.departments],
                      [t('staff'), institution.counts.staff],
                      [t('posts'), institution.counts.posts],
                      [t('vacantPosts'), institution.counts.vacantPosts],
                    ]}
                  />
                </Card>
              </>
            ),
          },
          { key: 'departments', label: `${t('departments')} ${institution.counts.departments}`, children: <DepartmentsTab institutionId={institution.id} blocked={institution.blocked.manageStaff} /> },
          { key: 'posts', label: `${t('posts')} ${institution.counts.posts}`, children: <PostsTab institutionId={institution.id} blocked={institution.blocked.manageStaff} /> },
          { key: 'staff', label: `${t('staff')} ${institution.counts.staff}`, children: <StaffTab institutionId={institution.id} blocked={institution.blocked.manageStaff} /> },
        ]}
      />
      {dialog === 'edit' ? <InstitutionForm institution={institution} onClose={close} onSaved={close} /> : null}
      <AskForWords open={dialog === 'close'} title={t('closeInstitution')} hint={<p className="dialog-hint">{t('closeHint')}</p>} label={t('reason')} okText={t('close')} danger onCancel={close} onSubmit={(reason) => shut.mutateAsync({ params, body: { reason, revision: institution.revision } })} />
      <AskForWords open={dialog === 'reopen'} title={t('reopenInstitution')} label={t('reason')} okText={t('reopen')} onCancel={close} onSubmit={(reason) => reopen.mutateAsync({ params, body: { reason, revision: institution.revision } })} />
    </Page>
  )
}
