import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { templateContract, type TemplateRow } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof TemplateRow>

/** The plans that can be started from, and how much of each the system carries. */
export function TemplatesScreen() {
  const t = useTexts(texts)
  const name = useName()
  const found = useRead(templateContract.listTemplates)
  if (found.isPending) return <Loading />
  const share = (row: Row) => t('carriedOf', { live: row.live, duties: row.duties })
  return (
    <Page title={t('title')} lead={t('lead')}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('title')}
          rows={found.data?.rows ?? []}
          rowKey={(row) => row.id}
          empty={t('empty')}
          columns={[
            { title: t('title'), render: (_, row) => <Link to="/templates/$templateId" params={{ templateId: row.id }} className="duty-link"><b>{name(row.name)}</b><span className="soft">{name(row.about)}</span></Link> },
            { title: t('level'), width: 110, render: (_, row) => t(row.level) },
            { title: t('clauses'), width: 100, render: (_, row) => <span className="number">{row.clauses}</span> },
            { title: t('carried'), width: 280, render: (_, row) => <span className="number">{share(row)}</span> },
          ]}
          card={(row) => (
            <Link to="/templates/$templateId" params={{ templateId: row.id }} className="card-link">
              <div className="card-text"><b>{name(row.name)}</b></div>
              <div className="soft">{name(row.about)}</div>
              <div className="number">{`${row.clauses} ${t('clauses')} · ${share(row)}`}</div>
            </Link>
          )}
        />
      </Card>
    </Page>
  )
}
