import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { ratioContract, type LeagueLineView, type LeagueView } from '../contract/ratio.ts'
import { exclusions, ratioKeys, type Exclusion, type RatioKey } from '../rules/ratio.ts'
import { MonthPick, PrescribingNav, showCount, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'

type Line = z.output<typeof LeagueLineView>
type Group = z.output<typeof LeagueView>
type Unit = 'percent' | 'yuan'
const said = (value: number | null, unit: Unit): string => (value === null ? '—' : unit === 'percent' ? `${value}%` : showYuan(value))

/** Departments of a house, or houses of a region, by a ratio; with what is left out, the months before, and what the median would save. */
export function RatiosScreen() {
  const t = useTexts(texts)
  const [ratio, setRatio] = useState<RatioKey>('drug-ratio')
  const [without, setWithout] = useState<Exclusion>('none')
  const [span, setSpan] = useState<{ from?: string; to?: string }>({})
  const [institutionId, setHouse] = useState<string | undefined>(undefined)
  const [drill, setDrill] = useState<Line | null>(null)
  const query = { ratio, without, ...span, ...(institutionId === undefined ? {} : { institutionId }) }
  const leave = () => {
    setDrill(null)
    setHouse(undefined)
  }
  const league = useRead(ratioContract.ratioLeague, { query })
  const view = league.data
  const months = view === undefined ? [] : view.months.length > 0 ? view.months : recent(view.to)
  return (
    <Page title={t('ratios')} lead={t('ratiosLead')} actions={view === undefined ? undefined : <Button icon={<DownloadOutlined />} href={urlOf(ratioContract.ratioSheet, { query: { ...query, from: view.from, to: view.to } })}>{t('export')}</Button>}>
      <PrescribingNav />
      {league.error === null ? null : <Fault error={league.error} retry={() => void league.refetch()} />}
      {view === undefined ? (league.error === null ? <Loading /> : null) : (
        <>
          <div className="figure-state">
            <Select aria-label={t('ratio')} value={ratio} onChange={setRatio} options={ratioKeys.map((key) => ({ value: key, label: t(`r_${key}`) }))} style={{ minWidth: 170 }} />
            {ratio === 'drug-ratio' ? <Select aria-label={t('without')} value={without} onChange={setWithout} options={exclusions.map((each) => ({ value: each, label: t(`w_${each}`) }))} style={{ minWidth: 170 }} /> : null}
            <span className="figure-picks">{t('from')}<MonthPick label={t('from')} months={months} value={view.from} onChange={(from) => setSpan({ from, to: view.to < from ? from : view.to })} />{t('to')}<MonthPick label={t('to')} months={months} value={view.to} onChange={(to) => setSpan({ from: view.from > to ? to : view.from, to })} /></span>
          </div>
          {institutionId === undefined ? null : <p><Button onClick={leave}>{t('backToRegion')}</Button> {view.institutionName}</p>}
          <p className="soft">{t(`h_${ratio}`)}</p>
          {view.groups.length === 0 ? <Card><p className="soft">{t('leagueEmpty')}</p></Card> : null}
          {view.groups.map((group) => <LeagueCard key={group.name} group={group} unit={view.unit} title={group.name === '' ? t(`r_${ratio}`) : `${t(`r_${ratio}`)} · ${group.name}`} onDrill={view.institutionId === null ? (line) => setHouse(line.key) : setDrill} />)}
          {drill === null || view.institutionId === null ? null : <Items line={drill} month={view.to} institutionId={view.institutionId} onClose={() => setDrill(null)} />}
          {view.institutionId === null || view.blocked.prescribers !== null ? null : <p><Link to="/prescribing/queries">{t('toPrescribers')}</Link></p>}
        </>
      )}
    </Page>
  )
}

function recent(to: string): string[] {
  const last = Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7)) - 1
  return Array.from({ length: 24 }, (_, at) => `${Math.floor((last - at) / 12)}-${String(((last - at) % 12) + 1).padStart(2, '0')}-01`)
}

function LeagueCard({ group, unit, title, onDrill }: { group: Group; unit: Unit; title: string; onDrill: (line: Line) => void }) {
  const t = useTexts(texts)
  const change = (line: Line) => (line.change === null ? '—' : `${line.change > 0 ? '+' : ''}${unit === 'percent' ? t('points', { n: line.change }) : t('yuan', { n: showYuan(line.change) })}`)
  const name = (line: Line) => <button type="button" className="figure-link" onClick={() => onDrill(line)}>{line.name}</button>
  const place = (line: Line) => (line.rank === null ? <span className="soft">{t('withheld')}</span> : <span className="number">{`${line.rank}${line.tied ? ` ${t('tied')}` : ''}`}</span>)
  const saving = (line: Line) => (line.saving === null ? '—' : t('yuan', { n: showYuan(line.saving) }))
  return (
    <Card title={title} flush>
      <p className="soft card-note">{`${t('whole')} ${said(group.whole.value, unit)}（${t('before')} ${said(group.wholeBefore, unit)}） · ${t('median')} ${said(group.median, unit)} · ${t('savingHint')}`}</p>
      <Bars group={group} unit={unit} title={title} />
      <ListTable<Line>
        label={title}
        rows={group.lines}
        rowKey={(line) => line.key}
        empty={t('leagueEmpty')}
        columns={[
          { title: t('rank'), width: 100, render: (_, line) => place(line) }, { title: t('name'), width: 220, render: (_, line) => name(line) }, { title: t('value'), width: 110, align: 'right', render: (_, line) => <span className="number">{said(line.value, unit)}</span> },
          { title: t('before'), width: 110, align: 'right', render: (_, line) => <span className="number">{said(line.before, unit)}</span> }, { title: t('change'), width: 150, align: 'right', render: (_, line) => <span className="number">{change(line)}</span> }, { title: t('saving'), width: 170, align: 'right', render: (_, line) => <span className="number">{saving(line)}</span> },
        ]}
        card={(line) => <div><div className="row">{place(line)}{name(line)}</div><div className="number">{`${said(line.value, unit)} · ${change(line)}`}</div><div className="soft">{`${t('saving')} ${saving(line)}`}</div></div>}
      />
    </Card>
  )
}

/** Bars with their figures written beside them; above the median they are striped, so nothing rests on colour alone. */
function Bars({ group, unit, title }: { group: Group; unit: Unit; title: string }) {
  const t = useTexts(texts)
  const shown = group.lines.filter((line) => line.value !== null).slice(0, 20)
  const most = Math.max(...shown.map((line) => line.value ?? 0), 1)
  if (shown.length === 0) return null
  const at = (value: number) => `${Math.max(0, (value / most) * 100)}%`
  return (
    <div className="league-bars" role="img" aria-label={t('chartSays', { name: title })}>
      {shown.map((line) => (
        <div className="league-bar" key={line.key}>
          <span className="bar-name">{line.name}</span>
          <span className="bar-room"><span className={group.median !== null && (line.value ?? 0) > group.median ? 'bar bar-over' : 'bar'} style={{ width: at(line.value ?? 0) }} />{group.median === null ? null : <span className="bar-middle" style={{ left: at(group.median) }} />}</span>
          <span className="bar-value">{said(line.value, unit)}</span>
        </div>
      ))}
    </div>
  )
}

type Item = z.output<(typeof ratioContract.ratioItems)['reply']>['rows'][number]
const marks = ['herbal', 'negotiated', 'central', 'key'] as const

function Items({ line, month, institutionId, onClose }: { line: Line; month: string; institutionId: string; onClose: () => void }) {
  const t = useTexts(texts)
  const [kind, setKind] = useState<'drug' | 'material'>('drug')
  const items = useRead(ratioContract.ratioItems, { query: { institutionId, departmentId: line.key, month, kind } })
  const marked = (row: Item) => marks.filter((mark) => row.marks.split(',').includes(mark)).map((mark) => t(`m_${mark}`)).join('、')
  return (
    <Card title={`${line.name} · ${month.slice(0, 7)} · ${t('behind')}`} flush extra={<span className="figure-picks"><Segmented aria-label={t('behind')} value={kind} onChange={setKind} options={(['drug', 'material'] as const).map((each) => ({ value: each, label: t(`k_${each}`) }))} /><Button onClick={onClose}>{t('closeDrill')}</Button></span>}>
      {items.error === null ? null : <Fault error={items.error} retry={() => void items.refetch()} />}
      <ListTable<Item>
        label={t('behind')}
        rows={items.data?.rows ?? []}
        rowKey={(row) => row.code}
        loading={items.isPending}
        columns={[
          { title: t('item'), width: 280, render: (_, row) => <>{row.name}<div className="soft small">{row.code}</div></> }, { title: t('amount'), width: 150, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> },
          { title: t('quantity'), width: 130, align: 'right', render: (_, row) => <span className="number">{`${showCount(Number(row.quantity))} ${row.unit}`}</span> }, { title: t('lines'), width: 90, align: 'right', render: (_, row) => <span className="number">{row.lines}</span> }, { title: t('marks'), width: 140, render: (_, row) => marked(row) },
        ]}
        card={(row) => <div><b>{row.name}</b><div className="number">{`${showYuan(row.amountCents)} · ${showCount(Number(row.quantity))} ${row.unit}`}</div><div className="soft">{marked(row)}</div></div>}
      />
    </Card>
  )
}
