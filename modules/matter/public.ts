import type { Act } from '../../server/platform/act.ts'
import { moveByAuthor } from './commands/receipt.ts'
import { viewForAuthor, type ReceiptView } from './receipt-view.ts'

export { onAuthorTold, type AuthorTold } from './author-told.ts'
export { fileMatter, type EntryAsk, type Filed, type Filing } from './commands/file.ts'
export { openReceipt, receiptFile, type Way } from './commands/receipt.ts'
export { matterHappenings, type MatterHappening } from './happenings.ts'
export { kinds, kindsOpenTo } from './kinds.ts'
export { listPublished, publishedAnswer, type PublishedAnswer } from './published.ts'
export { followReceipt, mattersOfAccount, type ReceiptView } from './receipt-view.ts'
export { countOverdue, countUses, listOwing, listUses, lookedAt, matterFacts, offeredServices, settledKinds, type MatterQuestion } from './sources.ts'
export { matterStatistics, type MatterStatistic } from './statistics.ts'

/** A step by the author; answers the matter as the author sees it then. */
export async function citizenMove(act: Act, ask: Parameters<typeof moveByAuthor>[1]): Promise<ReceiptView> {
  const after = await moveByAuthor(act, ask)
  return viewForAuthor({ read: act.tx, now: act.now, platform: act.platform }, { institutionId: after.institutionId, matterId: after.id })
}
