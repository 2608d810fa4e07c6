import type { z } from 'zod'
import { todayHere } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { Fault } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { registerContract, type CountsView } from '../contract.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { Filters } from './filters.ts'
import { texts } from './texts.ts'

type Counts = z.output<typeof CountsView>

const shown = (value: number, locale: 'zh' | 'en') => new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: 2 }).format(value)

/** Sums under the list: of this year, or of the months that the list is narrowed to. */
export function EntryFigures({ definition, filters }: { definition: RegisterDefinition; filters: Filters }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const today = todayHere()
  const to = (filters.to ?? today).slice(0, 7)
  const from = filters.from === undefined ? `${to.slice(0, 4)}-01` : filters.from.slice(0, 7)
  const found = useRead(registerContract.countEntries, {
    params: { key: definition.key },
    query: { from, to, ...(filters.institutionId === undefined ? {} : { institutionId: filters.institutionId }), ...(filters.departmentId === undefined ? {} : { departmentId: filters.departmentId }) },
  }, { enabled: from <= to })
  const totals = definition.fields.filter((field) => definition.totals.includes(field.key))
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return null
  const counts = found.data
  return (
    <>
      <h2 className="sub">{t('figures', { from, to })}</h2>
      <p className="soft small">{t('figuresHint')}</p>
      <Figures items={[[t('count'), shown(counts.total, locale)], ...totals.map((field): readonly [string, string] => [field.unit === undefined ? name(field.label) : `${name(field.label)}（${name(field.unit)}）`, shown(counts.totals[field.key] ?? 0, locale)])]} />
      {counts.total === 0 ? null : <Months counts={counts} totals={totals.map((field) => ({ key: field.key, label: name(field.label) }))} />}
      {counts.departments.length < 2 ? null : <Departments counts={counts} />}
    </>
  )
}

/** One bar a month beside its figure: the eye sees the gap, the figure says how large it is. */
function Months({ counts, totals }: { counts: Counts; totals: readonly { key: string; label: string }[] }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const most = Math.max(1, ...counts.months.map((each) => each.count))
  return (
    <details className="figure-rows">
      <summary>{t('byMonth')}</summary>
      <table>
        <thead><tr><th scope="col">{t('month')}</th><th scope="col" className="right">{t('count')}</th><th aria-hidden="true" />{totals.map((each) => <th key={each.key} scope="col" className="right">{each.label}</th>)}</tr></thead>
        <tbody>
          {counts.months.map((each) => (
            <tr key={each.month}>
              <th scope="row" className="number">{each.month}</th>
              <td className="number right">{each.count}</td>
              <td aria-hidden="true" className="bar-cell"><span style={{ width: `${(each.count / most) * 100}%` }} /></td>
              {totals.map((total) => <td key={total.key} className="number right">{shown(each.totals[total.key] ?? 0, locale)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Departments({ counts }: { counts: Counts }) {
  const t = useTexts(texts)
  const most = Math.max(1, ...counts.departments.map((each) => each.count))
  return (
    <details className="figure-rows">
      <summary>{t('byDepartment')}</summary>
      <table>
        <thead><tr><th scope="col">{t('department')}</th><th scope="col" className="right">{t('count')}</th><th aria-hidden="true" /></tr></thead>
        <tbody>
          {counts.departments.map((each) => (
            <tr key={each.departmentId ?? ''}>
              <th scope="row">{each.name === '' ? t('noDepartment') : each.name}</th>
              <td className="number right">{each.count}</td>
              <td aria-hidden="true" className="bar-cell"><span style={{ width: `${(each.count / most) * 100}%` }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
