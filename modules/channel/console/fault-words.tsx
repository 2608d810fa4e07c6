import type { z } from 'zod'
import { useTexts } from '../../../ui/texts.ts'
import type { MailboxView } from '../contract.ts'
import { texts } from './texts.ts'

/** Why something did not work: a sentence for who uses it, the server's own words for who mends it. */
export function FaultWords({ fault }: { fault: z.output<typeof MailboxView>['fault'] }) {
  const t = useTexts(texts)
  if (fault === null) return null
  return <div className="channel-fault"><span>{t(`f_${fault.code}`)}</span><small className="soft wrap">{fault.detail}</small></div>
}
