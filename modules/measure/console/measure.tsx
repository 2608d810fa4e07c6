import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { z } from 'zod'
import { addDays } from '../../../kernel/calendar.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts, Figures } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { measureContract, type MeasureView } from '../contract.ts'
import { showAmount, showTarget, showValue } from '../rules/show.ts'
import { whyWords } from '../rules/why-words.ts'
import { FactsCard, UnitsCard } from './behind.tsx'
import { InstitutionsCard } from './institutions-card.tsx'
import type { MeasureSearch } from './measures.tsx'
import { PeersCard } from './peers.tsx'
import { DepartmentsCard, StandingCard } from './standing-card.tsx'
import { texts } from './texts.ts'
import { TrendCard } from './trend-card.tsx'
import { KeptMark, StandingText } from './value.tsx'

type Measure = z.infer<typeof MeasureView>

/** One measure: its value and what it rests on, where it goes, how others stand, and what is counted. */
export function MeasureScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const navigate = useNavigate()
  const { key = '' } = useParams({ strict: false })
  const search = useSearch({ strict: false }) as MeasureSearch
  const me = useRead(identityContract.me)
  const found = useRead(measureContract.loadMeasure, { params: { key }, query: search })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const measure = found.data
  const { value, institution } = measure
  const isCommission = me.data?.actor.regionPrefix != null
  const turn = (on: string) => void navigate({ to: '/measures/$key', params: { key }, search: { ...search, on }, replace: true })
  const { institutionId: _, ...whole } = search
  return (
    <Page
      title={institution === null || !isCommission ? name(measure.name) : `${name(measure.name)} · ${institution.name}`}
      lead={
        <span className="row">
          <Link to="/measures" search={search}>{t('back')}</Link>
          {isCommission && institution !== null ? <Link to="/measures/$key" params={{ key }} search={whole}>{t('backRegion')}</Link> : null}
          <span>{name(measure.does)}</span>
        </span>
      }
      actions={
        <div className="measure-turn">
          <Button icon={<LeftOutlined />} aria-label={t('previous')} onClick={() => turn(addDays(value.from, -1))} />
          <span className="number measure-period">{`${showDate(value.from, locale)}${value.from === value.to ? '' : ` — ${showDate(value.to, locale)}`}`}{value.running ? <span className="soft">{`（${t('running')}）`}</span> : null}</span>
          <Button icon={<RightOutlined />} aria-label={t('next')} disabled={value.running} onClick={() => turn(addDays(value.to, 1))} />
        </div>
      }
    >
      <ValueFigures measure={measure} />
      {measure.standing === null ? null : <p><StandingText standing={measure.standing} /></p>}
      <TrendCard measure={measure} search={search} />
      {isCommission ? null : <PeersCard measure={measure} />}
      {institution === null && isCommission ? <StandingCard measure={measure} search={search} /> : null}
      {institution === null ? <InstitutionsCard measure={measure} search={search} /> : null}
      {institution === null || !measure.hasDepartments ? null : <DepartmentsCard measure={measure} institutionId={institution.id} on={search.on} />}
      {institution === null || !measure.hasUnits ? null : <UnitsCard measure={measure} institutionId={institution.id} on={search.on} />}
      {measure.finer.length === 0 ? null : <FinerCard measure={measure} />}
      {institution === null ? null : <FactsCard measure={measure} institutionId={institution.id} on={search.on} />}
      <DefinitionCard measure={measure} />
    </Page>
  )
}

function ValueFigures({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const { value } = measure
  const part = (each: number | null) => (each === null ? '—' : showAmount(each))
  return (
    <>
      <Figures
        items={[
          [t('value'), value.value === null ? (value.why === null ? '—' : name(whyWords[value.why])) : showValue(value.value, measure, locale)],
          [t('target'), measure.target === null ? t('noTarget') : showTarget(measure.target, measure.unit, locale)],
          [t(measure.shape === 'change' ? 'now' : 'numerator'), part(value.numerator)],
          ...(measure.denominator === null && value.denominator === null ? [] : [[t(measure.shape === 'change' ? 'baseline' : 'denominator'), part(value.denominator)] as const]),
          [t('facts'), value.facts],
        ]}
      />
      <p className="row soft number"><KeptMark value={value} />{`${t('fresh')} ${value.countedAt === null ? t('never') : showInstant(value.countedAt)} · ${t('asOf', { at: showInstant(value.asOf) })} · ${t('version')} ${value.version}`}{value.against === null ? null : ` · ${t('againstDays', { from: showDate(value.against.from, locale), to: showDate(value.against.to, locale) })}`}{value.pooled > 1 ? ` · ${t('pooledN', { n: value.pooled })}` : null}</p>
    </>
  )
}

/** The way on to what the facts do not tell apart. */
function FinerCard({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const name = useName()
  return <Card title={t('finer')}><ul className="plain">{measure.finer.map((each) => <li key={each.link}><Link to={each.link}>{name(each.name)}</Link></li>)}</ul></Card>
}

const certainties = ['law', 'secondary', 'plan', 'memory', 'house'] as const

/** What its figures can be told apart by. */
const grainsOf = (measure: Measure) => ['institution' as const, ...(measure.hasDepartments || measure.unitOf === 'department' ? ['department' as const] : []), ...(measure.unitOf === 'staff' ? ['person' as const] : []), ...measure.finer.map((each) => each.grain)]

/** The definition in words: what is counted, why, whose it is, and how certain its source. */
function DefinitionCard({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const certainty = certainties.find((each) => each === measure.source.certainty)
  return (
    <Card title={t('definition')}>
      <Facts
        items={[
          [t('why'), name(measure.why)],
          [t(measure.shape === 'change' ? 'now' : 'numerator'), name(measure.numerator)],
          [t(measure.shape === 'change' ? 'baseline' : 'denominator'), measure.denominator === null ? null : name(measure.denominator)],
          [t('better'), t(`better_${measure.direction}`)],
          [t('smallest'), measure.smallest === 0 ? null : t(measure.pooledUpTo > 1 ? 'smallestPooled' : 'smallestN', { n: measure.smallest, periods: measure.pooledUpTo })],
          [t('chance'), measure.shape === 'change' ? null : t(`chance_${measure.chance}`)],
          [t('open'), t(measure.isPublic ? 'openYes' : 'openNo')],
          [t('grain'), grainsOf(measure).map((each) => t(`grain_${each}`)).join(locale === 'zh' ? '、' : ', ')],
          [t('owner'), name(measure.owner)],
          [t('source'), measure.source.zh],
          [t('certainty'), certainty === undefined ? measure.source.certainty : t(`c_${certainty}`)],
          [t('version'), <ul key="versions" className="plain">{measure.versions.toReversed().map((each) => <li key={each.version} className="number">{`${t('versionN', { n: each.version, from: showDate(each.validFrom, locale) })}${each.countedAt === null ? ` · ${t('counting')}` : ''}`}</li>)}</ul>],
        ]}
      />
    </Card>
  )
}
