/** @jsxImportSource preact */
import type { z } from 'zod'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { TemplateClauseView, TemplateRow, TemplateView } from '../contract.ts'
import { sayDay } from '../rules/words.ts'

type Row = z.input<typeof TemplateRow>
type Template = z.input<typeof TemplateView>
type Clause = z.input<typeof TemplateClauseView>

const share = ({ live, duties }: Pick<Row, 'live' | 'duties'>) => `${duties} 项任务中，${live} 项系统已经能自动认定`

/** The plans that this system knows, each with how much of it works today. */
export const templatesPage = (frame: PageFrame, rows: readonly Row[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">← 返回首页</a>
      </p>
      <h1>方案里的每一条，系统怎么落实</h1>
      <p>下面是常见的几类行动方案。点开可以逐条看：要求是什么，系统为它做什么，哪些已经能用，哪些还在建设。</p>
      <ul class="cards">
        {rows.map((row) => (
          <li class="card" key={row.id}>
            <h2>
              <a href={`/templates/${row.id}`}>{row.name.zh}</a>
            </h2>
            <p>{row.about.zh}</p>
            <p class="soft">{`${row.clauses} 条要求，${share(row)}。`}</p>
          </li>
        ))}
      </ul>
    </>,
  )

/** One plan, clause by clause, in plain words. */
export const templatePage = (frame: PageFrame, template: Template): string =>
  page(
    frame,
    <>
      <p>
        <a href="/templates">← 全部方案</a>
      </p>
      <h1>{template.name.zh}</h1>
      <p>{template.about.zh}</p>
      <p class="soft">{`${template.clauses} 条要求，${share(template)}；${template.planned.length} 项功能还在建设。`}</p>
      {template.phases.length === 0 ? null : (
        <section class="card">
          <h2>时间安排</h2>
          <ol class="phases">
            {template.phases.map((phase) => (
              <li key={phase.id}>
                {phase.name}
                <br />
                <span class="soft">{`${phase.start === null ? '未定' : sayDay(phase.start).zh} 至 ${phase.end === null ? '未定' : sayDay(phase.end).zh}`}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {template.parts.map((part) => (
        <section key={part.id}>
          {part.level === 1 ? <h2>{`${part.printed}${part.title}`}</h2> : <h3>{`${part.printed}${part.title}`}</h3>}
          {part.clauses.map((clause) => (
            <ClauseCard key={clause.id} clause={clause} />
          ))}
        </section>
      ))}
    </>,
  )

function ClauseCard({ clause }: { clause: Clause }) {
  return (
    <article class="card">
      <h4>{clause.title}</h4>
      <p>{clause.text}</p>
      <p class="soft">{[`责任单位：${clause.bodies}`, clause.numbers === null ? null : `数字与时限：${clause.numbers}`].filter((each) => each !== null).join('；')}</p>
      {clause.duties.length === 0 ? <p class="soft">这一条说的是目标和原则，没有可以单独检查的任务。</p> : null}
      {clause.duties.length === 0 ? null : (
        <ul class="binds">
          {clause.duties.map((duty) => (
            <li key={`${duty.bind.name}${duty.text}`}>
              <b class={duty.bind.live ? 'mark live' : 'mark planned'}>{duty.bind.live ? '已能用' : '建设中'}</b>
              {duty.text}
              {duty.when === null && duty.target === null ? null : <span class="soft">{`（${[duty.when?.zh, duty.target].filter((each) => each !== undefined && each !== null).join('，')}）`}</span>}
              <br />
              {duty.only === null ? null : <span class="soft">{`只计：${duty.only.zh}。`}</span>}
              {duty.unasked === null ? null : <span class="soft">{`${duty.unasked.zh}。`}</span>}
              {duty.levels === null ? null : <span class="soft">{`只要求：${duty.levels.zh}医院。`}</span>}
              <span class="soft">{`${duty.bind.zh}：${duty.bind.does}`}</span>
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
