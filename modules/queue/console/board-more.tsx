import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { queueContract } from '../contract.ts'
import type { WaitView } from '../contract/board.ts'
import type { TakeoverView } from '../contract/posts.ts'
import { partNames } from '../rules/spread.ts'
import { postTexts } from './post-texts.ts'

type Wait = z.output<typeof WaitView> & { readonly name: string }
type Takeover = z.output<typeof TakeoverView>
type Query = { readonly institutionId?: string }

/** What half and nine of ten waited, with the parts as bars: a mean hides the long ones. */
export function WaitsCard({ query, names }: { query: Query; names: ReadonlyMap<string, string> }) {
  const t = useTexts(postTexts)
  const waits = useRead(queueContract.listWaits, { query })
  const rows = (waits.data?.rows ?? []).flatMap((row): Wait[] => (names.has(row.queueId) ? [{ ...row, name: names.get(row.queueId) ?? '' }] : [])).toSorted((a, b) => b.ninety - a.ninety)
  const min = (n: number) => t('min', { n })
  const service = (row: Wait) => (row.serviceMedian === null || row.serviceNinety === null ? '—' : `${min(row.serviceMedian)} / ${min(row.serviceNinety)}`)
  return (
    <Card flush title={t('spread')}>
      <p className="card-lead soft">{t('spreadLead')}</p>
      {waits.error === null ? null : <Fault error={waits.error} retry={() => void waits.refetch()} />}
      <ListTable<Wait>
        label={t('spread')} rows={rows} rowKey={(row) => row.queueId} loading={waits.isPending} empty={t('spreadNone')}
        columns={[
          { title: t('line'), width: 190, render: (_, row) => <b>{row.name}</b> },
          { title: t('called'), width: 80, align: 'right', render: (_, row) => row.called },
          { title: t('median'), width: 110, align: 'right', render: (_, row) => min(row.median) },
          { title: t('ninety'), width: 130, align: 'right', render: (_, row) => min(row.ninety) },
          { title: t('mean'), width: 110, align: 'right', render: (_, row) => <span className="soft">{min(row.mean)}</span> },
          { title: t('bars'), width: 200, render: (_, row) => <Bars row={row} /> },
          { title: t('service'), width: 210, render: (_, row) => service(row) },
        ]}
        card={(row) => (
          <>
            <b>{row.name}</b>
            <div>{`${t('median')} ${min(row.median)} · ${t('ninety')} ${min(row.ninety)}`}</div>
            <Bars row={row} />
            <div className="soft">{`${t('mean')} ${min(row.mean)} · ${t('longest')} ${min(row.longest)} · ${t('called')} ${row.called}`}</div>
            <div className="soft">{`${t('service')} ${service(row)}`}</div>
          </>
        )}
      />
    </Card>
  )
}

/** How many waits fell into each part; said in words for who does not see it. */
function Bars({ row }: { row: Wait }) {
  const t = useTexts(postTexts)
  const most = Math.max(1, ...row.bins)
  const said = partNames().map(({ from, to }, at) => (to === null ? t('partOver', { from, n: row.bins[at] ?? 0 }) : t('part', { from, to, n: row.bins[at] ?? 0 })))
  return (
    <span className="wait-bars" role="img" aria-label={said.join(' · ')} title={said.join('\n')}>
      {row.bins.map((n, at) => <i key={partNames()[at]?.from} style={{ blockSize: `${n === 0 ? 2 : Math.max(4, Math.round((n / most) * 32))}px` }} />)}
    </span>
  )
}

const tones = { called: 'warn', taken: 'good', declined: 'bad', lapsed: 'quiet', returned: 'good', ended: 'quiet' } as const

export function TakeoversCard({ query }: { query: Query }) {
  const t = useTexts(postTexts)
  const takeovers = useRead(queueContract.listTakeovers, { query })
  const state = (row: Takeover) => <StatusMark tone={tones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark>
  const more = (row: Takeover) => [row.answeredName === null ? '' : t('by', { by: row.answeredName }), row.remark ?? ''].filter((part) => part !== '').join(' · ')
  return (
    <Card flush title={t('takeovers')}>
      {takeovers.error === null ? null : <Fault error={takeovers.error} retry={() => void takeovers.refetch()} />}
      <ListTable<Takeover>
        label={t('takeovers')} rows={takeovers.data?.rows ?? []} rowKey={(row) => row.id} loading={takeovers.isPending} empty={t('takeoversNone')}
        columns={[
          { title: t('line'), width: 190, render: (_, row) => <><b>{row.queueName}</b><div className="soft">{row.department}</div></> },
          { title: t('first'), width: 120, render: (_, row) => row.firstName },
          { title: t('second'), width: 120, render: (_, row) => row.secondName },
          { title: t('found'), width: 160, render: (_, row) => showInstant(row.foundAt) },
          { title: t('why'), width: 130, render: (_, row) => t(`r_${row.reason}`) },
          { title: t('state'), width: 220, render: (_, row) => <>{state(row)}<div className="soft">{more(row)}</div></> },
        ]}
        card={(row) => (
          <>
            <div className="row"><b>{row.queueName}</b>{state(row)}</div>
            <div>{`${t('first')} ${row.firstName} · ${t('second')} ${row.secondName}`}</div>
            <div className="soft">{`${showInstant(row.foundAt)} ${t(`r_${row.reason}`)}`}</div>
            <div className="soft">{more(row)}</div>
          </>
        )}
      />
    </Card>
  )
}
