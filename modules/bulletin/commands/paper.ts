import { systemActor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { keepFile } from '../../../server/platform/files.ts'
import type { PdfConverter } from '../../../server/platform/pdf.ts'
import { parseContent } from '../gather.ts'
import { paperJob } from '../jobs.ts'
import { bulletinDocument } from '../papers/document.ts'
import { findPaper, savePaper, type Paper } from '../store/papers.ts'
import { findVersion, type FullVersion } from '../store/versions.ts'
import { lockOwn, occurrence } from './work.ts'

const system = systemActor('bulletin.paper')

export const documentOf = (version: FullVersion): Uint8Array => bulletinDocument(parseContent(version), { number: version.numberPrinted, publishedAt: version.publishedAt })

/** The official name of a paper's file. */
export const paperName = (version: Pick<FullVersion, 'title' | 'numberPrinted' | 'version'>, ending: 'docx' | 'pdf'): string => `${version.numberPrinted}${version.title}${version.version > 1 ? `（第${version.version}版）` : ''}.${ending}`

/**
 * Converts outside of any transaction and then keeps what came of it: the PDF, or why there is none. Run twice it makes
 * one: what is there stays.
 */
export async function makePaper(platform: Platform, converter: PdfConverter, key: { bulletinId: string; version: number }): Promise<Paper['state'] | null> {
  const [version, known] = await look(platform, system, ({ read }) => Promise.all([findVersion(read, key.bulletinId, key.version), findPaper(read, key.bulletinId, key.version)]))
  if (version === undefined) return null
  if (known?.state === 'made') return 'made'
  const answer = await converter.convert(documentOf(version))
  return actAs(platform, system, async (act) => {
    const paper = await keepAnswer(act, version, answer)
    await savePaper(act.tx, version, paper)
    if (paper.state === 'made') await act.record(occurrence(version, 'paper_made', { size: paper.size }))
    return paper.state
  })
}

async function keepAnswer(act: Act, version: FullVersion, answer: Awaited<ReturnType<PdfConverter['convert']>>): Promise<Paper> {
  const madeAt = act.now.toISOString()
  if (answer.state !== 'made') return { state: answer.state, fileId: null, size: null, reason: answer.reason, madeAt }
  const file = await keepFile(act, { field: 'file', name: paperName(version, 'pdf'), bytes: Buffer.from(answer.bytes) }, { institutionId: version.institutionId, regionCode: version.regionCode, purpose: 'bulletin', allowed: ['pdf'] })
  return { state: 'made', fileId: file.id, size: file.size, reason: null, madeAt }
}

/** Asks for the PDF of a published version again, where there is none. */
export async function askForPaper(act: Act, key: { bulletinId: string; version: number }): Promise<void> {
  const row = await lockOwn(act, key.bulletinId)
  if ((await findVersion(act.tx, row.bulletinId, key.version)) === undefined) throw new RefusedError('not_found')
  await paperJob.enqueue(act.tx, key, { key: `bulletin.paper:${key.bulletinId}:${key.version}` })
}
