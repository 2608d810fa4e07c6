import { Link } from '@tanstack/react-router'
import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { queueContract } from '../contract.ts'
import './queue.css'
import { texts } from './texts.ts'

const sections = [
  { to: '/queue/desk', text: 'nDesk', endpoint: queueContract.checkIn },
  { to: '/queue/room', text: 'nRoom', endpoint: queueContract.loadRoom },
  { to: '/queue/board', text: 'nBoard', endpoint: queueContract.listQueues },
  { to: '/queue/settings', text: 'nSettings', endpoint: queueContract.createQueue },
] as const

/** The pages of queues that a person's posts open. */
export function QueueNav() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  return (
    <nav className="queue-nav screen-only" aria-label={t('sections')}>
      {sections.filter((section) => opens(section.endpoint, me.data?.roles)).map((section) => <Link key={section.to} to={section.to} activeProps={{ 'aria-current': 'page' }}>{t(section.text)}</Link>)}
    </nav>
  )
}
