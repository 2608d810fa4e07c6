import { Button } from 'antd'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { LeagueRowView, LeagueView } from '../contract.ts'
import { lossesOf, movementWords, sayPlaces, whyWords } from '../rules/explain.ts'
import { texts } from './texts.ts'

type View = z.output<typeof LeagueView>
export type LeagueRow = z.output<typeof LeagueRowView>
export type LeagueGroup = View['content']['groups'][number]
const tones = { better: 'good', worse: 'bad', alike: 'quiet', new: 'quiet', other_weights: 'quiet' } as const

/** Peers in their order: rank with the places chance leaves, score with its range and what was corrected, what cost most. */
export function LeagueTable({ view, group, onWhy }: { view: View; group: LeagueGroup; onWhy: (row: LeagueRow) => void }) {
  const t = useTexts(texts)
  const name = useName()
  const rank = (row: LeagueRow) => {
    if (row.rank === null) return <span className="soft">{t('notRanked')}</span>
    const places = sayPlaces(row)
    return <><b className="number">{t(row.tied ? 'tiedN' : 'rankN', { n: row.rank })}</b>{places === null ? null : <div className="soft small">{name(places)}</div>}</>
  }
  const later = (row: LeagueRow) => {
    const found = view.corrections.find((each) => each.id === row.id)
    return found === undefined ? null : <div><StatusMark tone="warn" compact>{found.score === null ? t('correctedNone') : t('corrected', { n: found.score.toFixed(1) })}</StatusMark></div>
  }
  const score = (row: LeagueRow) => (row.score === null ? <span className="soft">{name(whyWords[row.why ?? 'too_little'])}</span> : <><b className="number">{row.score.toFixed(1)}</b><div className="soft small number">{t('range', { low: (row.low ?? row.score).toFixed(1), high: (row.high ?? row.score).toFixed(1) })}</div></>)
  const movement = (row: LeagueRow) => (row.movement === null ? null : <><StatusMark tone={tones[row.movement]} compact>{name(movementWords[row.movement])}</StatusMark>{row.former === null ? null : <div className="soft small">{t('former', { n: row.former.rank, score: row.former.score.toFixed(1) })}</div>}</>)
  const cost = (row: LeagueRow) => {
    const [first] = lossesOf(view.content, row)
    return row.rank === null || first === undefined || first.lost <= 0 ? null : t('lost', { name: name(first.part.name), n: first.lost.toFixed(1) })
  }
  const own = (row: LeagueRow) => (row.id === view.ownId ? <StatusMark tone="wait" compact>{t('own')}</StatusMark> : null)
  const why = (row: LeagueRow) => <Button size="small" onClick={() => onWhy(row)} aria-label={`${t('why')} ${row.name}`}>{t('why')}</Button>
  return (
    <ListTable<LeagueRow>
      label={name(group.name)}
      rows={group.rows}
      rowKey={(row) => row.id}
      empty={t('empty')}
      columns={[
        { title: t('rank'), width: 150, render: (_, row) => rank(row) },
        { title: t(`unit_${view.content.of}`), width: 210, render: (_, row) => <>{row.name} {own(row)}</> },
        { title: t('score'), width: 170, render: (_, row) => <>{score(row)}{later(row)}</> },
        { title: t('movement'), width: 170, render: (_, row) => movement(row) ?? '—' },
        { title: t('mostLost'), width: 200, render: (_, row) => cost(row) ?? '—' },
        { title: '', width: 90, render: (_, row) => why(row) },
      ]}
      card={(row) => (
        <>
          <div className="line-split"><div>{rank(row)}</div><div>{score(row)}</div></div>
          <div className="card-text"><b>{row.name}</b> {own(row)}</div>
          {later(row)}
          {movement(row)}
          {cost(row) === null ? null : <div className="soft">{t('mostLost')} {cost(row)}</div>}
          <div className="card-action">{why(row)}</div>
        </>
      )}
    />
  )
}
