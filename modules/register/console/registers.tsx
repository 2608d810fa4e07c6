import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { registerContract, type RegisterRow } from '../contract.ts'
import { registerGroups } from '../rules/definition.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { DraftList } from './draft-list.tsx'
import { StandingWords } from './marks.tsx'
import { useOwed, type Owed } from './owed.ts'
import { texts } from './texts.ts'

type Row = z.output<typeof RegisterRow>
type Shown = 'all' | 'missing' | 'waiting'

const perUnit = (row: Row) => row.scope === 'department' || row.scope === 'ward' || row.scope === 'person'
/** Not done yet: of my department where I act for one, else of the body. */
const isMissing = (row: Row, owed: Owed) => row.standing !== null && row.standing.reached < row.standing.expected && (!owed.byDepartment || !perUnit(row) || owed.of(row.key).length > 0)
const mayEnter = (row: Row) => !row.retired && (row.mayEnter ?? row.mine)
/** Under so many registers headings of groups would be longer than what stands below them. */
const fewRegisters = 16

/** Registers that concern me: mine first, what is not done yet before what is. */
export function RegistersScreen() {
  const t = useTexts(texts)
  const name = useName()
  const me = useRead(identityContract.me)
  const found = useRead(registerContract.listRegisters)
  const owed = useOwed()
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  if (found.isPending) return <Loading />
  const isCommission = me.data?.institution?.kind === 'commission'
  const lead = t(isCommission ? 'leadCommission' : 'lead')
  if (found.error !== null) return <Page title={t('title')} lead={lead}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const fits: Record<Shown, (row: Row) => boolean> = { all: () => true, missing: (row) => row.mine && isMissing(row, owed), waiting: (row) => row.mine && row.waiting > 0 }
  const rows = found.data.rows.filter((row) => fits[shown](row) && (search === '' || name(row.name).toLowerCase().includes(search.toLowerCase()) || name(row.why).includes(search)))
  const count = (each: Shown) => found.data.rows.filter(fits[each]).length
  const sections = [
    { key: 'mine' as const, rows: rows.filter((row) => row.mine) },
    { key: 'others' as const, rows: rows.filter((row) => !row.mine && !row.retired) },
    { key: 'retiredOnes' as const, rows: rows.filter((row) => !row.mine && row.retired) },
  ]
  return (
    <Page title={t('title')} lead={lead} actions={<ButtonLink to="/missing">{t('missing')}</ButtonLink>}>
      <DraftList />
      <div className="filters touch">
        <SearchField label={t('search')} value={search} onSearch={setSearch} />
        <Segmented<Shown> aria-label={t('filterShown')} value={shown} onChange={setShown} options={(['all', 'missing', 'waiting'] as const).map((value) => ({ value, label: `${t(`f_${value}`)} ${count(value)}` }))} />
      </div>
      {found.data.rows.length === 0 ? <Card><Nothing>{t('none')}</Nothing></Card> : rows.length === 0 ? <Card><Nothing>{t('noneFound')}</Nothing></Card> : null}
      {sections.map((section) => (section.rows.length === 0 ? null : <Section key={section.key} title={`${t(section.key)}（${section.rows.length}）`} rows={section.rows} region={isCommission} owed={owed} open={section.key === 'mine' || isCommission || search !== '' || sections.filter((each) => each.rows.length > 0).length === 1} />))}
    </Page>
  )
}

/** Whatever is not my own work is folded away, unless it is looked for. */
function Section({ title, rows, region, owed, open }: { title: string; rows: readonly Row[]; region: boolean; owed: Owed; open: boolean }) {
  const t = useTexts(texts)
  const ordered = [...rows].sort((a, b) => Number(isMissing(b, owed)) - Number(isMissing(a, owed)))
  const groups = rows.length < fewRegisters ? [{ group: null, rows: ordered }] : registerGroups.map((group) => ({ group, rows: ordered.filter((row) => row.group === group) })).filter((each) => each.rows.length > 0)
  return (
    <details className="fold" open={open}>
      <summary><h2>{title}</h2></summary>
      {groups.map((each) => (
        <div key={each.group ?? ''}>
          {each.group === null ? null : <h3 className="group-head">{t(`g_${each.group}`)}</h3>}
          <ul className="tiles register-tiles">
            {each.rows.map((row) => <li key={row.key}><Tile row={row} region={region} owed={owed} /></li>)}
          </ul>
        </div>
      ))}
    </details>
  )
}

function Tile({ row, region, owed }: { row: Row; region: boolean; owed: Owed }) {
  const t = useTexts(texts)
  const name = useName()
  const { narrow } = useAppearance()
  return (
    <div className="tile register-tile">
      <Link to="/registers/$key" params={{ key: row.key }} className="tile-name">{name(row.name)}</Link>
      <span className="soft small clamp tile-why">{name(row.why)}</span>
      <div className="tile-standing">
        {row.mine && owed.byDepartment && perUnit(row) && row.standing !== null ? <OwnStanding row={row} standing={row.standing} owed={owed} /> : row.standing !== null ? <StandingWords standing={row.standing} scope={row.scope} /> : region && row.expect > 0 && !row.retired ? <RegionStanding registerKey={row.key} scope={row.scope} /> : row.retired ? <StatusMark tone="quiet" compact>{t('retired')}</StatusMark> : <span className="soft small">{t('freely')}</span>}
        {row.mine && row.waiting > 0 ? <div><Link to="/registers/$key" params={{ key: row.key }} search={{ state: 'entered' }}><StatusMark tone="wait" compact>{row.waiting >= 1000 ? t('waitingMany') : t('waitingN', { n: row.waiting })}</StatusMark></Link></div> : null}
      </div>
      {mayEnter(row) ? <ButtonLink color="primary" variant={narrow || isMissing(row, owed) ? 'solid' : 'outlined'} size={narrow ? 'large' : 'middle'} block to="/registers/$key/new" params={{ key: row.key }} aria-label={t('enterIn', { name: name(row.name) })} className="tile-enter">{t('enter')}</ButtonLink> : null}
    </div>
  )
}

/** What a department's own people want to know first: whether theirs is missing. */
function OwnStanding({ row, standing, owed }: { row: Row; standing: NonNullable<Row['standing']>; owed: Owed }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const own = owed.of(row.key)
  const names = own.map((unit) => (unit.staffId === null ? unit.name : t('owedMe'))).join('、')
  return (
    <div className="standing">
      <div className="row"><StatusMark tone={own.length > 0 ? 'warn' : 'quiet'} compact>{own.length > 0 ? t('owedMine', { names }) : t('owedNot')}</StatusMark><span className="soft small">{t('until', { date: showDate(standing.period.to, locale) })}</span></div>
      <div className="soft small number">{t('reachedOf', { label: name(standing.period.label), expected: standing.expected, reached: standing.reached, unit: t(`u_${row.scope}`) })}</div>
    </div>
  )
}

/** How the region stands, asked for when it comes into sight: sixty of them at once would be a heavy page. */
function RegionStanding({ registerKey, scope }: { registerKey: string; scope: Row['scope'] }) {
  const t = useTexts(texts)
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (box.current === null) return undefined
    const watch = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) setSeen(true) }, { rootMargin: '200px' })
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const found = useRead(registerContract.listMissingOf, { params: { key: registerKey } }, { enabled: seen })
  const all = found.data?.all
  return (
    <div ref={box} className="tile-region">
      {all === undefined || all === null || all.expected === 0 ? null : (
        <>
          <StandingWords standing={all} scope={scope} region />
          <Link to="/registers/$key/missing" params={{ key: registerKey }}>{t('region')}</Link>
        </>
      )}
    </div>
  )
}
