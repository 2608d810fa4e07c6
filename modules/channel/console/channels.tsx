import { Link } from '@tanstack/react-router'
import { Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { channelContract } from '../contract.ts'
import './channel.css'
import { Feeds } from './feeds.tsx'
import { Mailboxes } from './mailboxes.tsx'
import { Sources } from './sources.tsx'
import { texts } from './texts.ts'

/** What comes in beside the portal and the counters, and whether it works. What a job does shows within seconds. */
export function ChannelsScreen() {
  const t = useTexts(texts)
  const found = useRead(channelContract.loadChannels, {}, { refetchInterval: 10_000 })
  if (found.isPending) return <Loading />
  if (found.data === undefined) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { mailboxes, sources, feeds, mailKinds, hotlineUrl, blocked } = found.data
  return (
    <Page title={t('title')} lead={t('lead')} actions={<Link to="/channels/watch">{t('toWatch')}</Link>}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <Mailboxes rows={mailboxes} kinds={mailKinds} keep={blocked.keep} />
      <Sources rows={sources} url={hotlineUrl} keep={blocked.keep} />
      <Feeds rows={feeds} keep={blocked.keep} />
    </Page>
  )
}
