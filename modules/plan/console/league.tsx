import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { opens } from '../../../ui/access.ts'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { institutionKindNames, institutionKinds, institutionLevelNames, institutionLevels, type InstitutionKind, type InstitutionLevel } from '../../directory/rules/kinds.ts'
import { identityContract } from '../../identity/contract.ts'
import { planContract } from '../contract.ts'
import { printPeriod } from '../rules/league-period.ts'
import { LeagueTable } from './league-table.tsx'
import { texts } from './league-texts.ts'

function Lead({ planId, says }: { planId: string; says: 'lead' | 'leadPublic' }) {
  const t = useTexts(texts)
  return <span className="row"><Link to="/plans/$planId" params={{ planId }}>{t('back')}</Link><span>{t(says)}<Link to="/league-method">{t('method')}</Link></span></span>
}

/** The commission's own league: any period, any peers, and the way to make it public. */
function OwnLeague({ planId, title }: { planId: string; title: string }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const [period, setPeriod] = useState('all')
  const [kind, setKind] = useState<InstitutionKind | undefined>(undefined)
  const [level, setLevel] = useState<InstitutionLevel | undefined>(undefined)
  const [asking, setAsking] = useState<'publish' | 'withdraw' | null>(null)
  const query = { period, ...(kind === undefined ? {} : { kind }), ...(level === undefined ? {} : { level }) }
  const found = useRead(planContract.loadLeague, { params: { planId }, query })
  const publish = useDo(planContract.publishLeague, () => setAsking(null))
  const withdraw = useDo(planContract.withdrawLeague, () => setAsking(null))
  const pageTitle = `${t('league')} · ${title}`
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={pageTitle}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const league = found.data
  const standing = league.publications.find((each) => each.period === period && each.withdrawnAt === null)
  const send = (reason: string) => (asking === 'withdraw' ? withdraw : publish).mutateAsync({ params: { planId }, body: { period, reason } })
  return (
    <Page
      title={pageTitle}
      lead={<Lead planId={planId} says="lead" />}
      actions={
        <>
          <Button icon={<DownloadOutlined />} href={urlOf(planContract.exportLeague, { params: { planId }, query })}>{t('export')}</Button>
          {standing === undefined ? null : <ActButton blocked={league.blocked.withdraw} onClick={() => setAsking('withdraw')}>{t('withdraw')}</ActButton>}
          <ActButton blocked={league.blocked.publish} type="primary" onClick={() => setAsking('publish')}>{t('publish')}</ActButton>
        </>
      }
    >
      <div className="filters">
        <Select aria-label={t('period')} value={period} onChange={setPeriod} style={{ minWidth: 200 }} options={league.periods.map((value) => ({ value, label: printPeriod(value, locale) }))} />
        <Select<InstitutionKind | ''> aria-label={t('kind')} value={kind ?? ''} onChange={(value) => setKind(value === '' ? undefined : value)} options={[{ value: '' as const, label: t('allKinds') }, ...institutionKinds.filter((each) => each !== 'commission').map((value) => ({ value, label: name(institutionKindNames[value]) }))]} />
        <Select<InstitutionLevel | ''> aria-label={t('level')} value={level ?? ''} onChange={(value) => setLevel(value === '' ? undefined : value)} options={[{ value: '' as const, label: t('allLevels') }, ...institutionLevels.map((value) => ({ value, label: name(institutionLevelNames[value]) }))]} />
      </div>
      <p className="soft">
        {standing === undefined ? t('notPublished') : <>{t('published', { at: showInstant(standing.publishedAt), name: standing.publishedByName, reason: standing.reason })} <a href={`/plans/${planId}/league?period=${period}`}>{t('seePublic')}</a></>}
        {league.fresh ? null : ` ${t('stale')}`}
      </p>
      <Card flush>
        <LeagueTable rows={league.rows} empty={t('empty')} link={(row) => <Link to="/appraisal/$institutionId" params={{ institutionId: row.institutionId }}>{row.name}</Link>} />
      </Card>
      <AskForWords open={asking !== null} title={asking === 'withdraw' ? t('withdraw') : t('publish')} label={t('reason')} hint={asking === 'publish' ? <p className="soft">{t('publishHint')}</p> : undefined} okText={asking === 'withdraw' ? t('withdraw') : t('publish')} danger={asking === 'withdraw'} minLength={4} onCancel={() => setAsking(null)} onSubmit={send} />
    </Page>
  )
}

/** What an institution sees: the leagues that were made public. */
function PublicLeague({ planId, title }: { planId: string; title: string }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [chosen, setChosen] = useState<string | null>(null)
  const found = useRead(planContract.loadPublicLeague, { params: { planId } })
  if (found.isPending) return <Loading />
  const pageTitle = `${t('league')} · ${title}`
  if (found.error !== null) return <Page title={pageTitle}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const shown = found.data.rows.find((row) => row.period === chosen) ?? found.data.rows[0]
  return (
    <Page title={pageTitle} lead={<Lead planId={planId} says="leadPublic" />}>
      {shown === undefined ? <Card><Nothing>{t('nothingPublic')}</Nothing></Card> : (
        <>
          <div className="filters"><Select aria-label={t('period')} value={shown.period} onChange={setChosen} style={{ minWidth: 200 }} options={found.data.rows.map((row) => ({ value: row.period, label: printPeriod(row.period, locale) }))} /></div>
          <p className="soft number">{showInstant(shown.at)}</p>
          <Card flush><LeagueTable rows={shown.rows} empty={t('empty')} link={(row) => row.name} /></Card>
        </>
      )}
    </Page>
  )
}

/** Who is how far: for the commission as it stands, for institutions what was made public. */
export function LeagueScreen() {
  const t = useTexts(texts)
  const { planId = '' } = useParams({ strict: false })
  const me = useRead(identityContract.me)
  const plan = useRead(planContract.loadPlan, { params: { planId } })
  if (plan.isPending || me.isPending) return <Loading />
  if (plan.error !== null) return <Page title={t('league')}><Fault error={plan.error} retry={() => void plan.refetch()} /></Page>
  return opens(planContract.loadLeague, me.data?.actor.roles) ? <OwnLeague planId={planId} title={plan.data.title} /> : <PublicLeague planId={planId} title={plan.data.title} />
}
