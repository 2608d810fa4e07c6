import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Segmented } from 'antd'
import { useState } from 'react'
import { opens } from '../../../ui/access.ts'
import { Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { SectionNav } from '../../../ui/section-nav.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { paymentContract } from '../contract.ts'
import { Bills } from './bills.tsx'
import { MerchantDialog } from './merchant.tsx'
import { PaymentList } from './payment-list.tsx'
import { texts } from './texts.ts'

const shows = ['all', 'paid', 'person'] as const
type Show = (typeof shows)[number]

/** What was paid online at the own house, what goes back, and whether the bills agree. */
export function PaymentsScreen() {
  const t = useTexts(texts)
  const search: { show?: string } = useSearch({ strict: false })
  const navigate = useNavigate()
  const me = useRead(identityContract.me)
  const [edits, setEdits] = useState(false)
  const institutionId = me.data?.institution?.id ?? ''
  const keeps = opens(paymentContract.loadMerchant, me.data?.roles)
  const account = useRead(paymentContract.loadMerchant, { params: { institutionId } }, { enabled: keeps && institutionId !== '' })
  if (me.data === undefined || institutionId === '') return <Loading />
  const show: Show = shows.find((each) => each === search.show) ?? 'all'
  const merchant = account.data?.merchant
  return (
    <Page title={t('title')} lead={t('lead')} actions={keeps && account.data !== undefined ? <Button onClick={() => setEdits(true)}>{t('settings')}</Button> : undefined}>
      <SectionNav label={t('sections')} sections={[{ to: '/booking/day', name: t('n_day') }, { to: '/booking/payments', name: t('n_payments') }]} />
      {merchant === null ? <Alert type="info" showIcon title={t('notSetUp')} /> : null}
      {merchant?.channel === 'stand-in' ? <Alert type="warning" showIcon title={t('standIn')} /> : null}
      {merchant?.active === false ? <Alert type="info" showIcon title={t('inactive')} /> : null}
      <div className="filters"><Segmented<Show> aria-label={t('show')} value={show} onChange={(value) => void navigate({ to: '/booking/payments', search: value === 'all' ? {} : { show: value } })} options={shows.map((value) => ({ value, label: t(`show_${value}`) }))} /></div>
      <PaymentList institutionId={institutionId} show={show} />
      <Bills institutionId={institutionId} />
      {edits && account.data !== undefined ? <MerchantDialog institutionId={institutionId} account={account.data} onClose={() => setEdits(false)} /> : null}
    </Page>
  )
}
