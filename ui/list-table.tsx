import { Button, Table, type TableProps } from 'antd'
import { useState, type ReactNode } from 'react'
import { useAppearance } from './look.tsx'
import { Nothing } from './page.tsx'
import { useTexts } from './texts.ts'

const texts = {
  more: { zh: '载入更多', en: 'Load more' },
  actions: { zh: '操作', en: 'Actions' },
  moreOf: { zh: '再显示 {n} 行（共 {all} 行）', en: 'Show {n} more of {all}' },
} as const

/** So many rows at a time, whatever the server sent: long lists stay quick on a slow machine. */
const atATime = 100

/**
 * A list that is a table on a wide window and cards on a narrow one. `card` says what a card shows;
 * keyset paging: `more` loads the next page and disappears on the last.
 */
export function ListTable<Row extends object>(props: {
  label: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: NonNullable<TableProps<Row>['columns']>
  card: (row: Row) => ReactNode
  loading?: boolean
  empty?: ReactNode
  more?: (() => void) | undefined
  loadingMore?: boolean
}) {
  const { narrow } = useAppearance()
  const t = useTexts(texts)
  const [shown, setShown] = useState(atATime)
  const rows = props.rows.slice(0, shown)
  const held = props.rows.length - rows.length
  const footer =
    held === 0 && props.more === undefined ? null : (
      <div className="list-more">
        {held > 0 ? (
          <Button onClick={() => setShown(shown + atATime)}>{t('moreOf', { n: Math.min(held, atATime), all: props.rows.length })}</Button>
        ) : (
          <Button
            loading={props.loadingMore === true}
            onClick={() => {
              setShown(shown + atATime)
              props.more?.()
            }}
          >
            {t('more')}
          </Button>
        )}
      </div>
    )
  if (narrow) {
    return (
      <div>
        {props.rows.length === 0 && props.loading !== true ? <Nothing>{props.empty}</Nothing> : null}
        <ul className="card-list" aria-label={props.label}>
          {rows.map((row) => (
            <li key={props.rowKey(row)}>{props.card(row)}</li>
          ))}
        </ul>
        {footer}
      </div>
    )
  }
  return (
    <div>
      <Table<Row>
        aria-label={props.label}
        size="middle"
        rowKey={props.rowKey}
        columns={props.columns.map((column) => (column.title === '' ? { ...column, title: <span className="unseen">{t('actions')}</span> } : column))}
        dataSource={rows}
        pagination={false}
        loading={props.loading === true}
        // Wide enough for every column, never wider than its words need: long names wrap instead of pushing columns out.
        tableLayout="fixed"
        scroll={{ x: props.columns.reduce((sum, column) => sum + (typeof column.width === 'number' ? column.width : 200), 0) }}
        locale={{ emptyText: <Nothing>{props.empty}</Nothing> }}
      />
      {footer}
    </div>
  )
}
