import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { SectionNav } from '../../../ui/section-nav.tsx'
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
  return <SectionNav label={t('sections')} sections={sections.filter((section) => opens(section.endpoint, me.data?.roles)).map(({ to, text }) => ({ to, name: t(text) }))} />
}
