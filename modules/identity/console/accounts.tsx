import { MoreOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roleNames } from '../../../kernel/actor.ts'
import { useReason } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { accountStates, identityContract, type AccountRow } from '../contract.ts'
import { ChangeAccount, InviteAccount, ResetAccount, ShowPassword, type Issued } from './account-dialogs.tsx'
import { texts } from './accounts-texts.ts'

type Account = z.infer<typeof AccountRow>
type State = Account['state']
const tones = { open: 'good', invited: 'wait', locked: 'bad', disabled: 'quiet' } as const
type Dialog = { kind: 'invite' } | { kind: 'reset' | 'disable' | 'change'; account: Account } | { kind: 'issued'; issued: Issued }
const acts = ['reset', 'unlock', 'change', 'disable', 'enable'] as const
type Act = (typeof acts)[number]

/** Accounts of staff in my care; what a person may do follows from posts, not from here. */
export function AccountsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { message } = App.useApp()
  const me = useRead(identityContract.me)
  const [search, setSearch] = useState('')
  const [state, setState] = useState<State | ''>('')
  const [institutionId, setInstitutionId] = useState<string | undefined>(undefined)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const pages = usePages(identityContract.listAccounts, { query: { search, ...(state === '' ? {} : { state }), ...(institutionId === undefined ? {} : { institutionId }) } })
  const close = () => setDialog(null)
  const issued = (made: Issued) => setDialog({ kind: 'issued', issued: made })
  const disable = useDo(identityContract.disableAccount, close)
  const failed = { onError: (error: Error) => void message.error(error.message) }
  const unlock = useDo(identityContract.unlockAccount)
  const enable = useDo(identityContract.enableAccount)
  const choose = (act: Act, account: Account) => {
    if (act === 'unlock') unlock.mutate({ params: { accountId: account.accountId } }, failed)
    else if (act === 'enable') enable.mutate({ params: { accountId: account.accountId } }, failed)
    else setDialog({ kind: act, account })
  }
  const wide = me.data !== undefined && me.data.actor.regionPrefix !== null
  const roles = (row: Account) => (row.roles.length === 0 ? <span className="soft">{t('noRole')}</span> : row.roles.map((role) => name(roleNames[role])).join('、'))
  const mark = (row: Account) => (
    <div className="row">
      <StatusMark tone={tones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark>
      {row.state === 'locked' && row.lockedUntil !== null ? <span className="soft small number">{t('until', { at: showInstant(row.lockedUntil) })}</span> : null}
    </div>
  )
  return (
    <Page title={t('title')} lead={t('lead')} actions={<Button type="primary" onClick={() => setDialog({ kind: 'invite' })}>{t('invite')}</Button>}>
      <div className="filters">
        <SearchField label={t('search')} value={search} onSearch={setSearch} />
        {wide ? (
          <RemoteSelect
            endpoint={directoryContract.listInstitutions}
            query={(text) => ({ search: text, limit: 50 })}
            options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))}
            label={t('institution')}
            placeholder={t('allInstitutions')}
            allowClear
            {...(institutionId === undefined ? {} : { value: institutionId })}
            onChange={setInstitutionId}
          />
        ) : null}
        <Select<State | ''> aria-label={t('state')} value={state} onChange={setState} options={[{ value: '' as const, label: t('all') }, ...accountStates.map((value) => ({ value, label: t(`s_${value}`) }))]} />
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Card flush>
        <ListTable<Account>
          label={t('title')}
          rows={pages.rows}
          rowKey={(row) => row.accountId}
          loading={pages.loading}
          empty={t('empty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('name'), width: 170, render: (_, row) => <><b>{row.name}</b><div className="soft small">{row.loginName}</div></> },
            { title: t('institution'), width: 220, dataIndex: 'institutionName' },
            { title: t('roles'), width: 200, render: (_, row) => roles(row) },
            { title: t('state'), width: 170, render: (_, row) => mark(row) },
            { title: t('factor'), width: 100, render: (_, row) => (row.secondFactor ? t('on') : <span className="soft">{t('off')}</span>) },
            { title: t('lastSeen'), width: 150, render: (_, row) => <span className="number">{row.lastSeenAt === null ? t('never') : showInstant(row.lastSeenAt)}</span> },
            { title: '', width: 70, render: (_, row) => <Acts account={row} onChoose={choose} /> },
          ]}
          card={(row) => (
            <>
              <div className="line-split"><div className="row"><b>{row.name}</b><span className="soft">{row.loginName}</span>{mark(row)}</div><Acts account={row} onChoose={choose} /></div>
              <div>{row.institutionName}</div>
              <div className="soft">{roles(row)}</div>
            </>
          )}
        />
      </Card>
      {dialog?.kind === 'invite' ? <InviteAccount institution={me.data?.institution ?? null} wide={wide} onClose={close} onIssued={issued} /> : null}
      {dialog?.kind === 'reset' ? <ResetAccount account={dialog.account} onClose={close} onIssued={issued} /> : null}
      {dialog?.kind === 'change' ? <ChangeAccount account={dialog.account} onClose={close} /> : null}
      {dialog?.kind === 'issued' ? <ShowPassword issued={dialog.issued} onClose={close} /> : null}
      {dialog?.kind === 'disable' ? (
        <AskForWords open danger title={t('disableTitle', { name: dialog.account.name })} label={t('reason')} okText={t('disable')} minLength={2} onCancel={close} onSubmit={(reason) => disable.mutateAsync({ params: { accountId: dialog.account.accountId }, body: { reason } })} />
      ) : null}
    </Page>
  )
}

/** What may be done to an account; what may not is there with its reason. */
function Acts({ account, onChoose }: { account: Account; onChoose: (act: Act, account: Account) => void }) {
  const t = useTexts(texts)
  const reason = useReason()
  const open = acts.filter((act) => (act === 'unlock' ? account.state === 'locked' : act === 'enable' ? account.state === 'disabled' : act === 'disable' ? account.state !== 'disabled' : true))
  const items = open.map((act) => {
    const why = reason(account.blocked[act])
    return { key: act, disabled: why !== null, danger: act === 'disable', label: why === null ? t(act) : <><div>{t(act)}</div><small>{why}</small></> }
  })
  return (
    <Dropdown trigger={['click']} placement="bottomRight" menu={{ items, onClick: ({ key }) => onChoose(key as Act, account) }}>
      <Button type="text" icon={<MoreOutlined />} aria-label={t('more', { name: account.name })} />
    </Dropdown>
  )
}
