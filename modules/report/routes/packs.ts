import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { fetchFile } from '../../../server/platform/files.ts'
import { docxMediaType } from '../../../server/platform/official-docx.ts'
import { xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { acceptPacks, decidePack } from '../commands/decide.ts'
import { addScans, removeScan } from '../commands/scans.ts'
import { signPack } from '../commands/sign.ts'
import { submitPack } from '../commands/submit.ts'
import { askForSignature, lookAt, withdrawSignature, writeTexts } from '../commands/write.ts'
import { reportContract } from '../contract.ts'
import { reportCatalogue, softwareVersion } from '../forms.ts'
import { reportBook } from '../papers/book.ts'
import { contentOf, writeBundle } from '../papers/bundle.ts'
import { reportDocument } from '../papers/document.ts'
import type { PackContent } from '../rules/content.ts'
import { loadPack } from '../store/packs.ts'
import { listScans } from '../store/scans.ts'
import { loadVersion } from '../store/versions.ts'
import { printed, viewPack } from '../views.ts'

const fileName = (content: PackContent, ending: string): string => `${content.body.name}${content.form.name.zh}${content.period.fromOn}至${content.period.toOn}.${ending}`

export function packRoutes(app: App): void {
  app.query(reportContract.listForms, async () => ({ rows: [...reportCatalogue().forms.values()].map(({ key, version, sha256, name, does, by }) => ({ key, version, sha256, name, does, by })) }))
  app.query(reportContract.loadPack, ({ params, ...look }) => viewPack(look, params))
  app.query(reportContract.loadVersion, async ({ read, params }) => ({ content: contentOf(await loadVersion(read, params, params.revision)) }))

  app.command(reportContract.lookAtPack, async ({ params, ...act }) => {
    await lookAt(act, params)
    return {}
  })
  app.command(reportContract.writeTexts, async ({ params, body, ...act }) => {
    await writeTexts(act, params, body)
    const { state, revision } = await loadPack(act.tx, params)
    return { state, revision }
  })
  app.command(reportContract.askForSignature, async ({ params, body, ...act }) => {
    await askForSignature(act, params, body)
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.command(
    reportContract.signPack,
    async ({ params, body, ...act }) => {
      const wrong = await signPack(act, params, body)
      // Returned and not thrown: the wrong try has to stay counted.
      if (wrong !== null) return wrong
      if (body.submit) await submitPack(act, params, { revision: body.revision, asSigned: true })
      return viewPack({ ...act, read: act.tx }, params)
    },
    { holdsSecret: true },
  )
  app.command(reportContract.withdrawSignature, async ({ params, body, ...act }) => {
    await withdrawSignature(act, params, body)
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.command(reportContract.submitPack, async ({ params, body, ...act }) => {
    await submitPack(act, params, body)
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.command(reportContract.acceptPack, async ({ params, body, ...act }) => {
    await decidePack(act, params, { revision: body.revision, decision: 'accepted', remark: body.remark })
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.command(reportContract.returnPack, async ({ params, body, ...act }) => {
    await decidePack(act, params, { revision: body.revision, decision: 'returned', remark: body.remark })
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.command(reportContract.acceptPacks, async ({ body, ...act }) => ({ rows: await acceptPacks(act, body.packs) }))

  app.command(reportContract.addScans, async ({ params, uploads, ...act }) => {
    await addScans(act, params, uploads)
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.command(reportContract.removeScan, async ({ params, ...act }) => {
    await removeScan(act, params, params.scanId)
    return viewPack({ ...act, read: act.tx }, params)
  })
  app.query(reportContract.downloadScan, async ({ read, params }) => {
    const scan = (await listScans(read, params)).find((each) => each.id === params.scanId)
    if (scan === undefined) throw new RefusedError('not_found')
    // Pictures are shown beside the copy.
    return { ...(await fetchFile({ read }, params.institutionId, scan.fileId)), inline: scan.mediaType.startsWith('image/') }
  })
  app.query(reportContract.downloadBook, async ({ params, query, ...look }) => {
    const { content, signed } = await printed(look, params, query.revision)
    return { bytes: reportBook(content, signed), name: fileName(content, 'xlsx'), mediaType: xlsxMediaType }
  })
  app.query(reportContract.downloadDocument, async ({ params, query, ...look }) => {
    const { content, signed } = await printed(look, params, query.revision)
    return { bytes: reportDocument(content, signed), name: fileName(content, 'docx'), mediaType: docxMediaType }
  })
  app.query(reportContract.downloadBundle, async ({ read, params }) => {
    const version = await loadVersion(read, params, params.revision)
    const scans = []
    for (const scan of (await listScans(read, params)).filter((each) => each.revision === params.revision)) {
      const { bytes } = await fetchFile({ read }, params.institutionId, scan.fileId)
      scans.push({ name: scan.name, mediaType: scan.mediaType, bytes })
    }
    return { bytes: writeBundle(version, scans, softwareVersion()), name: fileName(contentOf(version), 'zip'), mediaType: 'application/zip' }
  })
}
