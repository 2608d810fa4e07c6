import { Link, useParams } from '@tanstack/react-router'
import { Checkbox, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { addDays } from '../../../kernel/calendar.ts'
import { Figures } from '../../../ui/facts.tsx'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { registerContract, type InstitutionMissing } from '../contract.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import { StandingWords } from './marks.tsx'
import { texts } from './texts.ts'

type Row = z.output<typeof InstitutionMissing>
const lacking = (row: Row) => row.expected - row.reached
const mostNames = 12

/** One register over the institutions of the region: who has not entered, the furthest behind first. */
export function MissingOfScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { key = '' } = useParams({ strict: false }) as { key?: string }
  const [before, setBefore] = useState(false)
  const register = useRead(registerContract.loadRegister, { params: { key } })
  const running = useRead(registerContract.listMissingOf, { params: { key } })
  const from = running.data?.period?.from
  const ended = useRead(registerContract.listMissingOf, { params: { key }, query: { on: from === undefined ? undefined : addDays(from, -1) } }, { enabled: before && from !== undefined })
  const error = register.error ?? running.error ?? (before ? ended.error : null)
  if (error !== null) return <Page title={t('region')}><Fault error={error} retry={() => void Promise.all([register.refetch(), running.refetch()])} /></Page>
  const shown = before ? ended.data : running.data
  if (register.data === undefined) return <Loading />
  const title = t('missingOf', { name: name(register.data.definition.name) })
  return (
    <Page title={title} lead={<Link to="/registers/$key" params={{ key }}>{t('back')}</Link>}>
      {running.data?.period === null ? <Card><Nothing>{t('nothingExpected')}</Nothing></Card> : (
        <>
          <div className="filters touch">
            <Segmented<boolean> aria-label={t('periodPick')} value={before} onChange={setBefore} options={[{ value: false, label: t('pr_running') }, { value: true, label: t('pr_ended') }]} />
          </div>
          {shown === undefined ? <Loading /> : <Institutions reply={shown} registerKey={key} scope={register.data.definition.scope} />}
        </>
      )}
    </Page>
  )
}

function Institutions({ reply, registerKey, scope }: { reply: z.output<(typeof registerContract.listMissingOf)['reply']>; registerKey: string; scope: RegisterDefinition['scope'] }) {
  const t = useTexts(texts)
  const [search, setSearch] = useState('')
  const [only, setOnly] = useState(false)
  const expecting = reply.rows.filter((row) => row.expected > 0)
  const rows = expecting.filter((row) => row.institutionName.includes(search) && (!only || lacking(row) > 0)).sort((a, b) => lacking(b) - lacking(a) || (a.institutionName < b.institutionName ? -1 : 1))
  const listOf = (row: Row) => ({ to: '/registers/$key', params: { key: registerKey }, search: { institutionId: row.institutionId } }) as const
  const mark = (row: Row) => <StatusMark tone={lacking(row) <= 0 ? 'good' : 'warn'} compact>{t(lacking(row) <= 0 ? 'doneNow' : 'missingNow')}</StatusMark>
  const who = (row: Row) => (row.missing.length > mostNames ? `${row.missing.slice(0, mostNames).join('、')} … ${row.missing.length}` : row.missing.join('、'))
  return (
    <>
      {reply.all === null ? null : <Card><StandingWords standing={reply.all} scope={scope} region /></Card>}
      <Figures items={[[t('institutionsDone'), `${expecting.filter((row) => lacking(row) <= 0).length} / ${expecting.length}`], [t('expected'), reply.all?.expected ?? 0], [t('reached'), reply.all?.reached ?? 0], [t('lacking'), (reply.all?.expected ?? 0) - (reply.all?.reached ?? 0)]]} />
      <div className="filters touch">
        <SearchField label={t('searchInstitution')} value={search} onSearch={setSearch} />
        <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>{t('onlyMissing')}</Checkbox>
      </div>
      <Card flush>
        <ListTable<Row>
          label={t('region')}
          rows={rows}
          rowKey={(row) => row.institutionId}
          columns={[
            { title: t('institution'), width: 260, render: (_, row) => <Link {...listOf(row)}>{row.institutionName}</Link> },
            { title: t('state'), width: 120, render: (_, row) => mark(row) },
            { title: t('expected'), width: 100, align: 'right', render: (_, row) => <span className="number">{row.expected}</span> },
            { title: t('reached'), width: 100, align: 'right', render: (_, row) => <span className="number">{row.reached}</span> },
            { title: t('lacking'), width: 100, align: 'right', render: (_, row) => <span className="number">{lacking(row)}</span> },
            { title: t('who'), render: (_, row) => who(row) },
          ]}
          card={(row) => (
            <Link {...listOf(row)} className="card-link">
              <div className="row">{mark(row)}<span className="number soft">{`${row.reached} / ${row.expected}`}</span></div>
              <div className="card-text"><b>{row.institutionName}</b></div>
              <div className="soft">{who(row)}</div>
            </Link>
          )}
        />
      </Card>
    </>
  )
}
