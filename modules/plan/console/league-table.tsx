import type { ReactNode } from 'react'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { institutionKindNames, institutionLevelNames, institutionKinds, institutionLevels } from '../../directory/rules/kinds.ts'
import type { LeagueRowView } from '../contract/league.ts'
import { printShare } from '../rules/league.ts'
import { texts } from './league-texts.ts'

type Row = z.infer<typeof LeagueRowView>
const bandTones = { high: 'good', good: 'good', fair: 'warn', low: 'bad' } as const
const arrows = { up: '↑', same: '→', down: '↓' } as const

/** Institutions in their order; `link` makes the name lead somewhere where it may. */
export function LeagueTable({ rows, empty, link }: { rows: readonly Row[]; empty: string; link: (row: Row) => ReactNode }) {
  const t = useTexts(texts)
  const name = useName()
  const rank = (row: Row) => (row.rank === null ? <span className="soft">{t('unranked')}</span> : <b className="number">{row.tied ? t('tied', { n: row.rank }) : row.rank}</b>)
  const kind = (row: Row) => [institutionKinds.find((each) => each === row.kind), row.level === 'none' ? undefined : institutionLevels.find((each) => each === row.level)].flatMap((code) => (code === undefined ? [] : [name(code in institutionKindNames ? institutionKindNames[code as keyof typeof institutionKindNames] : institutionLevelNames[code as keyof typeof institutionLevelNames])])).join(' · ')
  const band = (row: Row) => (row.band === null ? '—' : <StatusMark tone={bandTones[row.band]} compact>{t(`b_${row.band}`)}</StatusMark>)
  const trend = (row: Row) => (row.trend === null ? '—' : <span><span aria-hidden="true">{arrows[row.trend]} </span>{t(`t_${row.trend}`)}</span>)
  const share = (row: Row) => <span className="number"><b>{printShare(row)}</b> <span className="soft">{t('of', { met: row.met, n: row.n })}</span></span>
  return (
    <ListTable<Row>
      label={t('league')}
      rows={rows}
      rowKey={(row) => row.institutionId}
      empty={empty}
      columns={[
        { title: t('rank'), width: 110, render: (_, row) => rank(row) },
        { title: t('institution'), render: (_, row) => <>{link(row)}<div className="soft">{kind(row)}</div></> },
        { title: t('share'), width: 190, render: (_, row) => share(row) },
        { title: t('band'), width: 90, render: (_, row) => band(row) },
        { title: t('peer'), width: 110, render: (_, row) => <span className="number">{row.peerRank === null ? '—' : t('peerOf', { n: row.peerRank, all: row.peers })}</span> },
        { title: t('trend'), width: 90, render: (_, row) => trend(row) },
        { title: '', width: 200, render: (_, row) => <span className="soft number">{t('left', { due: row.due, waived: row.waived })}</span> },
      ]}
      card={(row) => (
        <>
          <div className="row">{rank(row)}{band(row)}{row.trend === null ? null : trend(row)}</div>
          <div className="card-text">{link(row)}</div>
          <div className="soft">{kind(row)}</div>
          <div>{share(row)}</div>
          <div className="soft number">{t('left', { due: row.due, waived: row.waived })}</div>
        </>
      )}
    />
  )
}
