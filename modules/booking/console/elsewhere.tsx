import { showDate } from '../../../ui/dates.ts'
import { Card, Fault } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { bookingContract } from '../contract/bookings.ts'
import { DayList } from './day-list.tsx'
import { texts } from './desk-texts.ts'

/** What somebody of primary care booked at hospitals for villagers and patients: to be moved or cancelled where they are told that it does not suit. Not there where there is nothing. */
export function Elsewhere() {
  const t = useTexts(texts)
  const locale = useLocale()
  const found = useRead(bookingContract.listElsewhere)
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined || found.data.rows.length === 0) return null
  const rows = found.data.rows.map((row) => ({ ...row, clinicName: `${showDate(row.onDate, locale)} · ${row.institutionName} · ${row.clinicName}` }))
  return (
    <Card flush title={t('elsewhere')}>
      <DayList rows={rows} loading={false} empty="" readsClear={false} onChanged={() => void found.refetch()} />
    </Card>
  )
}
