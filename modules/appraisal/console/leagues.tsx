import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { appraisalContract, type LeagueListRow } from '../contract.ts'
import { sayPlaces } from '../rules/explain.ts'
import { printPeriod } from '../rules/period.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof LeagueListRow>
type Kinds = z.output<typeof appraisalContract.listLeagues.reply>['kinds']

/** Leagues: those of the own body, those the commission published, and the way to draw up a new one. */
export function LeaguesScreen() {
  const t = useTexts(texts)
  const name = useName()
  const me = useRead(identityContract.me)
  const found = useRead(appraisalContract.listLeagues)
  const [isDrafting, setDrafting] = useState(false)
  const kinds = (found.data?.kinds ?? []).filter((kind) => kind.blocked === null)
  const title = (row: Row) => <Link to="/leagues/$institutionId/$leagueId" params={{ institutionId: row.institutionId, leagueId: row.leagueId }}>{`${name(row.name)} · ${name(printPeriod(row.period))}`}</Link>
  const tones = { draft: 'wait', published: 'good', superseded: 'quiet', withdrawn: 'bad' } as const
  const state = (row: Row) => <><StatusMark tone={tones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark>{row.issue === 1 || row.state === 'draft' ? null : <span className="soft"> {t('issueN', { n: row.issue })}</span>}</>
  const own = (row: Row) => {
    if (row.own === null) return null
    const { rank, tied, peers } = row.own
    const places = rank === null ? null : sayPlaces(row.own)
    return <>{rank === null ? t('notRanked') : t(tied ? 'ownTied' : 'ownRank', { n: rank, all: peers })}{places === null ? null : <div className="soft">{name(places)}</div>}</>
  }
  const corrected = (row: Row) => (row.corrected === 0 ? null : <div className="soft">{t('correctedN', { n: row.corrected })}</div>)
  const hasOwn = found.data?.rows.some((row) => row.own !== null) === true
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          {opens(appraisalContract.listBenchmarks, me.data?.actor.roles) ? <ButtonLink to="/leagues/benchmarks">{t('benchmarks')}</ButtonLink> : null}
          {kinds.length === 0 ? null : <Button type="primary" onClick={() => setDrafting(true)}>{t('draftNew')}</Button>}
        </>
      }
    >
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('title')}
          rows={found.data?.rows ?? []}
          rowKey={(row) => row.leagueId}
          loading={found.isPending}
          empty={t('empty')}
          columns={[
            { title: t('league'), width: 300, render: (_, row) => <>{title(row)}<div className="soft">{row.issuerName}</div></> },
            { title: t('state'), width: 180, render: (_, row) => <>{state(row)}{row.publishedAt === null ? null : <div className="soft number">{showInstant(row.publishedAt)}</div>}</> },
            ...(hasOwn ? [{ title: t('own'), width: 220, render: (_: unknown, row: Row) => own(row) ?? '—' }] : []),
            { title: t('ranked'), width: 220, render: (_, row) => <>{t('rankedOf', { n: row.ranked, small: row.unranked })}{corrected(row)}</> },
          ]}
          card={(row) => (
            <>
              <div className="row">{title(row)}{state(row)}</div>
              {row.own === null ? null : <div><b>{own(row)}</b></div>}
              <div className="soft">{row.issuerName}</div>
              <div className="soft">{t('rankedOf', { n: row.ranked, small: row.unranked })}</div>
              {corrected(row)}
            </>
          )}
        />
      </Card>
      {isDrafting ? <DraftDialog kinds={kinds} onClose={() => setDrafting(false)} /> : null}
    </Page>
  )
}

function DraftDialog({ kinds, onClose }: { kinds: Kinds; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const draft = useDo(appraisalContract.draftLeague, ({ leagueId }) => void navigate({ to: '/leagues/$institutionId/$leagueId', params: { institutionId: me.data?.actor.institutionId ?? '', leagueId } }))
  const [chosen, setChosen] = useState(kinds[0]?.key ?? '')
  const kind = kinds.find((each) => each.key === chosen)
  return (
    <FormDialog<{ key: string; from?: string }> open title={t('draftNew')} okText={t('draftNew')} initial={{ key: chosen, ...(kind?.periods[0] === undefined ? {} : { from: kind.periods[0].from }) }} hint={kind === undefined ? undefined : <p>{name(kind.does)}</p>} onCancel={onClose} onSubmit={({ key, from }) => draft.mutateAsync({ body: { key, from: from ?? '' } })}>
      <Form.Item name="key" label={t('kind')}><Select onChange={setChosen} options={kinds.map((each) => ({ value: each.key, label: name(each.name) }))} /></Form.Item>
      <Form.Item name="from" label={t('period')} rules={[required(t('period'))]}><Select notFoundContent={t('noPeriod')} options={(kind?.periods ?? []).map((period) => ({ value: period.from, label: name(printPeriod(period)) }))} /></Form.Item>
    </FormDialog>
  )
}
