/** @jsxImportSource preact */
import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { printDate } from '../../../kernel/calendar.ts'
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
  <table>
    <caption>{table.title}</caption>
    <thead>
      <tr>
        <th scope="col">单位</th>
        {table.columns.map((column) => (
          <th scope="col" class="figure" key={column}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map((row) => (
        <tr key={row.institutionId ?? ''}>
          <th scope="row">{row.name}</th>
          {row.cells.map((cell, at) => (
            <td class="figure" key={table.columns[at]}>
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
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
