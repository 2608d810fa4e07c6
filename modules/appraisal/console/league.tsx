import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Select } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { appraisalContract, type LeagueView } from '../contract.ts'
import { sayGroup } from '../rules/explain.ts'
import { methodOf } from '../rules/method.ts'
import { printPeriod } from '../rules/period.ts'
import { DropDialog, PublishDialog, WeightsDialog, WithdrawDialog } from './league-dialogs.tsx'
import { Afterwards, LeagueObjections } from './league-afterwards.tsx'
import { LeagueTable, type LeagueRow } from './league-table.tsx'
import { texts } from './texts.ts'
import { WhyDialog } from './why.tsx'

const LeagueChart = lazy(() => import('./league-chart.tsx').then((file) => ({ default: file.LeagueChart })))
type View = z.output<typeof LeagueView>

/** One league: the table and its picture, why each stands where it stands, how it is made, and the steps to publish it. */
export function LeagueScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { institutionId = '', leagueId = '' } = useParams({ strict: false })
  const found = useRead(appraisalContract.loadLeague, { params: { institutionId, leagueId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const view = found.data
  return (
    <Page title={`${name(view.content.name)} · ${name(printPeriod(view.content.period))}`} lead={<Lead view={view} />} actions={<Steps view={view} />}>
      {view.weightsReason === null ? null : <Alert className="page-alert" type="info" showIcon title={t('weightsReason', { reason: view.weightsReason })} />}
      <Afterwards view={view} />
      {view.content.groups.length === 0 && view.state === 'withdrawn' ? null : <Groups view={view} />}
      <LeagueObjections view={view} />
      <Card title={t('method')}>
        {methodOf(view.content).map((part) => (
          <section key={part.title.zh}>
            <h3>{name(part.title)}</h3>
            <ul>{part.lines.map((line) => <li key={line.zh}>{name(line)}</li>)}</ul>
          </section>
        ))}
      </Card>
    </Page>
  )
}

function Lead({ view }: { view: View }) {
  const t = useTexts(texts)
  const { publishedAt, publishedName, draftedAt, draftedName, corrections, checkedAt } = view
  return (
    <>
      <Link to="/leagues">{t('back')}</Link>{' · '}
      {publishedAt === null ? t('draftedBy', { name: draftedName ?? '', at: draftedAt === null ? '' : showInstant(draftedAt) }) : t('publishedBy', { issuer: view.issuerName, name: publishedName ?? '', at: showInstant(publishedAt) })}
      {checkedAt === null ? null : ` ${t('checked', { at: showInstant(checkedAt) })}${corrections.length === 0 ? t('noCorrection') : t('corrections', { n: corrections.length })}`}
    </>
  )
}

function Steps({ view }: { view: View }) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'publish' | 'weights' | 'drop' | 'withdraw' | null>(null)
  const reckon = useDo(appraisalContract.reckonLeague)
  const params = { institutionId: view.institutionId, leagueId: view.leagueId }
  const isOpen = view.state !== 'draft' && view.content.of === 'institutions'
  const close = () => setDialog(null)
  return (
    <>
      {reckon.error === null ? null : <Fault error={reckon.error} />}
      <Button icon={<DownloadOutlined />} href={urlOf(appraisalContract.exportLeague, { params })}>{t('export')}</Button>
      {isOpen ? <Button href={`/rankings/${view.leagueId}`}>{t('publicPage')}</Button> : null}
      {view.state === 'published' && !isForbidden(view.blocked.withdraw) ? <ActButton blocked={view.blocked.withdraw} danger onClick={() => setDialog('withdraw')}>{t('withdraw')}</ActButton> : null}
      {view.state !== 'draft' ? null : (
        <>
          <ActButton blocked={view.blocked.change} loading={reckon.isPending} onClick={() => reckon.mutate({ params: { leagueId: view.leagueId }, body: { revision: view.revision ?? 0 } })}>{t('reckon')}</ActButton>
          <ActButton blocked={view.blocked.drop} onClick={() => setDialog('weights')}>{t('weigh')}</ActButton>
          <ActButton blocked={view.blocked.drop} danger onClick={() => setDialog('drop')}>{t('drop')}</ActButton>
          <ActButton blocked={view.blocked.publish} type="primary" onClick={() => setDialog('publish')}>{t('publish')}</ActButton>
        </>
      )}
      {dialog === 'publish' ? <PublishDialog view={view} onClose={close} /> : null}
      {dialog === 'withdraw' ? <WithdrawDialog view={view} onClose={close} /> : null}
      {dialog === 'weights' ? <WeightsDialog view={view} onClose={close} /> : null}
      {dialog === 'drop' ? <DropDialog view={view} onClose={close} onDone={() => void navigate({ to: '/leagues' })} /> : null}
    </>
  )
}

function Groups({ view }: { view: View }) {
  const t = useTexts(texts)
  const name = useName()
  const { groups } = view.content
  const [chosen, setChosen] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [asked, setAsked] = useState<LeagueRow | null>(null)
  const rankedIn = (each: (typeof groups)[number]) => each.rows.filter((row) => row.rank !== null).length
  // Where nothing speaks for another one, the group that has most to show.
  const largest = groups.toSorted((a, b) => rankedIn(b) - rankedIn(a) || b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1))[0]
  const group = groups.find((each) => each.key === chosen) ?? groups.find((each) => each.rows.some((row) => row.id === view.ownId)) ?? largest
  if (group === undefined) return <Card><p className="soft">{t('nobodyRanked')}</p></Card>
  const says = sayGroup(group)
  const title = name(group.name)
  return (
    <>
      <Card title={title} extra={groups.length < 2 ? null : <Select aria-label={t('peers')} value={group.key} onChange={setChosen} popupMatchSelectWidth={false} options={groups.map((each) => ({ value: each.key, label: t('peersN', { name: name(each.name), n: each.rows.length }) }))} />}>
        <p className="lead-text">{says === null ? t('nobodyRanked') : name(says)}</p>
        {group.rows.some((row) => row.rank !== null) ? <Suspense fallback={<Loading />}><LeagueChart rows={group.rows} title={title} file={`${name(view.content.name)} ${name(printPeriod(view.content.period))} ${title}`} ownId={view.ownId} /></Suspense> : null}
      </Card>
      <div className="filters"><SearchField label={t('search')} value={words} onSearch={setWords} /></div>
      <Card flush>
        <LeagueTable view={view} group={{ ...group, rows: group.rows.filter((row) => words === '' || row.name.includes(words.trim())) }} onWhy={setAsked} />
      </Card>
      {asked === null ? null : <WhyDialog view={view} group={group} row={asked} onClose={() => setAsked(null)} />}
    </>
  )
}
