import { Button, Table, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import { useAppearance } from './look.tsx'
import { Nothing } from './page.tsx'
import { useTexts } from './texts.ts'

const texts = { more: { zh: '载入更多', en: 'Load more' } } as const

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
  const footer =
    props.more === undefined ? null : (
      <div style={{ padding: 12, textAlign: 'center' }}>
        <Button onClick={props.more} loading={props.loadingMore === true}>
          {t('more')}
        </Button>
      </div>
    )
  if (narrow) {
    return (
      <div>
        {props.rows.length === 0 && props.loading !== true ? <Nothing>{props.empty}</Nothing> : null}
        <ul className="card-list" aria-label={props.label}>
          {props.rows.map((row) => (
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
        columns={props.columns}
        dataSource={[...props.rows]}
        pagination={false}
        loading={props.loading === true}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing>{props.empty}</Nothing> }}
      />
      {footer}
    </div>
  )
}
