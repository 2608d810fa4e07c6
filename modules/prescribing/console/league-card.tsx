import { Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Loading } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { LeagueLineView, LeagueView } from '../contract/ratio.ts'
import { fewestForLimits } from '../rules/league-limits.ts'
import type { RatioUnit } from '../rules/ratio.ts'
import { showCount, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'
import { useSay } from './say-value.ts'

const LeagueBars = lazy(() => import('./league-charts.tsx').then((file) => ({ default: file.LeagueBars })))
const LeagueFunnel = lazy(() => import('./league-charts.tsx').then((file) => ({ default: file.LeagueFunnel })))

export type LeagueRow = z.output<typeof LeagueLineView>
type LeagueGroup = z.output<typeof LeagueView>
const charts = ['funnel', 'bars'] as const

/** How a value is written, one that is not there too. */
const useSaid = (unit: RatioUnit): ((value: number | null) => string) => {
  const say = useSay(unit)
  return (value) => (value === null ? '—' : say(value))
}

/** One group of peers: what it says, a picture of it, and the table beneath. */
export function LeagueCard({ group, unit, title, file, onDrill }: { group: LeagueGroup; unit: RatioUnit; title: string; file: string; onDrill: (line: LeagueRow) => void }) {
  const t = useTexts(texts)
  const said = useSaid(unit)
  const [chart, setChart] = useState<(typeof charts)[number]>('funnel')
  const known = group.lines.filter((line) => line.value !== null)
  const isFunnel = chart === 'funnel' && group.limits.length > 0
  const change = (line: LeagueRow) => {
    if (line.change === null) return '—'
    const sign = line.change > 0 ? '+' : ''
    return `${sign}${unit === 'percent' ? t('points', { n: line.change }) : said(line.change)}${line.growth === null ? '' : `（${line.growth > 0 ? '+' : ''}${line.growth}%）`}`
  }
  const name = (line: LeagueRow) => <button type="button" className="figure-link" onClick={() => onDrill(line)}>{line.name}</button>
  const place = (line: LeagueRow) => (line.rank === null ? <span className="soft">{t('withheld')}</span> : <span className="number">{`${line.rank}${line.tied ? ` ${t('tied')}` : ''}`}</span>)
  const outside = (line: LeagueRow) => (line.outside === null ? null : <StatusMark tone={line.outside === 'alarm' ? 'bad' : 'warn'} compact>{t(`${line.outside}_${(line.value ?? 0) > (group.median ?? 0) ? 'above' : 'below'}`)}</StatusMark>)
  const saving = (line: LeagueRow) => (line.saving === null ? '—' : t('yuan', { n: showYuan(line.saving) }))
  const many = (of: LeagueRow['outside']) => known.filter((line) => line.outside === of).length
  return (
    <Card title={title} flush extra={known.length === 0 || group.limits.length === 0 ? null : <Segmented aria-label={t('chartKind')} value={chart} onChange={setChart} options={charts.map((each) => ({ value: each, label: t(`c_${each}`) }))} />}>
      <div className="card-note">
        <p className="soft">{`${t('whole')} ${said(group.whole.value)}${group.wholeBefore === null ? '' : `（${t('before')} ${said(group.wholeBefore)}）`} · ${t('median')} ${said(group.median)} · ${t('savingHint')}`}</p>
        {known.length === 0 ? null : <p>{group.limits.length === 0 ? t('noLimits', { n: fewestForLimits }) : t('limitsSay', { alarms: many('alarm'), warnings: many('warning') })}</p>}
        {known.length === 0 ? null : <Suspense fallback={<Loading />}>{isFunnel ? <LeagueFunnel group={group} unit={unit} title={title} file={file} /> : <LeagueBars group={group} unit={unit} title={title} file={file} />}</Suspense>}
        {isFunnel ? <p className="soft">{t('limitsMethod')}</p> : null}
      </div>
      <ListTable<LeagueRow>
        label={title}
        rows={group.lines}
        rowKey={(line) => line.key}
        empty={t('leagueEmpty')}
        columns={[
          { title: t('rank'), width: 90, render: (_, line) => place(line) }, { title: t('name'), width: 220, render: (_, line) => name(line) }, { title: t('value'), width: 190, render: (_, line) => <div className="row"><span className="number">{said(line.value)}</span>{outside(line)}</div> },
          { title: t('before'), width: 110, align: 'right', render: (_, line) => <span className="number">{said(line.before)}</span> }, { title: t('change'), width: 190, align: 'right', render: (_, line) => <span className="number">{change(line)}</span> }, { title: t('caseCount'), width: 110, align: 'right', render: (_, line) => <span className="number">{showCount(line.cases)}</span> }, { title: t('saving'), width: 170, align: 'right', render: (_, line) => <span className="number">{saving(line)}</span> },
        ]}
        card={(line) => <div><div className="row">{place(line)}{name(line)}{outside(line)}</div><div className="number">{`${said(line.value)} · ${change(line)}`}</div><div className="soft">{`${t('caseCount')} ${showCount(line.cases)} · ${t('saving')} ${saving(line)}`}</div></div>}
      />
    </Card>
  )
}
