import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { Card } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { registerContract, type MissingRow } from '../contract.ts'
import type { Definition } from './drafts.ts'
import { StandingWords } from './marks.tsx'
import { texts } from './texts.ts'
import { UnitNames } from './unit-names.tsx'

type Missing = z.output<typeof MissingRow>

/** The running period and the last one: how far, and who is missing. */
export function PeriodStanding({ view, region }: { view: Definition; region: boolean }) {
  const t = useTexts(texts)
  const { key, expect } = view.definition
  const missing = useRead(registerContract.listMissing, {}, { enabled: view.standing.some((each) => each.reached < each.expected) })
  if (region) return expect === 0 || view.retired ? null : <RegionStanding registerKey={key} scope={view.definition.scope} />
  if (view.standing.length === 0) return null
  const mayEnter = view.blocked.enter === null
  return (
    <Card title={t('standing')}>
      <div className="standings">
        {view.standing.map((standing) => {
          const row = missing.data?.rows.find((each) => each.registerKey === key && each.period.from === standing.period.from)
          return (
            <div key={standing.period.from}>
              <StandingWords standing={standing} scope={view.definition.scope} />
              {row === undefined || standing.expected < 2 ? null : <MissingNames row={row} enters={mayEnter} departments={view.departments.map((each) => each.id)} days={view.days} />}
            </div>
          )
        })}
      </div>
    </Card>
  )
}

function RegionStanding({ registerKey, scope }: { registerKey: string; scope: Definition['definition']['scope'] }) {
  const t = useTexts(texts)
  const found = useRead(registerContract.listMissingOf, { params: { key: registerKey } })
  const all = found.data?.all
  if (all === undefined || all === null) return null
  return (
    <Card title={t('standing')} extra={<Link to="/registers/$key/missing" params={{ key: registerKey }}>{t('region')}</Link>}>
      <StandingWords standing={all} scope={scope} region />
    </Card>
  )
}

/** Who is missing; a department of mine is one step from being entered, on a day of that period. */
function MissingNames({ row, enters, departments, days }: { row: Missing; enters: boolean; departments: readonly string[]; days: { from: string; to: string } }) {
  const t = useTexts(texts)
  const on = row.period.to < days.to ? row.period.to : days.to
  return (
    <div className="missing-names">
      <span className="soft small">{t('stillMissing', { n: row.missing.length })}</span>
      <UnitNames units={row.missing} expect={row.expect} registerKey={row.registerKey} on={on} mine={(unit) => enters && on >= days.from && unit.departmentId !== null && departments.includes(unit.departmentId)} />
    </div>
  )
}
