import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { ratioContract, type QueryRow } from '../contract/ratio.ts'
import { AskPrescribers, PrescriberAnswer, type Answer } from './ask-prescribers.tsx'
import { HousePick, PrescribingNav } from './figure-nav.tsx'
import { texts } from './guard-texts.ts'

type Query = z.output<typeof QueryRow>
const tones = { asked: 'quiet', requested: 'wait', approved: 'good', refused: 'bad' } as const

/** Figures by prescriber: asked for a purpose, on record, and out only with a second person's consent. */
export function PrescriberQueriesScreen() {
  const t = useTexts(texts)
  const asked = useSearch({ strict: false }) as { institutionId?: string; month?: string; departmentId?: string; itemCode?: string; itemName?: string }
  const [institutionId, setHouse] = useState(asked.institutionId)
  const queries = useRead(ratioContract.listQueries, { query: institutionId === undefined ? {} : { institutionId } })
  const [answer, setAnswer] = useState<Answer | null>(null)
  // What the page was opened with is about one house.
  const given = institutionId === asked.institutionId ? asked : {}
  const view = queries.data
  return (
    <Page title={t('queries')} lead={t('queriesLead')}>
      <PrescribingNav />
      {queries.error === null ? null : <Fault error={queries.error} retry={() => void queries.refetch()} />}
      {view === undefined ? (queries.error === null ? <Loading /> : null) : (
        <>
          {view.houses.length === 0 && institutionId === undefined ? null : <div className="figure-state"><HousePick houses={view.houses} value={view.institutionId} name={view.institutionName} onChange={(id) => { setAnswer(null); setHouse(id) }} /></div>}
          {view.months.length === 0 || view.blocked.ask !== null ? null : <AskPrescribers key={view.institutionId} institutionId={view.institutionId} months={view.months} month={given.month ?? view.months[0] ?? ''} departments={view.departments} departmentId={given.departmentId} item={given.itemCode === undefined ? undefined : { code: given.itemCode, name: given.itemName ?? given.itemCode }} onAnswer={setAnswer} />}
          {answer === null ? null : <PrescriberAnswer answer={answer} />}
          <Log rows={view.rows} />
        </>
      )}
    </Page>
  )
}

function Log({ rows }: { rows: readonly Query[] }) {
  const t = useTexts(texts)
  const request = useDo(ratioContract.requestExport)
  const decide = useDo(ratioContract.decideExport)
  const take = useDo(ratioContract.takeExport, save)
  const error = request.error ?? decide.error ?? take.error
  const params = (row: Query) => ({ institutionId: row.institutionId, queryId: row.id })
  const acts = (row: Query) => (
    <span className="figure-picks">
      {row.state === 'asked' ? <ActButton size="small" blocked={row.blocked.request} onClick={() => request.mutate({ params: params(row) })}>{t('request')}</ActButton> : null}
      {row.state === 'requested' && row.blocked.decide === null ? <><Button size="small" type="primary" onClick={() => decide.mutate({ params: params(row), body: { agree: true } })}>{t('agree')}</Button><Button size="small" onClick={() => decide.mutate({ params: params(row), body: { agree: false } })}>{t('refuse')}</Button></> : null}
      {row.state === 'approved' ? <ActButton size="small" blocked={row.blocked.download} loading={take.isPending} onClick={() => take.mutate({ params: params(row) })}>{t('download')}</ActButton> : null}
    </span>
  )
  const state = (row: Query) => <><StatusMark tone={tones[row.state]}>{t(`s_${row.state}`)}</StatusMark>{row.decidedName === null ? null : <div className="soft small">{`${row.decidedName} ${showInstant(row.decidedAt)}`}</div>}</>
  return (
    <Card title={t('log')} flush>
      {error === null ? null : <Fault error={error} />}
      <ListTable<Query>
        label={t('log')}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t('logEmpty')}
        columns={[
          { title: t('who'), width: 160, render: (_, row) => <>{row.askedName}<div className="soft small">{showInstant(row.askedAt)}</div></> }, { title: t('what'), width: 220, render: (_, row) => <>{row.what}<div className="soft small">{row.institutionName}</div></> }, { title: t('purpose'), render: (_, row) => row.purpose },
          { title: t('state'), width: 170, render: (_, row) => state(row) }, { title: '', width: 190, render: (_, row) => acts(row) },
        ]}
        card={(row) => <div><div className="row"><b>{row.what}</b>{state(row)}</div><div>{row.purpose}</div><div className="soft">{`${row.askedName} ${showInstant(row.askedAt)}`}</div>{acts(row)}</div>}
      />
    </Card>
  )
}

function save({ name, base64 }: { name: string; base64: string }): void {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0)
  const url = URL.createObjectURL(new Blob([bytes]))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
