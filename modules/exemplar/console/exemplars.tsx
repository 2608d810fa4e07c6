import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { exemplarContract, type ExemplarRow } from '../contract.ts'
import { exemplarStates, kindNames, type ExemplarState } from '../rules/exemplar.ts'
import { StateMark } from './marks.tsx'
import { Nominate } from './nominate.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof ExemplarRow>
const linkOf = ({ institutionId, exemplarId }: Pick<Row, 'institutionId' | 'exemplarId'>) => ({ to: '/exemplars/$institutionId/$exemplarId', params: { institutionId, exemplarId } }) as const
const house = ['institution_head', 'institution_clerk']
const office = ['commission_head', 'commission_clerk']
const overseers = [...house, ...office, 'inspector', 'auditor']

/** Nominations: of the own house, of the commission's region, or those that are about the reader. */
export function ExemplarsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  if (me.isPending) return <Loading />
  const roles = me.data?.roles ?? []
  const own = me.data?.institution
  const isCommission = own?.kind === 'commission'
  const nominates = own !== null && own !== undefined && roles.some((role) => (isCommission ? office : house).includes(role))
  return (
    <Page title={t('title')} lead={t(roles.some((role) => overseers.includes(role)) ? 'lead' : 'leadOwn')} actions={nominates ? <Button type="primary" onClick={() => setOpen(true)}>{t('nominate')}</Button> : undefined}>
      <Nominations />
      {isOpen && nominates ? <Nominate institutionId={isCommission ? null : own.id} region={me.data?.actor.regionPrefix ?? null} onClose={() => setOpen(false)} onDone={(key) => void navigate(linkOf(key))} /> : null}
    </Page>
  )
}

function Nominations() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const [state, setState] = useState<ExemplarState | undefined>(undefined)
  const pages = usePages(exemplarContract.listExemplars, { query: state === undefined ? {} : { state } })
  if (pages.loading) return <Loading />
  const open = (row: Row) => (row.unanswered === 0 ? null : <StatusMark tone="warn" compact>{t('unanswered', { n: row.unanswered })}</StatusMark>)
  const until = (row: Row) => (row.noticeUntil === null ? '—' : showDate(row.noticeUntil, locale))
  return (
    <>
      <div className="filters"><Select aria-label={t('state')} style={{ minWidth: 150 }} value={state ?? 'all'} onChange={(next: 'all' | ExemplarState) => setState(next === 'all' ? undefined : next)} options={[{ value: 'all', label: t('allStates') }, ...exemplarStates.map((each) => ({ value: each, label: t(`s_${each}`) }))]} /></div>
      <Card flush>
        {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
        <ListTable<Row>
          label={t('title')}
          rows={pages.rows}
          rowKey={(row) => row.exemplarId}
          empty={state === undefined ? t('empty') : t('emptyOf')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('name'), render: (_, row) => <Link {...linkOf(row)} className="duty-link"><b>{row.title}</b><span className="soft">{`${name(kindNames[row.kind])} · ${row.institutionName}`}</span></Link> },
            { title: t('state'), width: 260, render: (_, row) => <span className="row"><StateMark state={row.state} />{open(row)}</span> },
            { title: t('noticeUntil'), width: 150, render: (_, row) => <span className="number">{until(row)}</span> },
            { title: t('nominatedAt'), width: 150, render: (_, row) => <span className="number">{showDate(row.nominatedAt, locale)}</span> },
          ]}
          card={(row) => (
            <Link {...linkOf(row)} className="card-link">
              <div className="row"><StateMark state={row.state} compact />{open(row)}</div>
              <div className="card-text"><b>{row.title}</b><div className="soft">{`${name(kindNames[row.kind])} · ${row.institutionName}`}</div></div>
              <div className="soft number">{row.noticeUntil === null ? showDate(row.nominatedAt, locale) : `${t('noticeUntil')} ${until(row)}`}</div>
            </Link>
          )}
        />
      </Card>
    </>
  )
}
