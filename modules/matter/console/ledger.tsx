import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { DateField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { planContract } from '../../plan/contract.ts'
import { matterContract, type LedgerRow } from '../contract.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { shownPhases } from './filters.ts'
import { placeOf, useKinds } from './kind-names.ts'
import { texts as ledgerTexts } from './ledger-texts.ts'
import { MatterState } from './marks.tsx'
import { MatterNav } from './matter-nav.tsx'
import { SignOffSteps } from './signoff.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...ledgerTexts }
type Row = z.output<typeof LedgerRow>
type Query = Omit<z.input<(typeof matterContract.listLedger)['query']>, 'after' | 'limit'>

const textual = ['institutionId', 'kind', 'planId', 'departmentId', 'from', 'to'] as const
const queryOf = (search: Readonly<Record<string, unknown>>): Query => {
  const phase = shownPhases.find((each) => each === search['phase'])
  return { ...Object.fromEntries(textual.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : []))), ...(phase === undefined ? {} : { phase }) }
}

/** Problems and findings until somebody above signs them off. */
export function LedgerScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const query = queryOf(useSearch({ strict: false }))
  const me = useRead(identityContract.me)
  const { kinds } = useKinds()
  const isCommission = me.data?.institution?.kind === 'commission'
  const pages = usePages(matterContract.listLedger, { query: { ...query, limit: 50 } })
  const go = (part: { readonly [Name in keyof Query]?: Query[Name] | undefined }) => void navigate({ to: '/matters/ledger', search: Object.fromEntries(Object.entries({ ...query, ...part }).filter(([, value]) => value !== undefined && value !== '')), replace: true })
  const mayEnter = kinds.find((kind) => kind.ledger && kind.mayEnter)
  const isNarrowed = Object.keys(query).length > 0
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <Button icon={<DownloadOutlined />} href={urlOf(matterContract.exportLedger, { query })}>{t('export')}</Button>
          {mayEnter === undefined ? null : <ButtonLink color="primary" variant="solid" to="/matters/new" search={{ kind: mayEnter.key, ...(query.planId === undefined ? {} : { planId: query.planId }) }}>{t('enter')}</ButtonLink>}
        </>
      }
    >
      <MatterNav />
      <LedgerFilters query={query} go={go} isCommission={isCommission} ownBody={me.data?.institution?.id} />
      <Card flush title={t('list')} extra={isNarrowed ? <Button type="link" onClick={() => void navigate({ to: '/matters/ledger', search: {}, replace: true })}>{t('clear')}</Button> : undefined}>
        {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
        {pages.error !== null && pages.rows.length === 0 ? null : <LedgerTable pages={pages} withInstitution={isCommission} empty={t(isNarrowed ? 'noneFound' : 'none')} />}
      </Card>
    </Page>
  )
}

function LedgerFilters({ query, go, isCommission, ownBody }: { query: Query; go: (part: { readonly [Name in keyof Query]?: Query[Name] | undefined }) => void; isCommission: boolean; ownBody: string | undefined }) {
  const t = useTexts(texts)
  const name = useName()
  const { kinds } = useKinds()
  const body = isCommission ? query.institutionId : ownBody
  return (
    <div className="filters touch">
      {isCommission ? <RemoteSelect endpoint={directoryContract.listInstitutions} query={(search) => ({ search, limit: 50 })} label={t('institution')} placeholder={t('allInstitutions')} allowClear {...(query.institutionId === undefined ? {} : { value: query.institutionId })} onChange={(institutionId: string | undefined) => go({ institutionId, departmentId: undefined })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} /> : null}
      <Select aria-label={t('kind')} value={query.kind ?? ''} onChange={(kind) => go({ kind })} options={[{ value: '', label: t('anyKind') }, ...kinds.filter((kind) => kind.ledger).map((kind) => ({ value: kind.key, label: name(kind.name) }))]} />
      <RemoteSelect endpoint={planContract.listPlans} query={() => ({})} label={t('plan')} placeholder={t('anyPlan')} allowClear {...(query.planId === undefined ? {} : { value: query.planId })} onChange={(planId: string | undefined) => go({ planId })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.title }))} />
      {body === undefined ? null : <RemoteSelect endpoint={directoryContract.listDepartments} query={(search) => ({ institutionId: body, search, limit: 100 })} label={t('department')} placeholder={t('allDepartments')} allowClear {...(query.departmentId === undefined ? {} : { value: query.departmentId })} onChange={(departmentId: string | undefined) => go({ departmentId })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />}
      <Select aria-label={t('state')} value={query.phase ?? 'all'} onChange={(phase) => go({ phase: phase === 'all' ? undefined : phase })} options={(['all', 'open', 'settled', 'closed'] as const).map((value) => ({ value, label: t(`ph_${value}`) }))} />
      <label className="filter-date"><span>{t('from')}</span><DateField value={query.from ?? ''} {...(query.to === undefined ? {} : { max: query.to })} onChange={(from) => go({ from })} /></label>
      <label className="filter-date"><span>{t('to')}</span><DateField value={query.to ?? ''} {...(query.from === undefined ? {} : { min: query.from })} onChange={(to) => go({ to })} /></label>
    </div>
  )
}

function LedgerTable({ pages, withInstitution, empty }: { pages: ReturnType<typeof usePages<typeof matterContract.listLedger>>; withInstitution: boolean; empty: string }) {
  const t = useTexts(texts)
  const { of } = useKinds()
  const owner = (row: Row) => [row.department, row.owner].filter(Boolean).join(' · ') || '—'
  const limit = (row: Row) => (
    <span className="matter-due">
      {row.overdue ? <StatusMark tone="bad" compact>{t('late')}</StatusMark> : null}
      <span className={row.overdue ? 'late number' : 'number'}>{row.limitOn ?? '—'}</span>
    </span>
  )
  const steps = (row: Row) => <SignOffSteps compact steps={{ rectified: row.rectifiedOn, checked: row.checkedOn, signedOff: row.signedOffOn, recheckOn: row.recheckOn, recheckHeld: row.recheckHeld }} />
  const back = (row: Row) => (row.reopened === 0 ? null : <StatusMark tone="bad" compact>{t('reopened', { n: row.reopened })}</StatusMark>)
  return (
    <ListTable<Row>
      label={t('list')}
      rows={pages.rows}
      rowKey={(row) => row.id}
      loading={pages.loading}
      empty={empty}
      more={pages.more}
      loadingMore={pages.loadingMore}
      columns={[
        { title: t('problem'), width: 300, render: (_, row) => <><Link {...placeOf(row)} className="duty-link"><b className="clamp">{row.title}</b><span className="soft number">{`${row.number} · ${t('foundOn', { date: row.foundOn })}`}</span></Link>{back(row)}</> },
        ...(withInstitution ? [{ title: t('institution'), width: 170, render: (_: unknown, row: Row) => <span className="clamp">{row.institutionName}</span> }] : []),
        { title: t('owner'), width: 160, render: (_, row) => owner(row) },
        { title: t('measure'), width: 220, render: (_, row) => (row.measure === '' ? <span className="soft">{t('noMeasure')}</span> : <span className="clamp">{row.measure}</span>) },
        { title: t('limit'), width: 130, render: (_, row) => limit(row) },
        { title: t('state'), width: 170, render: (_, row) => <MatterState kind={of(row.kind)} state={row.state} compact /> },
        { title: t('steps'), width: 220, render: (_, row) => steps(row) },
      ]}
      card={(row) => (
        <Link {...placeOf(row)} className="card-link">
          <div className="row"><MatterState kind={of(row.kind)} state={row.state} compact />{back(row)}{limit(row)}</div>
          <div className="card-text matter-title">{row.title}</div>
          <div className="soft small number">{[row.number, t('foundOn', { date: row.foundOn })].join(' · ')}</div>
          <div className="soft">{[withInstitution ? row.institutionName : '', owner(row)].filter(Boolean).join(' · ')}</div>
          {row.measure === '' ? null : <div className="clamp small">{row.measure}</div>}
          <div className="card-action">{steps(row)}</div>
        </Link>
      )}
    />
  )
}
