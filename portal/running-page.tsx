/** @jsxImportSource preact */
import { sayStanding } from './body-pages.tsx'
import { day, type HomePlan } from './home-page.tsx'
import { homeTexts as t } from './home-texts.ts'
import { page, type PageFrame } from './layout.tsx'
import { StackTable } from './stack-table.tsx'
import type { Lang } from './texts.ts'

type Totals = { readonly met: number; readonly due: number; readonly overdue: number; readonly unmet: number; readonly waived: number }

/** All running plans with one sentence each on how they stand. */
export const runningPage = (frame: PageFrame, lang: Lang, plans: readonly (HomePlan & { totals: Totals })[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.running[lang]}</h1>
      <p>{t.runningLead[lang]}</p>
      {plans.length === 0 ? <p class="soft">{t.noPlans[lang]}</p> : null}
      <ul class="cards">
        {plans.map((plan) => (
          <li class="card" key={plan.id}>
            <h2>{plan.title}</h2>
            <p class="soft">{t.from[lang].replace('{from}', day(plan.startsOn, lang)).replace('{to}', day(plan.endsOn, lang))}</p>
            <p>{sayStanding(plan.totals, lang)}</p>
            <p>
              <a class="button quiet" href={`/running/${plan.id}`}>
                {t.board[lang]}
              </a>{' '}
              <a class="button quiet" href={`/plans/${plan.id}`}>
                {t.text[lang]}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </>,
  )

/** One plan, hospital by hospital. */
export const standingPage = (frame: PageFrame, lang: Lang, plan: HomePlan, rows: readonly { institutionId: string; name: string; totals: Totals }[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/running">{t.allRunning[lang]}</a>
      </p>
      <h1>{plan.title}</h1>
      <p>{t.runningLead[lang]}</p>
      {rows.length === 0 ? (
        <p class="soft">{t.standingNone[lang]}</p>
      ) : (
        <StackTable
          head={t.hospital[lang]}
          columns={[t.done, t.way, t.late, t.not].map((words) => words[lang])}
          rows={rows.map(({ institutionId, name, totals }) => ({ key: institutionId, href: `/bodies/${institutionId}`, name, cells: [totals.met, totals.due, totals.overdue, totals.unmet] }))}
        />
      )}
    </>,
  )
