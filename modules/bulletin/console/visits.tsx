import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { bulletinContract, type WorkView } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof WorkView>['visits'][number]
const most = 50_000_000

/** Visits of the month by institution; only what was changed is sent. */
export function VisitsCard({ bulletinId, rows }: { bulletinId: string; rows: readonly Row[] }) {
  const t = useTexts(texts)
  const [typed, setTyped] = useState<Readonly<Record<string, number | null>>>({})
  const save = useDo(bulletinContract.enterVisits, () => setTyped({}))
  const changed = rows.flatMap((row) => (row.institutionId in typed && typed[row.institutionId] !== row.visits ? [{ institutionId: row.institutionId, visits: typed[row.institutionId] ?? null }] : []))
  const isWrong = changed.some(({ visits }) => visits !== null && (!Number.isInteger(visits) || visits < 0 || visits > most))
  return (
    <Card title={t('visits')}>
      <p className="soft">{t('visitsHint')}</p>
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.institutionId} className="visit-line">
            <span>{row.name}</span>
            <InputNumber aria-label={t('visitsOf', { name: row.name })} controls={false} value={row.institutionId in typed ? (typed[row.institutionId] ?? null) : row.visits} onChange={(visits) => setTyped({ ...typed, [row.institutionId]: visits })} />
          </li>
        ))}
      </ul>
      <div className="row card-action">
        <Button disabled={changed.length === 0 || isWrong} loading={save.isPending} onClick={() => save.mutate({ params: { bulletinId }, body: { rows: changed } })}>{t('saveVisits')}</Button>
        {isWrong ? <span className="late" role="alert">{t('visitsWrong')}</span> : null}
      </div>
      {save.error === null ? null : <Fault error={save.error} />}
    </Card>
  )
}
