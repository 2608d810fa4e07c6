/** @jsxImportSource preact */
import { printDate } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { institutionKindNames, institutionLevelNames } from '../../directory/rules/kinds.ts'
import { printShare, type LeagueRow } from '../rules/league.ts'
import { method, workedExample, type ExampleOf } from '../rules/league-method.ts'
import { printPeriod } from '../rules/league-period.ts'

type Public = { readonly period: string; readonly publishedAt: string; readonly rows: readonly LeagueRow[]; readonly at: string }

const bandWords = { high: '高', good: '较高', fair: '一般', low: '低' } as const
const trendWords = { up: '↑ 升', same: '→ 平', down: '↓ 降' } as const
const wordOf = (names: Readonly<Record<string, { zh: string }>>, code: string): string => names[code]?.zh ?? code
const day = (instant: string) => printDate(shanghaiDate(instant), 'zh').split(' ')[0]

const kindOf = (row: LeagueRow) => [wordOf(institutionKindNames, row.kind), row.level === 'none' ? null : wordOf(institutionLevelNames, row.level)].filter((word) => word !== null).join(' · ')

/** A league that the commission made public: as it stood then, with the way to how it is counted. */
export const leaguePage = (frame: PageFrame, plan: { id: string; title: string }, shown: Public, all: readonly Public[]): string => {
  const ranked = shown.rows.filter((row) => row.rank !== null)
  const small = shown.rows.filter((row) => row.rank === null)
  return page(
    frame,
    <>
      <p>
        <a href={`/plans/${plan.id}`}>← {plan.title}</a>
      </p>
      <h1>{`完成率排名：${printPeriod(shown.period, 'zh')}`}</h1>
      <p class="soft">{`数据截至${day(shown.at)}，由卫生健康委公布。`}</p>
      <p>
        <a href="/league/method">排名是怎么算的</a>
      </p>
      {all.length < 2 ? null : (
        <nav aria-label="其他各期">
          {all.map((each) => (
            <a key={each.period} href={`/plans/${plan.id}/league?period=${each.period}`} {...(each.period === shown.period ? { 'aria-current': 'page' as const } : {})}>
              {printPeriod(each.period, 'zh')}
            </a>
          ))}
        </nav>
      )}
      {ranked.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              <th scope="col">名次</th>
              <th scope="col">机构</th>
              <th scope="col" class="figure">完成率</th>
              <th scope="col" class="figure">比上期</th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((row) => (
              <tr key={row.institutionId}>
                <td>{`${row.rank ?? ''}${row.tied ? '（并列）' : ''}`}</td>
                <th scope="row">
                  {row.name}
                  <br />
                  <span class="soft">{kindOf(row)}</span>
                </th>
                <td class="figure">
                  {printShare(row)}
                  <br />
                  <span class="soft">{`${row.met}/${row.n}`}</span>
                </td>
                <td class="figure">{row.trend === null ? '—' : trendWords[row.trend]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {small.length === 0 ? null : (
        <section>
          <h2>事项较少，只分档不排名</h2>
          <ul>
            {small.map((row) => (
              <li key={row.institutionId}>{`${row.name}：${row.band === null ? '暂无' : bandWords[row.band]}（${row.met}/${row.n}）`}</li>
            ))}
          </ul>
        </section>
      )}
    </>,
  )
}

/** How the league is made, with one line worked out: a real one where there is any, else one that says it is made up. */
export const methodPage = (frame: PageFrame, example: (ExampleOf & { planTitle: string }) | null): string => {
  const shown = example ?? { institutionName: '某医院', met: 23, unmet: 3, overdue: 4, due: 12, waived: 1 }
  return page(
    frame,
    <>
      <h1>完成率排名是怎么算的</h1>
      {method.map((part) => (
        <section key={part.title.zh}>
          <h2>{part.title.zh}</h2>
          <ul>
            {part.lines.map((line) => (
              <li key={line.zh}>{line.zh}</li>
            ))}
          </ul>
        </section>
      ))}
      <section class="card">
        <h2>算一遍看看</h2>
        <p class="soft">{example === null ? '目前还没有公布的排名，下面的数字是为说明算法而设的。' : `取自“${example.planTitle}”已公布的排名。`}</p>
        <ol>
          {workedExample(shown).map((step) => (
            <li key={step.zh}>{step.zh}</li>
          ))}
        </ol>
      </section>
    </>,
  )
}
