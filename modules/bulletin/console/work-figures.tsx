import { Facts } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card } from '../../../ui/page.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { WorkContent } from '../rules/content.ts'
import { texts } from './texts.ts'

type Row = WorkContent['tables'][number]['rows'][number]

/** The tables of a work bulletin as they are printed. */
export function WorkFigures({ content }: { content: WorkContent }) {
  const t = useTexts(texts)
  if (content.tables.length === 0) return <Card title={t('figures')}><p className="soft">{t('noTables')}</p></Card>
  return (
    <>
      {content.tables.map((table) => (
        <Card key={table.key} title={table.title} flush>
          <ListTable<Row>
            label={table.title}
            rows={table.rows}
            rowKey={(row) => row.institutionId ?? 'all'}
            columns={[
              { title: t('institution'), render: (_, row) => (row.institutionId === null ? <b>{row.name}</b> : row.name) },
              ...table.columns.map((title, at) => ({ title, ...(table.key === 'league' ? { width: at === 0 ? 340 : 200 } : { width: 130, align: 'right' as const }), render: (_: unknown, row: Row) => <span className="number">{row.cells[at]}</span> })),
            ]}
            card={(row) => (
              <>
                <b>{row.name}</b>
                <Facts items={table.columns.map((title, at) => [title, <span key={title} className="number">{row.cells[at]}</span>] as const)} />
              </>
            )}
          />
        </Card>
      ))}
    </>
  )
}
