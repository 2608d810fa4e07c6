import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { guideContract } from '../contract/guide.ts'
import { texts } from './guide-texts.ts'

type Day = z.output<typeof guideContract.listPortalDays.reply>['rows'][number]
const figures = ['found', 'guided', 'booked', 'refused', 'lettersSent', 'lettersRead'] as const

/** Rule BK-65: by day, how searches became bookings, and how often the letter was sent and opened. */
export function PortalDaysCard() {
  const t = useTexts(texts)
  const locale = useLocale()
  const me = useRead(identityContract.me)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const isCommission = me.data?.institution?.kind === 'commission'
  const days = useRead(guideContract.listPortalDays, { query: chosen === undefined ? {} : { institutionId: chosen } }, { enabled: !isCommission || chosen !== undefined })
  return (
    <Card flush title={t('days')} extra={isCommission ? <RemoteSelect endpoint={directoryContract.listInstitutions} query={(search) => ({ search, limit: 50 })} label={t('body')} placeholder={t('body')} {...(chosen === undefined ? {} : { value: chosen })} onChange={setChosen} options={(reply) => reply.rows.map((body) => ({ value: body.id, label: body.name }))} /> : undefined}>
      <p className="card-lead soft">{t('daysLead')}</p>
      {days.error === null ? null : <Fault error={days.error} retry={() => void days.refetch()} />}
      <ListTable<Day>
        label={t('days')} rows={days.data?.rows ?? []} rowKey={(day) => day.onDate} loading={days.isFetching} empty={t('daysNone')}
        columns={[{ title: t('day'), width: 160, render: (_, day) => <b>{showDate(day.onDate, locale)}</b> }, ...figures.map((key) => ({ title: t(key), width: 110, align: 'right' as const, render: (_: unknown, day: Day) => day[key] }))]}
        card={(day) => (
          <>
            <b>{showDate(day.onDate, locale)}</b>
            <div>{figures.map((key) => `${t(key)} ${day[key]}`).join(' · ')}</div>
          </>
        )}
      />
    </Card>
  )
}
