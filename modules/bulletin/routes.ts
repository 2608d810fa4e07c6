import type { App } from '../../server/platform/app.ts'
import { fetchFile } from '../../server/platform/files.ts'
import { docxMediaType } from '../../server/platform/official-docx.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import { systemActor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { findInstitution } from '../directory/public.ts'
import { approveBulletin, returnBulletin, submitBulletin, withdrawBulletin } from './commands/approve.ts'
import { askForPaper, documentOf, paperName } from './commands/paper.ts'
import { discardCorrection, openCorrection, publishBulletin } from './commands/publish.ts'
import { receiveBulletin } from './commands/receive.ts'
import { enterVisits, openBulletin, writeTexts } from './commands/work.ts'
import { bulletinContract } from './contract.ts'
import { draw, parseContent } from './gather.ts'
import { bulletinDocument } from './papers/document.ts'
import { monthOf, monthsToOpen } from './rules/month.ts'
import { draftedTitle } from './rules/drafted.ts'
import { workTitle } from './rules/work-drafted.ts'
import { listInHand, listMonths, loadBulletin } from './store/bulletins.ts'
import { findPaper } from './store/papers.ts'
import { listPublished, loadVersion } from './store/versions.ts'
import { publishedRows, viewBulletin } from './views.ts'

export function bulletinRoutes(app: App): void {
  readRoutes(app)
  workRoutes(app)
  publishRoutes(app)
  paperRoutes(app)
}

function readRoutes(app: App): void {
  app.query(bulletinContract.listPublished, async ({ query, ...look }) => {
    const own = look.actor.institutionId === null ? undefined : await findInstitution(look.read, look.actor.institutionId)
    if (own === undefined) return { rows: [], next: null }
    const { rows, next } = pageBy(await listPublished(look.read, { regionCode: own.regionCode, after: placeOf(query.after), limit: query.limit + 1 }), query.limit, (row) => ({ at: row.firstPublishedAt, id: row.bulletinId }))
    return { rows: await publishedRows(look, rows), next }
  })
  app.query(bulletinContract.listInHand, async ({ read, actor, today }) => {
    const own = actor.institutionId === null ? undefined : await findInstitution(read, actor.institutionId)
    if (own === undefined || own.kind !== 'commission') return { rows: [], months: { complaints: [], work: [] } }
    const [rows, complaints, work] = await Promise.all([listInHand(read, own.id), listMonths(read, own.id, 'complaints'), listMonths(read, own.id, 'work')])
    return {
      rows: rows.map((row) => ({ bulletinId: row.bulletinId, kind: row.kind, month: monthOf(row.monthOn), state: row.state, version: row.version, title: row.texts.title?.text ?? (row.kind === 'work' ? workTitle : draftedTitle)(monthOf(row.monthOn)), changedAt: row.changedAt, changedName: row.changedName })),
      months: { complaints: monthsToOpen(today, complaints), work: monthsToOpen(today, work) },
    }
  })
  app.query(bulletinContract.loadBulletin, ({ params, query, ...look }) => viewBulletin(look, params.bulletinId, query.version))
}

function workRoutes(app: App): void {
  app.command(bulletinContract.openBulletin, async ({ body, ...act }) => ({ bulletinId: await openBulletin(act, body) }))
  app.command(bulletinContract.writeTexts, async ({ params, body, ...act }) => ({ revision: await writeTexts(act, params.bulletinId, body.texts) }))
  app.command(bulletinContract.enterVisits, async ({ params, body, ...act }) => {
    await enterVisits(act, params.bulletinId, body.rows)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
  app.command(bulletinContract.submitBulletin, async ({ params, body, ...act }) => {
    await submitBulletin(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
  app.command(bulletinContract.withdrawBulletin, async ({ params, body, ...act }) => {
    await withdrawBulletin(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
  app.command(bulletinContract.returnBulletin, async ({ params, body, ...act }) => {
    await returnBulletin(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
}

function publishRoutes(app: App): void {
  app.command(
    bulletinContract.approveBulletin,
    async ({ params, body, ...act }) => {
      const wrong = await approveBulletin(act, params.bulletinId, body)
      // Returned and not thrown: the wrong try has to stay counted.
      if (wrong !== null) return wrong
      if (body.publish) await publishBulletin(act, params.bulletinId, { revision: body.revision + 1 })
      return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
    },
    { holdsSecret: true },
  )
  app.command(bulletinContract.publishBulletin, async ({ params, body, ...act }) => {
    await publishBulletin(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
  app.command(bulletinContract.openCorrection, async ({ params, body, ...act }) => {
    await openCorrection(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
  app.command(bulletinContract.discardCorrection, async ({ params, body, ...act }) => {
    await discardCorrection(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
  app.command(bulletinContract.receiveBulletin, async ({ params, body, ...act }) => {
    await receiveBulletin(act, params.bulletinId, body)
    return viewBulletin({ ...act, read: act.tx }, params.bulletinId)
  })
}

function paperRoutes(app: App): void {
  app.command(bulletinContract.makePaper, async ({ params, ...act }) => {
    await askForPaper(act, params)
    return {}
  })
  app.query(bulletinContract.downloadDraft, async ({ read, actor, params, now, today }) => {
    const row = await loadBulletin(read, { institutionId: actor.institutionId ?? '', bulletinId: params.bulletinId })
    const content = row.content === null ? (await draw(read, row, { now: now.toISOString(), today })).content : parseContent({ content: row.content })
    return { bytes: bulletinDocument(content, null), name: `${content.title}（草稿）.docx`, mediaType: docxMediaType }
  })
  app.query(bulletinContract.downloadDocument, async ({ read, params }) => {
    const version = await loadVersion(read, params.bulletinId, params.version)
    return { bytes: documentOf(version), name: paperName(version, 'docx'), mediaType: docxMediaType }
  })
  app.query(
    bulletinContract.downloadPdf,
    async ({ read, params }) => {
      const version = await loadVersion(read, params.bulletinId, params.version)
      const paper = await findPaper(read, params.bulletinId, params.version)
      if (paper?.fileId === null || paper === undefined) throw new RefusedError('bulletin.no_pdf')
      const { bytes, mediaType } = await fetchFile({ read }, version.institutionId, paper.fileId)
      return { bytes, mediaType, name: paperName(version, 'pdf') }
    },
    // A published paper is everybody's; the file behind it is the commission's row.
    { as: systemActor('bulletin.paper') },
  )
}
