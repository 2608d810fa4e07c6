import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer, Select, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { auditContract, type EventRow, type Verification } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof EventRow>
type Query = z.input<(typeof auditContract.listEvents)['query']>

/** Everything that was done, by whom; and the proof that nobody changed it afterwards. */
export function AuditScreen() {
  const t = useTexts(texts)
  const name = useName()
  const me = useRead(identityContract.me)
  const kinds = useRead(auditContract.listKinds)
  const [query, setQuery] = useState<Query>({})
  const [actorName, setActorName] = useState('')
  const [shown, setShown] = useState<Row | null>(null)
  const pages = usePages(auditContract.listEvents, { query })
  const verify = useDo(auditContract.verify)
  const set = (part: Partial<Query>) => setQuery({ ...query, ...part })
  const roles = me.data?.actor.roles
  const wide = me.data !== undefined && me.data.actor.regionPrefix !== null
  const narrowTo = (part: Partial<Query>) => {
    set(part)
    setShown(null)
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={opens(auditContract.verify, roles) ? <Button type="primary" icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate({})}>{t('verify')}</Button> : undefined}
    >
      <div aria-live="polite">
        {verify.isPending ? <p className="soft">{t('verifying')}</p> : null}
        {verify.data === undefined || verify.isPending ? null : <Verdict result={verify.data} />}
        {verify.error === null ? null : <div className="page-alert"><Fault error={verify.error} /></div>}
      </div>
      <div className="filters">
        {wide ? (
          <RemoteSelect
            endpoint={directoryContract.listInstitutions}
            query={(search) => ({ search, limit: 50 })}
            options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))}
            label={t('body')}
            placeholder={t('allBodies')}
            allowClear
            {...(query.institutionId === undefined ? {} : { value: query.institutionId })}
            onChange={(institutionId) => set({ institutionId })}
          />
        ) : null}
        <Select<string> aria-label={t('kind')} className="filter-wide" showSearch={{ optionFilterProp: 'label' }} value={query.kind ?? ''} onChange={(kind) => set({ kind: kind === '' ? undefined : kind })} options={[{ value: '', label: t('allKinds') }, ...(kinds.data?.kinds ?? []).map((each) => ({ value: each.kind, label: name(each.says) }))]} />
        <label className="filter-date"><span>{t('from')}</span><DateField value={query.from ?? ''} onChange={(from) => set({ from: from === '' ? undefined : from })} /></label>
        <label className="filter-date"><span>{t('to')}</span><DateField value={query.to ?? ''} onChange={(to) => set({ to: to === '' ? undefined : to })} /></label>
        {query.actorId === undefined ? null : <Tag closable onClose={() => set({ actorId: undefined })}>{t('filteredActor', { name: actorName })}</Tag>}
        {query.subjectId === undefined ? null : <Tag closable onClose={() => set({ subjectId: undefined })}>{t('filteredSubject', { id: query.subjectId.slice(0, 13) })}</Tag>}
      </div>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <Card flush>
        <ListTable<Row>
          label={t('title')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('empty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('at'), width: 160, render: (_, row) => <span className="number">{showInstant(row.at)}</span> },
            { title: t('actor'), width: 150, dataIndex: 'actorName' },
            { title: t('what'), width: 340, render: (_, row) => name(row.says) },
            { title: t('body'), width: 230, dataIndex: 'institutionName' },
            { title: t('seq'), width: 90, align: 'right', render: (_, row) => <span className="number">{row.seq}</span> },
            { title: '', width: 90, render: (_, row) => <Button size="small" aria-label={`${t('show')}：${t('detailOf', { seq: row.seq })}`} onClick={() => setShown(row)}>{t('show')}</Button> },
          ]}
          card={(row) => (
            <button type="button" className="card-button" onClick={() => setShown(row)}>
              <b>{name(row.says)}</b>
              <span>{[row.actorName, row.institutionName].join(' · ')}</span>
              <span className="soft number">{showInstant(row.at)}</span>
            </button>
          )}
        />
      </Card>
      <Detail
        row={shown}
        onClose={() => setShown(null)}
        onActor={(row) => {
          setActorName(row.actorName)
          narrowTo({ actorId: row.actorId })
        }}
        onSubject={(row) => narrowTo({ subjectId: row.subjectId })}
      />
    </Page>
  )
}

function Verdict({ result }: { result: z.infer<typeof Verification> }) {
  const t = useTexts(texts)
  const name = useName()
  if (result.fault === null) return <Alert className="page-alert" type="success" showIcon title={t('sound', { chains: result.chains, rows: result.rows, at: showInstant(result.at) })} />
  return <Alert className="page-alert" type="error" showIcon title={t('faulty', { institution: result.fault.institutionName, seq: result.fault.seq, says: name(result.fault.says) })} description={t('faultHint')} />
}

const printed = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value, null, 1))

function Detail({ row, onClose, onActor, onSubject }: { row: Row | null; onClose: () => void; onActor: (row: Row) => void; onSubject: (row: Row) => void }) {
  const t = useTexts(texts)
  const name = useName()
  const { narrow } = useAppearance()
  if (row === null) return null
  const entries = Object.entries(row.detail)
  return (
    <Drawer open onClose={onClose} title={t('detailOf', { seq: row.seq })} size={narrow ? '100%' : 480} closable={{ 'aria-label': t('close') }}>
      <Facts
        items={[
          [t('what'), name(row.says)],
          [t('at'), showInstant(row.at)],
          [t('actor'), row.actorName],
          [t('body'), row.institutionName],
          [t('code'), <code key="code">{row.kind}</code>],
          [t('subject'), <code key="subject">{row.subjectId}</code>],
        ]}
      />
      <h2 className="drawer-head">{t('detail')}</h2>
      {entries.length === 0 ? <p className="soft">{t('none')}</p> : <Facts items={entries.map(([key, value]) => [key, <span key={key} className="prewrap">{value === null ? '—' : printed(value)}</span>] as const)} />}
      <div className="row drawer-foot">
        <Button onClick={() => onActor(row)}>{t('onlyActor')}</Button>
        <Button onClick={() => onSubject(row)}>{t('onlySubject')}</Button>
      </div>
    </Drawer>
  )
}
