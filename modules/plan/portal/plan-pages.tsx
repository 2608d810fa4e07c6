/** @jsxImportSource preact */
import { printDate, type IsoDate } from '../../../kernel/calendar.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'

type Plan = { id: string; title: string; issuer: string | null; number: string | null; issuedOn: string | null; startsOn: string; endsOn: string }
type Phase = { name: string; startsOn: string | null; endsOn: string | null }
type Clause = { printed: string; title: string; text: string; level: number }

const day = (date: IsoDate | null) => (date === null ? '未定' : printDate(date, 'zh').split(' ')[0])

/** One plan as it was issued: its time, its phases, its words. */
export const planPage = (frame: PageFrame, plan: Plan, phases: readonly Phase[], clauses: readonly Clause[], today: IsoDate, hasLeague: boolean): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">← 返回首页</a>
      </p>
      <h1>{plan.title}</h1>
      <p class="soft">{[plan.issuer, plan.number, plan.issuedOn === null ? null : `${day(plan.issuedOn)}印发`].filter((part) => part !== null).join(' · ')}</p>
      {hasLeague ? (
        <p>
          <a class="button quiet" href={`/plans/${plan.id}/league`}>
            看各医院完成率排名
          </a>
        </p>
      ) : null}
      {phases.length === 0 ? null : (
        <section class="card">
          <h2>时间安排</h2>
          <ol class="phases">
            {phases.map((phase) => {
              const now = phase.startsOn !== null && phase.endsOn !== null && phase.startsOn <= today && today <= phase.endsOn
              return (
                <li class={now ? 'now' : ''} key={phase.name}>
                  {`${phase.name}${now ? '（现在）' : ''}`}
                  <br />
                  <span class="soft">{`${day(phase.startsOn)} 至 ${day(phase.endsOn)}`}</span>
                </li>
              )
            })}
          </ol>
        </section>
      )}
      <h2>方案内容</h2>
      {clauses
        .filter((clause) => clause.title !== '' || clause.text !== '')
        .map((clause) => (
          <section key={`${clause.printed}${clause.title}`}>
            {clause.printed === '' && clause.title === '' ? null : clause.level <= 1 ? <h2>{`${clause.printed}${clause.title}`}</h2> : <h3>{`${clause.printed}${clause.title}`}</h3>}
            {clause.text === '' ? null : <p class="clause">{clause.text}</p>}
          </section>
        ))}
    </>,
  )
