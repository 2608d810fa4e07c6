import { Link } from '@tanstack/react-router'
import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { bookingContract } from '../contract/bookings.ts'
import { clinicContract } from '../contract/clinics.ts'
import './schedule.css'
import { texts } from './schedule-texts.ts'

const sections = [
  { to: '/booking/day', text: 'n_day', endpoint: bookingContract.listDay },
  { to: '/booking/schedule', text: 'n_schedule', endpoint: clinicContract.schedule },
  { to: '/booking/clinics', text: 'n_clinics', endpoint: clinicContract.addClinic },
  { to: '/booking/import', text: 'n_import', endpoint: clinicContract.previewSchedule },
  { to: '/booking/appeals', text: 'n_appeals', endpoint: bookingContract.listAppeals },
] as const

export function ScheduleNav() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  return (
    <nav className="schedule-nav screen-only" aria-label={t('sections')}>
      {sections.filter((section) => opens(section.endpoint, me.data?.roles)).map((section) => <Link key={section.to} to={section.to} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>{t(section.text)}</Link>)}
    </nav>
  )
}
