import { Link, useParams } from '@tanstack/react-router'
import { Drawer, Input, Select } from 'antd'
import { lazy, memo, Suspense, useMemo, useState } from 'react'
import { useAppearance } from '../../../ui/look.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { showDate } from '../../../ui/dates.ts'
import { planContract } from '../contract.ts'
import type { BoardView } from '../contract/views.ts'
import { verdicts, type VerdictName } from '../rules/views.ts'
import { texts } from './texts.ts'
import { CountsBar, VerdictMark, type Counts } from './verdict-mark.tsx'

const BoardChart = lazy(() => import('./board-chart.tsx').then((file) => ({ default: file.BoardChart })))

type Cell = Counts & { worst: VerdictName }
type Row = { id: string; name: string; kind: string; fresh: boolean; cells: ReadonlyMap<number, Cell>; total: Counts }

/** The compact lists of the reply as rows of cells. */
export function rowsOf(board: BoardView): Row[] {
  return board.institutions.map((institution) => {
    const cells = new Map<number, Cell>()
    const total: Counts = { met: 0, due: 0, overdue: 0, unmet: 0, waived: 0 }
    for (let at = 0; at + 6 < institution.cells.length; at += 7) {
      const [clause = 0, met = 0, due = 0, overdue = 0, unmet = 0, waived = 0, worst = 0] = institution.cells.slice(at, at + 7)
      cells.set(clause, { met, due, overdue, unmet, waived, worst: verdicts[worst] ?? 'due' })
      total.met += met
      total.due += due
      total.overdue += overdue
      total.unmet += unmet
      total.waived += waived
    }
    return { ...institution, cells, total }
  })
}

const signs: Record<VerdictName, string> = { met: '✓', due: '○', overdue: '◐', unmet: '!', waived: '–' }

type Open = (institutionId: string, clauseAt: number) => void
/** One line of the board; memoised, since a board may have five hundred. */
const BoardLine = memo(function BoardLine({ row, columns, open, label }: { row: Row; columns: readonly { at: number; name: string }[]; open: Open; label: (cell: Cell) => string }) {
  return (
    <tr>
      <th scope="row">{row.name}</th>
      {columns.map((column) => {
        const cell = row.cells.get(column.at)
        return (
          <td key={column.at}>
            {cell === undefined ? (
              <span className="cell cell-none" aria-hidden="true">·</span>
            ) : (
              <button type="button" className={`cell cell-${cell.worst}`} onClick={() => open(row.id, column.at)} aria-label={`${signs[cell.worst]}${cell.met + cell.waived}/${cell.met + cell.waived + cell.due + cell.overdue + cell.unmet} ${row.name}，${column.name}：${label(cell)}`} title={`${column.name}\n${label(cell)}`}>
                <span aria-hidden="true">{signs[cell.worst]}</span>
                <span aria-hidden="true" className="number">{cell.met + cell.waived}/{cell.met + cell.waived + cell.due + cell.overdue + cell.unmet}</span>
              </button>
            )}
          </td>
        )
      })}
    </tr>
  )
})

function CellDrawer({ planId, bucket, cell, close }: { planId: string; bucket: string; cell: { institutionId: string; clauseId: string; title: string } | null; close: () => void }) {
  const locale = useLocale()
  const { narrow } = useAppearance()
  const found = useRead(planContract.loadBoardCell, { params: { planId }, query: { bucket, clauseId: cell?.clauseId ?? planId, institutionId: cell?.institutionId ?? planId } }, { enabled: cell !== null })
  return (
    <Drawer open={cell !== null} onClose={close} title={cell?.title ?? ''} size={narrow ? '100%' : 520}>
      {found.error === null ? null : <Fault error={found.error} />}
      {found.data === undefined ? <Loading /> : (
        <ul className="card-list">
          {found.data.rows.map((row) => (
            <li key={row.periodId}>
              <Link to="/obligations/$institutionId/$periodId" params={{ institutionId: row.institutionId, periodId: row.periodId }} className="card-link">
                <div className="row"><VerdictMark verdict={row.verdict} compact /><span className="soft number">{showDate(row.dueOn, locale, { weekday: true })}</span></div>
                <div className="card-text">{row.text}</div>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  )
}

/** Clause × institution for one week or the whole time: colour, sign and figures, and the way down to the facts. */
export function BoardScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const { narrow } = useAppearance()
  const { planId = '' } = useParams({ strict: false })
  const [bucket, setBucket] = useState('all')
  const [search, setSearch] = useState('')
  const [cell, setCell] = useState<{ institutionId: string; clauseId: string; title: string } | null>(null)
  const plan = useRead(planContract.loadPlan, { params: { planId } })
  const board = useRead(planContract.loadBoard, { params: { planId }, query: { bucket } }, { refetchInterval: 30_000 })
  const rows = useMemo(() => (board.data === undefined ? [] : rowsOf(board.data)), [board.data])
  if (board.isPending) return <Loading />
  if (board.error !== null) return <Page title={t('board')}><Fault error={board.error} retry={() => void board.refetch()} /></Page>
  const { clauses, buckets } = board.data
  const used = new Set(rows.flatMap((row) => [...row.cells.keys()]))
  const columns = clauses.flatMap((clause, at) => (used.has(at) ? [{ at, name: `${clause.printed}${clause.title}`, printed: clause.printed, title: clause.title, path: clause.path }] : []))
  const shown = rows.filter((row) => row.name.includes(search.trim()))
  const label = (each: Cell) => (['met', 'due', 'overdue', 'unmet', 'waived'] as const).filter((name) => each[name] > 0).map((name) => `${t(`v_${name}`)} ${each[name]}`).join('、')
  const open: Open = (institutionId, clauseAt) => {
    const clause = clauses[clauseAt]
    const institution = rows.find((row) => row.id === institutionId)
    if (clause !== undefined && institution !== undefined) setCell({ institutionId, clauseId: clause.id, title: t('cellTitle', { clause: `${clause.printed}${clause.title}`, institution: institution.name }) })
  }
  return (
    <Page title={`${t('board')} · ${plan.data?.title ?? ''}`} lead={t('boardLead')}>
      <div className="filters">
        <Select
          aria-label={t('period')}
          value={bucket}
          onChange={setBucket}
          style={{ minWidth: 200 }}
          options={[{ value: 'all', label: t('wholeTime') }, ...buckets.toReversed().map((monday) => ({ value: monday, label: t('week', { date: showDate(monday, locale) }) }))]}
        />
        <Input.Search aria-label={t('search')} placeholder={t('search')} style={{ maxWidth: 320 }} allowClear value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      <div className="row legend" role="list" aria-label={t('legend')}>
        {(['met', 'due', 'overdue', 'unmet', 'waived'] as const).map((name) => <span role="listitem" key={name}><VerdictMark verdict={name} compact /></span>)}
        {rows.some((row) => !row.fresh) ? <span className="soft">{t('stale')}</span> : null}
      </div>
      {shown.length === 0 || columns.length === 0 ? (
        <Card><Nothing>{t('boardEmpty')}</Nothing></Card>
      ) : narrow ? (
        <ul className="card-list">
          {shown.map((row) => (
            <li key={row.id}>
              <b>{row.name}</b>
              <CountsBar counts={row.total} />
              <div className="cell-wrap">
                {columns.map((column) => {
                  const each = row.cells.get(column.at)
                  return each === undefined || (each.worst !== 'overdue' && each.worst !== 'unmet') ? null : (
                    <button key={column.at} type="button" className={`cell cell-${each.worst}`} onClick={() => open(row.id, column.at)} title={label(each)}>
                      <span aria-hidden="true">{signs[each.worst]}</span><span>{column.name.length > 16 ? `${column.name.slice(0, 15)}…` : column.name}</span>
                    </button>
                  )
                })}
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <Card title={t('chart')}>
            <Suspense fallback={<Loading />}><BoardChart rows={shown} /></Suspense>
          </Card>
          <section className="board" aria-label={t('board')} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col"><span>{t('institution')}</span></th>
                  {columns.map((column) => <th scope="col" key={column.at} title={column.name}><span className="board-head"><b>{column.printed}</b><span>{column.title}</span></span></th>)}
                </tr>
              </thead>
              <tbody>{shown.map((row) => <BoardLine key={row.id} row={row} columns={columns} open={open} label={label} />)}</tbody>
            </table>
          </section>
        </>
      )}
      <CellDrawer planId={planId} bucket={bucket} cell={cell} close={() => setCell(null)} />
    </Page>
  )
}
