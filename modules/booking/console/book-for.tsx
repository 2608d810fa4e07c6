import { Alert, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { shanghaiTime } from '../../../kernel/instant.ts'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { groupKeys, priorityGroups } from '../../queue/rules/groups.ts'
import { bookingContract, type BookedView } from '../contract/bookings.ts'
import { clinicContract } from '../contract/clinics.ts'
import { wayRules } from '../rules/booking-ways.ts'
import type { Pool } from '../rules/pools.ts'
import { texts } from './desk-texts.ts'

type Way = keyof typeof wayRules
type Values = { way: Way; name: string; phone: string; idNumber: string; slotId: string; group?: string; proof?: string }
const primaryCare = ['township', 'community', 'clinic']

/** Books for somebody who has no phone at hand: at the own body, or, from primary care, at a hospital of the county. */
export function BookForDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const me = useRead(identityContract.me)
  const isPrimary = primaryCare.includes(me.data?.institution?.kind ?? '')
  const ways = (Object.keys(wayRules) as Way[]).filter((way) => wayRules[way].roles.some((role) => me.data?.roles.includes(role)) && (way !== 'village' || isPrimary))
  const [chosen, setChosen] = useState<{ way?: Way; institutionId?: string; clinicId?: string; onDate?: string; pool?: Pool }>({})
  const way = chosen.way ?? (isPrimary && ways.includes('village') ? 'village' : ways[0])
  const [made, setMade] = useState<{ booked: z.output<typeof BookedView>; name: string } | null>(null)
  const book = useDo(bookingContract.book)
  if (me.data === undefined || way === undefined) return null
  if (made !== null) return <Booked {...made} onClose={onClose} />
  const elsewhere = isPrimary && wayRules[way].acrossBodies
  const institutionId = elsewhere ? (chosen.institutionId ?? '') : (me.data.institution?.id ?? '')
  const pool = chosen.pool !== undefined && wayRules[way].pools.includes(chosen.pool) ? chosen.pool : (wayRules[way].pools[0] ?? 'public')
  const at = { institutionId, clinicId: chosen.clinicId ?? '', onDate: chosen.onDate ?? todayHere(), pool }
  const change = (part: typeof chosen) => setChosen((before) => ({ ...before, ...part }))
  return (
    <FormDialog<Values>
      open
      title={t('bookTitle')}
      okText={t('bookOk')}
      width={640}
      onCancel={onClose}
      onSubmit={async ({ slotId, name, phone, idNumber, group, proof }) => setMade({ name, booked: await book.mutateAsync({ body: { institutionId, slotId, pool, way, person: { name, phone, idNumber, bornOn: null }, priority: pool === 'priority' ? { group: group ?? '', proof: proof ?? '' } : null } }) })}
    >
      <Form.Item label={t('way')}><Radio.Group value={way} onChange={(event) => change({ way: event.target.value as Way })} options={ways.map((each) => ({ value: each, label: t(`w_${each}`) }))} /></Form.Item>
      {elsewhere ? (
        <Form.Item label={t('hospital')}>
          <RemoteSelect endpoint={directoryContract.listInstitutions} query={(words) => ({ search: words, limit: 50 })} label={t('hospital')} {...(chosen.institutionId === undefined ? {} : { value: chosen.institutionId })} onChange={(id: string | undefined) => setChosen(({ onDate }) => ({ way, ...(onDate === undefined ? {} : { onDate }), ...(id === undefined ? {} : { institutionId: id }) }))} options={(reply) => reply.rows.filter((row) => row.kind !== 'commission').map((row) => ({ value: row.id, label: row.name }))} />
        </Form.Item>
      ) : null}
      <div className="pair">
        <ClinicField institutionId={institutionId} value={chosen.clinicId} onChange={(clinicId) => change({ clinicId })} />
        <Form.Item label={t('on')}><DateField aria-label={t('on')} value={at.onDate} min={todayHere()} onChange={(onDate) => change({ onDate })} /></Form.Item>
      </div>
      <Form.Item label={t('pool')}><Radio.Group value={pool} onChange={(event) => change({ pool: event.target.value as Pool })} options={wayRules[way].pools.map((each) => ({ value: each, label: t(`p_${each}`) }))} /></Form.Item>
      {pool === 'priority' ? <ProofFields /> : null}
      <Form.Item name="slotId" label={t('slot')} rules={[required(t('slot'))]}><SlotField {...at} /></Form.Item>
      <div className="pair">
        <Form.Item name="name" label={t('name')} rules={[required(t('name'))]}><Input maxLength={60} autoComplete="off" /></Form.Item>
        <Form.Item name="phone" label={t('phone')} rules={[required(t('phone'))]}><Input maxLength={30} autoComplete="off" inputMode="tel" /></Form.Item>
      </div>
      <Form.Item name="idNumber" label={t('idNumber')} rules={[required(t('idNumber'))]}><Input maxLength={30} autoComplete="off" /></Form.Item>
    </FormDialog>
  )
}

/** Rule BK-27: whom the law gives priority, and the document that was seen. */
function ProofFields() {
  const t = useTexts(texts)
  const locale = useLocale()
  const required = useRequired()
  return (
    <div className="pair">
      <Form.Item name="group" label={t('group')} rules={[required(t('group'))]}><Select aria-label={t('group')} options={groupKeys.map((key) => ({ value: key, label: priorityGroups[key][locale] }))} /></Form.Item>
      <Form.Item name="proof" label={t('proof')} rules={[required(t('proof'))]}><Input maxLength={60} autoComplete="off" /></Form.Item>
    </div>
  )
}

/** The clinics of whatever body, since departments of another one are not ours to list. */
function ClinicField({ institutionId, value, onChange }: { institutionId: string; value: string | undefined; onChange: (clinicId: string) => void }) {
  const t = useTexts(texts)
  const board = useRead(clinicContract.freeBoard, { query: { institutionId, days: 1 } }, { enabled: institutionId !== '' })
  return <Form.Item label={t('clinic')}><Select aria-label={t('clinic')} showSearch={{ optionFilterProp: 'label' }} {...(value === undefined ? {} : { value })} onChange={onChange} options={(board.data?.clinics ?? []).map((each) => ({ value: each.clinicId, label: each.name }))} /></Form.Item>
}

/** The free times of one clinic and day in one pool. */
export function SlotField({ institutionId, clinicId, onDate, pool, value, onChange }: { institutionId: string; clinicId: string; onDate: string; pool: Pool; value?: string; onChange?: (slotId: string) => void }) {
  const t = useTexts(texts)
  const found = useRead(bookingContract.listPlaces, { params: { institutionId }, query: { clinicId, onDate, pool } }, { enabled: institutionId !== '' && clinicId !== '' && onDate !== '' })
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  if (found.data !== undefined && found.data.rows.length === 0) return <Alert type="info" showIcon title={t('noSlots')} />
  return <Select aria-label={t('slot')} {...(value === undefined ? {} : { value })} {...(onChange === undefined ? {} : { onChange })} options={(found.data?.rows ?? []).map((row) => ({ value: row.slotId, label: `${shanghaiTime(row.startsAt)}–${shanghaiTime(row.endsAt)} · ${t('left', { n: row.free })}` }))} />
}

/** What is read out or written on a slip. */
function Booked({ booked, name, onClose }: { booked: z.output<typeof BookedView>; name: string; onClose: () => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <Modal open title={t('booked')} onCancel={onClose} onOk={onClose} okText={t('close')} cancelButtonProps={{ style: { display: 'none' } }}>
      <p role="status" className="booked-for">{t('bookedFor', { name, date: showDate(booked.onDate, locale, { weekday: true }), time: `${shanghaiTime(booked.startsAt)}–${shanghaiTime(booked.endsAt)}`, code: booked.code })}</p>
    </Modal>
  )
}
