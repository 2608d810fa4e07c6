import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { App } from '../../server/platform/app.ts'
import { fetchFile } from '../../server/platform/files.ts'
import { isUuid } from '../../kernel/ids.ts'
import * as commands from './commands.ts'
import { readerContract, type DraftState } from './contract.ts'
import { mayChange } from './rules/draft/permissions.ts'
import { progressOf } from './rules/draft/understand.ts'
import * as store from './store.ts'

export function readerRoutes(app: App): void {
  app.query(readerContract.listDrafts, async ({ read, query }) => {
    const found = await store.listDrafts(read, { state: query.state, after: query.after !== undefined && isUuid(query.after) ? query.after : null, limit: query.limit + 1 })
    const rows = found.slice(0, query.limit)
    return { rows: rows.map(({ confirmedCount, templateId: _id, templateVersion: _version, templateSha256: _sum, ...row }) => ({ ...row, confirmed: confirmedCount })), next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null }
  })

  app.query(readerContract.loadDraft, async ({ read, actor, params }) => {
    const draft = await store.loadDraft(read, params.draftId)
    return {
      ...stateOf(draft, actor), institutionId: draft.institutionId, title: draft.title, fileId: draft.fileId, fileName: draft.fileName, template: store.templateOf(draft), planId: draft.planId, createdAt: draft.createdAt, createdByName: draft.createdByName,
      lines: draft.sourceText.split(lineEnds), warnings: [...draft.reading.warnings], diff: draft.diff,
    }
  })

  app.query(readerContract.downloadDraft, async ({ read, params }) => {
    const draft = await store.loadDraft(read, params.draftId)
    return fetchFile({ read }, draft.institutionId, draft.fileId)
  })

  app.command(readerContract.createDraft, async (act) => ({ draftId: await commands.createDraft(act, { upload: act.uploads[0] }) }))
  app.command(readerContract.rereadDraft, async (act) => ({ draftId: await commands.rereadDraft(act, { draftId: act.params.draftId, upload: act.uploads[0] }) }))

  app.command(readerContract.changeHead, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'head', change: act.body.change }), act.actor))
  app.command(readerContract.changeClause, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'clauses', itemId: act.params.itemId, change: act.body.change }), act.actor))
  app.command(readerContract.changePhase, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'phases', itemId: act.params.itemId, change: act.body.change }), act.actor))
  app.command(readerContract.changeDuty, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'duties', itemId: act.params.itemId, change: act.body.change }), act.actor))
  app.command(readerContract.changeGroup, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'groups', itemId: act.params.itemId, change: act.body.change }), act.actor))
  app.command(readerContract.changeMember, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'members', itemId: act.params.itemId, change: act.body.change }), act.actor))
  app.command(readerContract.changeAttachment, async (act) => stateOf(await commands.changeItem(act, keyOf(act), { section: 'attachments', itemId: act.params.itemId, change: act.body.change }), act.actor))

  app.command(readerContract.addPhase, async (act) => added(await commands.addItem(act, keyOf(act), { section: 'phases', change: act.body.change }), act.actor))
  app.command(readerContract.addDuty, async (act) => added(await commands.addItem(act, keyOf(act), { section: 'duties', change: act.body.change }), act.actor))
  app.command(readerContract.addMember, async (act) => added(await commands.addItem(act, keyOf(act), { section: 'members', change: act.body.change }), act.actor))
  app.command(readerContract.removeItem, async (act) => stateOf(await commands.dropItem(act, keyOf(act), act.params.itemId), act.actor))

  app.command(readerContract.confirmItems, async (act) => stateOf(await commands.confirmItems(act, keyOf(act), act.body), act.actor))
  app.command(readerContract.discardDraft, async (act) => stateOf(await commands.discardDraft(act, keyOf(act)), act.actor))
}

/** The same cut as the reader's, so that line numbers agree. */
const lineEnds = /\r\n|[\n\r\u0085\u2028\u2029\f\v]/

const keyOf = (act: { params: { draftId: string }; body: { revision: number } }) => ({ draftId: act.params.draftId, revision: act.body.revision })
const added = (draft: store.Draft & { addedId: string }, actor: Actor) => ({ ...stateOf(draft, actor), addedId: draft.addedId })

function stateOf(draft: store.Draft, actor: Actor): z.input<typeof DraftState> {
  const no = mayChange(actor, draft)?.refused ?? null
  return {
    id: draft.id, revision: draft.revision, state: draft.state, understanding: draft.understanding,
    confirmed: Object.fromEntries(Object.entries(draft.confirmed).map(([id, { byName, at, corrected }]) => [id, { byName, at, corrected }])),
    progress: progressOf(draft.understanding, draft.confirmed), blocked: { change: no, discard: no, launch: no, reread: store.templateOf(draft) === null ? no : 'reader.from_template' },
  }
}
