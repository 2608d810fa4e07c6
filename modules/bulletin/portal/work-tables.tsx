/** @jsxImportSource preact */
import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { printDate } from '../../../kernel/calendar.ts'
import { StackTable } from '../../../portal/stack-table.tsx'
import type { WorkContent } from '../rules/content.ts'

/** The tables of a work bulletin; in elder mode, where tables are too wide, one card for each institution. */
export const WorkTables = ({ content, elder }: { content: WorkContent; elder: boolean }) => (
  <>
    {content.tables.length === 0 ? <p class="soft">本期没有可以列表的数据。</p> : null}
    {elder ? content.bodies.map((body) => <BodyCard key={body.institutionId} content={content} institutionId={body.institutionId} name={body.name} />) : content.tables.map((table) => <OneTable key={table.key} table={table} />)}
    <p class="soft">{`数据截至${printDate(shanghaiDate(content.asOf), 'zh').split(' ')[0]}${shanghaiTime(content.asOf)}，由系统按事实自动计算。“—”表示没有可计算的数据。`}</p>
  </>
)

const OneTable = ({ table }: { table: WorkContent['tables'][number] }) => (
  <section>
    <h3>{table.title}</h3>
    <StackTable head="单位" columns={table.columns} rows={table.rows.map((row) => ({ key: row.institutionId ?? '', href: null, name: row.name, cells: row.cells }))} />
  </section>
)

const BodyCard = ({ content, institutionId, name }: { content: WorkContent; institutionId: string; name: string }) => (
  <details class="card">
    <summary>{name}</summary>
    <dl>
      {content.tables.flatMap((table) => {
        const row = table.rows.find((each) => each.institutionId === institutionId)
        return table.columns.map((column, at) => (
          <div key={`${table.key} ${column}`}>
            <dt class="soft">{column}</dt>
            <dd>{row?.cells[at] ?? '—'}</dd>
          </div>
        ))
      })}
    </dl>
  </details>
)
