import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import type { usePages } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { matterContract } from '../contract.ts'
import { placeOf, useKinds, type Row } from './kind-names.ts'
import { texts as listTexts } from './list-texts.ts'
import { DueMark, Flags, HolderWords, limitOf, MatterState, untilOf } from './marks.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...listTexts }
type Pages = ReturnType<typeof usePages<typeof matterContract.listMatters>>

/** Matters in a row each; on a phone a card each, the limit first. `act` puts a button beside each. */
export function MatterList({ pages, label, empty, withInstitution, act }: { pages: Pages; label: string; empty: string; withInstitution: boolean; act?: (row: Row) => ReactNode }) {
  const t = useTexts(texts)
  const name = useName()
  const { of } = useKinds()
  const kindName = (row: Row) => {
    const kind = of(row.kind)
    return kind === undefined ? row.kind : name(kind.name)
  }
  const categoryName = (row: Row) => {
    const found = of(row.kind)?.categories.find((each) => each.key === row.category)
    return found === undefined ? null : name(found)
  }
  const searchedTo = pages.pages.at(-1)?.searchedTo ?? null
  return (
    <Card flush title={label}>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      {pages.error !== null && pages.rows.length === 0 ? null : <ListTable<Row>
        label={label}
        rows={pages.rows}
        rowKey={(row) => row.id}
        loading={pages.loading}
        empty={empty}
        more={pages.more}
        loadingMore={pages.loadingMore}
        columns={[
          { title: t('due'), width: 176, render: (_, row) => <div className="matter-due">{row.phase === 'closed' ? '—' : <DueMark limit={limitOf(row)} compact />}{row.dueAt === null || row.phase === 'closed' ? null : <span className="soft small number">{untilOf(row.dueAt)}</span>}{row.chaseDueAt === null ? null : <span className="soft small number">{t('chaseDue', { at: untilOf(row.chaseDueAt) })}</span>}</div> },
          { title: t('matter'), width: 330, render: (_, row) => <><Link {...placeOf(row)} className="duty-link"><b className="clamp">{row.title}</b><span className="soft number">{[row.number, kindName(row), categoryName(row), act === undefined ? t(`c_${row.channel}`) : null].filter(Boolean).join(' · ')}</span></Link><div className="row"><Flags row={row} /></div></> },
          { title: t('state'), width: 140, render: (_, row) => <MatterState kind={of(row.kind)} state={row.state} compact /> },
          ...(withInstitution ? [{ title: t('institution'), width: 170, render: (_: unknown, row: Row) => <span className="clamp">{row.institutionName}</span> }] : []),
          { title: t('holder'), width: 170, render: (_, row) => <HolderWords row={row} /> },
          ...(act !== undefined ? [] : [{ title: t('receivedAt'), width: 134, render: (_: unknown, row: Row) => <span className="number">{showInstant(row.receivedAt)}</span> }]),
          ...(act === undefined ? [] : [{ title: '', width: 100, render: (_: unknown, row: Row) => act(row) }]),
        ]}
        card={(row) => (
          <>
            <Link {...placeOf(row)} className="card-link">
              <div className="row">{row.phase === 'closed' ? null : <DueMark limit={limitOf(row)} compact />}<MatterState kind={of(row.kind)} state={row.state} compact /></div>
              <div className="card-text matter-title">{row.title}</div>
              <div className="row"><Flags row={row} /></div>
              <div className="soft number small">{[row.number, kindName(row), t(`c_${row.channel}`)].join(' · ')}</div>
              {withInstitution ? <div className="soft">{row.institutionName}</div> : null}
              <div className="small"><HolderWords row={row} /></div>
              {row.chaseDueAt === null ? null : <div className="soft small number">{t('chaseDue', { at: untilOf(row.chaseDueAt) })}</div>}
            </Link>
            {act === undefined ? null : <div className="card-action">{act(row)}</div>}
          </>
        )}
      />}
      {searchedTo === null || pages.more === undefined ? null : <p className="soft list-more" role="status">{t('searchedTo', { at: showInstant(searchedTo) })}</p>}
    </Card>
  )
}
