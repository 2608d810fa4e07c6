/** @jsxImportSource preact */

/** On a phone the style lays the table out as a list, and a browser then forgets that it is a table: so the roles are said. */
const as = { table: { role: 'table' }, group: { role: 'rowgroup' }, row: { role: 'row' }, column: { role: 'columnheader' }, head: { role: 'rowheader' }, cell: { role: 'cell' } } as const

export type StackRow = { readonly key: string; readonly href: string | null; readonly name: string; readonly cells: readonly (string | number)[] }

/** Figures by hospital: a table where there is room, else one small list for each hospital. */
export const StackTable = ({ head, columns, rows }: { head: string; columns: readonly string[]; rows: readonly StackRow[] }) => (
  <table class="stack" {...as.table}>
    <thead {...as.group}>
      <tr {...as.row}>
        <th scope="col" {...as.column}>
          {head}
        </th>
        {columns.map((column) => (
          <th scope="col" class="figure" key={column} {...as.column}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody {...as.group}>
      {rows.map((row) => (
        <tr key={row.key} {...as.row}>
          <th scope="row" {...as.head}>
            {row.href === null ? row.name : <a href={row.href}>{row.name}</a>}
          </th>
          {row.cells.map((cell, at) => (
            <td class="figure" data-label={columns[at]} key={columns[at]} {...as.cell}>
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
