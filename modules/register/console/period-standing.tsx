import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { Card } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { registerContract, type MissingRow, type MissingUnit } from '../contract.ts'
import type { Definition } from './drafts.ts'
import { StandingWords } from './marks.tsx'
import { texts } from './texts.ts'

type Missing = z.output<typeof MissingRow>
type Unit = z.output<typeof MissingUnit>
/** So many names before the rest is a link. */
const mostNames = 24

/** The running period and the last one: how far, and who is missing. */
export function PeriodStanding({ view, region }: { view: Definition; region: boolean }) {
  const t = useTexts(texts)
  const { key, expect } = view.definition
  const missing = useRead(registerContract.listMissing, {}, { enabled: view.standing.some((each) => each.reached < each.expected) })
  if (region) return expect === 0 || view.retired ? null : <RegionStanding registerKey={key} />
  if (view.standing.length === 0) return null
  const mayEnter = view.blocked.enter === null
  return (
    <Card title={t('standing')}>
      <div className="standings">
        {view.standing.map((standing) => {
          const row = missing.data?.rows.find((each) => each.registerKey === key && each.period.from === standing.period.from)
          return (
            <div key={standing.period.from}>
              <StandingWords standing={standing} />
              {row === undefined || standing.expected < 2 ? null : <MissingNames row={row} enters={mayEnter} departments={view.departments.map((each) => each.id)} lastDay={view.days} />}
            </div>
          )
        })}
      </div>
    </Card>
  )
}

function RegionStanding({ registerKey }: { registerKey: string }) {
  const t = useTexts(texts)
  const found = useRead(registerContract.listMissingOf, { params: { key: registerKey } })
  const all = found.data?.all
  if (all === undefined || all === null) return null
  return (
    <Card title={t('standing')} extra={<Link to="/registers/$key/missing" params={{ key: registerKey }}>{t('region')}</Link>}>
      <StandingWords standing={all} region />
    </Card>
  )
}

/** A unit as it is named: what it still lacks, or that it only waits to be confirmed. */
export function useUnitName(): (unit: Unit, expect: number) => string {
  const t = useTexts(texts)
  return (unit, expect) => {
    const name = unit.name === '' ? t('wholeBody') : unit.name
    if (unit.entered + unit.waiting >= expect && unit.waiting > 0) return t('waitingUnit', { name })
    return unit.entered > 0 && expect > 1 ? t('needsMore', { name, entered: unit.entered, expect }) : name
  }
}

/** Who is missing; a department of mine is one step from being entered, on a day of that period. */
export function MissingNames({ row, enters, departments, lastDay }: { row: Missing; enters: boolean; departments: readonly string[]; lastDay: { from: string; to: string } }) {
  const t = useTexts(texts)
  const unitName = useUnitName()
  const on = row.period.to < lastDay.to ? row.period.to : lastDay.to
  const mine = (unit: Unit) => enters && on >= lastDay.from && unit.departmentId !== null && departments.includes(unit.departmentId)
  const ordered = [...row.missing].sort((a, b) => Number(mine(b)) - Number(mine(a)))
  return (
    <div className="missing-names">
      <span className="soft small">{t('stillMissing', { n: row.missing.length })}</span>
      <ul className="chips">
        {ordered.slice(0, mostNames).map((unit) => (
          <li key={`${unit.departmentId ?? ''}${unit.staffId ?? ''}`} className="chip chip-plain">
            {mine(unit) ? <Link to="/registers/$key/new" params={{ key: row.registerKey }} search={{ department: unit.departmentId ?? undefined, on }}>{unitName(unit, row.expect)}</Link> : unitName(unit, row.expect)}
          </li>
        ))}
        {row.missing.length > mostNames ? <li className="chip chip-plain"><Link to="/missing">{t('moreNames', { n: row.missing.length })}</Link></li> : null}
      </ul>
    </div>
  )
}
