import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { SectionNav } from '../../../ui/section-nav.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { paymentContract } from '../../payment/contract.ts'
import { bookingContract } from '../contract/bookings.ts'
import { clinicContract } from '../contract/clinics.ts'
import { guideContract } from '../contract/guide.ts'
import './schedule.css'
import { texts } from './schedule-texts.ts'

const sections = [
  { to: '/booking/day', text: 'n_day', endpoint: bookingContract.listDay },
  { to: '/booking/schedule', text: 'n_schedule', endpoint: clinicContract.schedule },
  { to: '/booking/clinics', text: 'n_clinics', endpoint: clinicContract.addClinic },
  { to: '/booking/import', text: 'n_import', endpoint: clinicContract.previewSchedule },
  { to: '/booking/guide', text: 'n_guide', endpoint: guideContract.loadGuide },
  { to: '/booking/payments', text: 'n_payments', endpoint: paymentContract.listPayments },
  { to: '/booking/appeals', text: 'n_appeals', endpoint: bookingContract.listAppeals },
] as const

export function ScheduleNav() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  return <SectionNav label={t('sections')} sections={sections.filter((section) => opens(section.endpoint, me.data?.roles)).map(({ to, text }) => ({ to, name: t(text) }))} />
}
