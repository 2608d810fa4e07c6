import { Alert, Button } from 'antd'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { useState } from 'react'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { queueContract } from '../contract.ts'
import type { GapView } from '../contract/board.ts'
import type { BoardRow } from '../contract/shapes.ts'
import { TakeoversCard, WaitsCard } from './board-more.tsx'
import { QueueNav } from './queue-nav.tsx'
import { texts } from './texts.ts'

type Row = z.output<typeof BoardRow>
type Gap = z.output<typeof GapView>

/** All queues of a body: load, waits, how good the estimates were, where helpers are wanted, where nobody was. */
export function BoardScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const isCommission = me.data?.institution?.kind === 'commission'
  const query = chosen === undefined ? {} : { institutionId: chosen }
  const board = useRead(queueContract.listQueues, { query }, { refetchInterval: 10_000 })
  const gaps = useRead(queueContract.listGaps, { query })
  const came = useDo(queueContract.helperCame)
  const rows = board.data?.rows ?? []
  const mayHelp = opens(queueContract.helperCame, me.data?.roles)
  const minutes = (row: Row) => t('minutes', { low: Math.floor(row.newcomer.low), high: Math.ceil(row.newcomer.high) })
  const off = (row: Row) => (row.off === null ? t('offNone') : t('offOf', { off: row.off, inside: row.inside ?? 0 }))
  const open = (row: Row) => <StatusMark tone={row.open > 0 ? 'good' : row.waiting > 0 ? 'bad' : 'quiet'} compact>{`${row.open}/${row.windows.length}`}</StatusMark>
  return (
    <Page title={t('nBoard')} lead={t('boardLead')}>
      <QueueNav />
      {isCommission ? (
        <div className="row filters">
          <RemoteSelect endpoint={directoryContract.listInstitutions} query={(search) => ({ search, limit: 50 })} label={t('body')} value={chosen ?? ''} onChange={setChosen} options={(reply) => reply.rows.map((body) => ({ value: body.id, label: body.name }))} />
        </div>
      ) : null}
      {board.error === null ? null : <Fault error={board.error} retry={() => void board.refetch()} />}
      {came.error === null ? null : <Fault error={came.error} />}
      {rows.flatMap((row) => (row.helpers === null ? [] : [{ row, call: row.helpers }])).map(({ row, call }) => (
        <Alert key={call.id} className="queue-gap" type="warning" showIcon title={t('helpersWanted', { name: row.name, n: call.beyond })} action={mayHelp ? <Button onClick={() => came.mutate({ params: { callId: call.id } })}>{t('helperCame')}</Button> : undefined} />
      ))}
      <Card flush>
        <ListTable<Row>
          label={t('nBoard')} rows={rows} rowKey={(row) => row.id} loading={board.isPending} empty={t('boardNone')}
          columns={[
            { title: t('queue'), width: 200, render: (_, row) => <><b>{row.name}</b><div className="soft">{row.area}</div></> },
            { title: t('department'), width: 150, render: (_, row) => row.department },
            { title: t('waiting'), width: 90, align: 'right', render: (_, row) => row.waiting },
            { title: t('newcomer'), width: 130, render: (_, row) => minutes(row) },
            { title: t('windowsOpen'), width: 120, render: (_, row) => open(row) },
            { title: t('served'), width: 150, render: (_, row) => <>{row.served}<div className="soft">{t('usual', { n: row.usualMinutes })}</div></> },
            { title: t('off'), width: 190, render: (_, row) => off(row) },
          ]}
          card={(row) => (
            <>
              <div className="row"><b>{row.name}</b>{open(row)}</div>
              <div className="soft">{`${row.department} ${row.area}`}</div>
              <div>{`${t('waiting')} ${row.waiting} · ${t('newcomer')} ${minutes(row)} · ${t('served')} ${row.served}`}</div>
              <div className="soft">{`${t('off')}: ${off(row)}`}</div>
            </>
          )}
        />
      </Card>
      <WaitsCard query={query} names={new Map(rows.map((row) => [row.id, row.name]))} />
      <TakeoversCard query={query} />
      <Gaps rows={gaps.data?.rows ?? []} loading={gaps.isPending} />
    </Page>
  )
}

function Gaps({ rows, loading }: { rows: readonly Gap[]; loading: boolean }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const until = (gap: Gap) => (gap.toAt === null ? <StatusMark tone="bad" compact>{t('gapNow')}</StatusMark> : showInstant(gap.toAt))
  return (
    <Card flush title={t('gaps')}>
      <ListTable<Gap>
        label={t('gaps')} rows={rows} rowKey={(gap) => gap.id} loading={loading} empty={t('gapsNone')}
        columns={[
          { title: t('department'), width: 200, render: (_, gap) => <b>{gap.department}</b> },
          { title: t('day'), width: 140, render: (_, gap) => showDate(gap.onDate, locale) },
          { title: t('gapFrom'), width: 170, render: (_, gap) => showInstant(gap.fromAt) },
          { title: t('gapTo'), width: 170, render: (_, gap) => until(gap) },
          { title: t('waiting'), width: 90, align: 'right', render: (_, gap) => gap.waiting },
        ]}
        card={(gap) => (
          <>
            <b>{gap.department}</b>
            <div>{`${showInstant(gap.fromAt)} — `}{until(gap)}</div>
            <div className="soft">{`${t('waiting')} ${gap.waiting}`}</div>
          </>
        )}
      />
    </Card>
  )
}
