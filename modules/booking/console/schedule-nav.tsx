import { Link } from '@tanstack/react-router'
import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { clinicContract } from '../contract/clinics.ts'
import './schedule.css'
import { texts } from './schedule-texts.ts'

const sections = [
  { to: '/booking/schedule', text: 'n_schedule', endpoint: clinicContract.schedule },
  { to: '/booking/clinics', text: 'n_clinics', endpoint: clinicContract.addClinic },
  { to: '/booking/import', text: 'n_import', endpoint: clinicContract.previewSchedule },
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
