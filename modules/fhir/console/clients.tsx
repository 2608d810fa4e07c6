import { PlusOutlined } from '@ant-design/icons'
import { App, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { fhirContract, type ClientView } from '../contract.ts'
import { permissions, type Permission } from '../rules/permissions.ts'
import './clients.css'
import { ShowSecret } from './show-secret.tsx'
import { texts } from './texts.ts'

type Client = z.output<typeof ClientView>

/** The systems that are let in, and the only moment in which a secret is seen. */
export function FhirClientsScreen() {
  const t = useTexts(texts)
  const found = useRead(fhirContract.listClients)
  const [making, setMaking] = useState(false)
  const [shown, setShown] = useState<{ clientId: string; secret: string } | null>(null)
  if (found.isPending) return <Loading />
  if (found.data === undefined) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { rows, base, blocked } = found.data
  return (
    <Page title={t('title')} lead={t('lead')} actions={<ActButton blocked={blocked.make} type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('make')}</ActButton>}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <Card>
        <div className="fhir-shown"><span className="soft">{t('address')}</span><code className="fhir-code">{base}</code></div>
        <div className="fhir-shown"><span className="soft">{t('tokenAddress')}</span><code className="fhir-code">{`${base}/oauth/token`}</code></div>
      </Card>
      <Card title={t('clients')} flush>
        <ListTable<Client>
          label={t('clients')} rows={rows} rowKey={(client) => client.id} loading={false} empty={t('empty')}
          columns={[
            { title: t('name'), render: (_, client) => <Named client={client} /> },
            { title: t('permissions'), width: 320, render: (_, client) => <Allowed client={client} /> },
            { title: t('lastUsed'), width: 170, render: (_, client) => <Used client={client} /> },
            { title: t('state'), width: 200, render: (_, client) => <State client={client} /> },
            { title: t('revoke'), width: 110, render: (_, client) => <Revoke client={client} /> },
          ]}
          card={(client) => (
            <>
              <Named client={client} />
              <State client={client} />
              <Allowed client={client} />
              <div className="soft">{`${t('lastUsed')}：`}<Used client={client} /></div>
              <div className="fhir-acts touch"><Revoke client={client} /></div>
            </>
          )}
        />
      </Card>
      {making ? <Make onClose={() => setMaking(false)} onMade={setShown} /> : null}
      {shown === null ? null : <ShowSecret {...shown} tokenAddress={`${base}/oauth/token`} onClose={() => setShown(null)} />}
    </Page>
  )
}

function Named({ client }: { client: Client }) {
  const t = useTexts(texts)
  return (
    <>
      <b className="wrap">{client.name}</b>
      <div className="soft wrap number">{client.id}</div>
      <div className="soft">{`${t('made')}：${t('madeBy', { name: client.madeName, at: showInstant(client.madeAt) })}`}</div>
    </>
  )
}

function Allowed({ client }: { client: Client }) {
  const t = useTexts(texts)
  return <ul className="fhir-permissions" aria-label={t('permissions')}>{client.permissions.map((each) => <li key={each}>{t(`p_${each}`)}</li>)}</ul>
}

function Used({ client }: { client: Client }) {
  const t = useTexts(texts)
  return client.lastUsedAt === null ? <span className="soft">{t('never')}</span> : <span className="number">{showInstant(client.lastUsedAt)}</span>
}

function State({ client }: { client: Client }) {
  const t = useTexts(texts)
  if (client.revokedAt === null) return <><StatusMark tone="good" compact>{t('inUse')}</StatusMark><div className="soft">{t('secretTail', { tail: client.secretTail })}</div></>
  return <><StatusMark tone="quiet" compact>{t('revoked')}</StatusMark><div className="soft">{t('revokedBy', { name: client.revokedName ?? '', at: showInstant(client.revokedAt) })}</div></>
}

function Revoke({ client }: { client: Client }) {
  const t = useTexts(texts)
  const { message, modal } = App.useApp()
  const revoke = useDo(fhirContract.revokeClient)
  if (client.revokedAt !== null) return null
  const params = { institutionId: client.institutionId, clientId: client.id }
  const ask = () => void modal.confirm({ title: t('revokeTitle', { name: client.name }), content: t('revokeHint'), okText: t('revoke'), okButtonProps: { danger: true }, onOk: () => revoke.mutateAsync({ params }).catch((error: Error) => message.error(error.message)) })
  return <ActButton blocked={client.blocked.revoke} size="small" danger onClick={ask} aria-label={`${t('revoke')}：${client.name}`}>{t('revoke')}</ActButton>
}

type Values = { name: string; permissions: Permission[] }

function Make({ onClose, onMade }: { onClose: () => void; onMade: (made: { clientId: string; secret: string }) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const make = useDo(fhirContract.makeClient, (made) => {
    onClose()
    onMade(made)
  })
  return (
    <FormDialog<Values> open title={t('make')} okText={t('make')} initial={{ permissions: ['directory', 'free'] }} onCancel={onClose} onSubmit={(body) => make.mutateAsync({ body })}>
      <Form.Item name="name" label={t('name')} extra={t('nameHint')} rules={[required(t('name'))]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="permissions" label={t('permissions')} rules={[{ type: 'array', min: 1, message: t('choose') }]}>
        <Checkbox.Group className="fhir-choices" options={permissions.map((value) => ({ value, label: t(`p_${value}`) }))} />
      </Form.Item>
    </FormDialog>
  )
}
