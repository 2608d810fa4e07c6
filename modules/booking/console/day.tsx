import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { isIsoDate } from '../../../kernel/calendar.ts'
import { opens } from '../../../ui/access.ts'
import { todayHere } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { bookingContract } from '../contract/bookings.ts'
import { BookForDialog } from './book-for.tsx'
import { Blocks, type BlockFound } from './blocks.tsx'
import { DayList, type Row } from './day-list.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { texts } from './desk-texts.ts'
import { ScheduleNav } from './schedule-nav.tsx'

type Search = { institution?: string; department?: string; on?: string }

/** Who is booked on a day, in the address so that it can be sent on; what was looked for by code or number stays out of it. */
export function DayScreen() {
  const t = useTexts(texts)
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const [books, setBooks] = useState(false)
  const [found, setFound] = useState<readonly Row[] | null>(null)
  const [blocks, setBlocks] = useState<readonly BlockFound[]>([])
  const isCommission = me.data?.institution?.kind === 'commission'
  const institutionId = search.institution ?? (isCommission ? undefined : me.data?.institution?.id)
  const onDate = search.on !== undefined && isIsoDate(search.on) ? search.on : todayHere()
  const day = useRead(bookingContract.listDay, { params: { institutionId: institutionId ?? '' }, query: { onDate, ...(search.department === undefined ? {} : { departmentId: search.department }) } }, { enabled: institutionId !== undefined })
  const departments = useRead(directoryContract.listDepartments, { query: { institutionId: institutionId ?? '', limit: 500 } }, { enabled: institutionId !== undefined })
  const go = (part: Search) => void navigate({ to: '/booking/day', search: { ...search, ...part } })
  if (me.data === undefined) return <Loading />
  const mayBook = opens(bookingContract.book, me.data.roles)
  return (
    <Page title={t('dayTitle')} lead={t('dayLead')} actions={mayBook ? <Button type="primary" onClick={() => setBooks(true)}>{t('bookFor')}</Button> : undefined}>
      <ScheduleNav />
      {mayBook && institutionId !== undefined ? <Find institutionId={institutionId} onFound={(rows, held) => { setFound(rows); setBlocks(held) }} /> : null}
      {found === null ? (
        <div className="filters">
          {isCommission ? <RemoteSelect endpoint={directoryContract.listInstitutions} query={(words) => ({ search: words, limit: 50 })} label={t('hospital')} placeholder={t('hospital')} {...(institutionId === undefined ? {} : { value: institutionId })} onChange={(id: string | undefined) => void navigate({ to: '/booking/day', search: { on: onDate, ...(id === undefined ? {} : { institution: id }) } })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} /> : null}
          <Select aria-label={t('department')} value={search.department ?? ''} showSearch={{ optionFilterProp: 'label' }} onChange={(id) => void navigate({ to: '/booking/day', search: { ...(search.institution === undefined ? {} : { institution: search.institution }), on: onDate, ...(id === '' ? {} : { department: id }) } })} options={[{ value: '', label: t('allDepartments') }, ...(departments.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }))]} />
          <DateField className="schedule-date" aria-label={t('on')} value={onDate} onChange={(on) => (isIsoDate(on) ? go({ on }) : undefined)} />
        </div>
      ) : <div className="filters screen-only"><Button onClick={() => { setFound(null); setBlocks([]) }}>{t('backToDay')}</Button></div>}
      {institutionId === undefined ? <Alert type="info" showIcon title={t('hospital')} /> : null}
      {day.error === null ? null : <Fault error={day.error} retry={() => void day.refetch()} />}
      <Blocks rows={blocks} mayLift={opens(bookingContract.liftBlock, me.data.roles)} onLifted={(row) => setBlocks((before) => before.filter((each) => each.id !== row.id))} />
      <Card flush title={t('dayTitle')}>
        <DayList rows={found ?? day.data?.rows ?? []} loading={institutionId !== undefined && day.isPending} empty={t(found === null ? 'none' : 'findNone')} onChanged={(row) => setFound((before) => before?.map((each) => (each.id === row.id ? row : each)) ?? null)} />
      </Card>
      {mayBook && !isCommission ? <Elsewhere /> : null}
      {books ? <BookForDialog onClose={() => setBooks(false)} /> : null}
    </Page>
  )
}

/** By the code that was sent, by the document or by the telephone somebody rings from: no two of them look alike. */
function Find({ institutionId, onFound }: { institutionId: string; onFound: (rows: readonly Row[], blocks: readonly BlockFound[]) => void }) {
  const t = useTexts(texts)
  const [form] = Form.useForm<{ what: string }>()
  const find = useDo(bookingContract.findBooking, ({ rows, blocks }) => onFound(rows, blocks))
  return (
    <>
      <Form form={form} name="find-booking" layout="inline" className="filters screen-only" onFinish={({ what }) => find.mutate({ params: { institutionId }, body: { code: what, idNumber: what, phone: what } })}>
        <Form.Item name="what"><Input aria-label={t('find')} placeholder={t('find')} maxLength={30} autoComplete="off" style={{ minWidth: 220 }} /></Form.Item>
        <Button htmlType="submit" loading={find.isPending}>{t('findGo')}</Button>
      </Form>
      {find.error === null ? null : <Fault error={find.error} />}
    </>
  )
}
