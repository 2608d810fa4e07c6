import { hasRole } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { keepFile } from '../../server/platform/files.ts'
import { asClauses } from './rules/draft/understand.ts'
import type { Understanding } from './rules/draft/understanding.ts'
import type { PlanReading } from './rules/model.ts'
import * as store from './store.ts'

export type TemplateDraft = { readonly understanding: Understanding; readonly source: store.TemplateSource; readonly fileName: string }

/** The words of the template, one clause a line, so that an item's line is the clause it stands in. */
const textOf = ({ clauses }: Understanding): string => clauses.map(({ printed, title, text }) => [`${printed}${title}`, text].filter((part) => part !== '').join(' ').replaceAll(/\s+/g, ' ')).join('\n')

/** Nothing was read: what stands here is the text alone, which no later document is compared with (`reader.from_template`). */
const readingOf = (understanding: Understanding): PlanReading => ({
  title: understanding.title, issuer: understanding.issuer, number: understanding.number, issuedOn: understanding.issuedOn, clauses: asClauses(understanding), phases: [], duties: [], groups: [], attachments: [], contacts: [], warnings: [],
})

/**
 * Makes a draft from a template: its words are kept as the draft's file, nothing is confirmed until the clerk confirms it.
 * Answers the id of the draft.
 */
export async function createDraftFrom(act: Act, ask: TemplateDraft): Promise<string> {
  const { understanding, source } = ask
  const body = act.actor.institutionId === null ? undefined : await store.findBody(act.tx, act.actor.institutionId)
  if (body === undefined || body.kind !== 'commission' || !hasRole(act.actor, 'commission_head', 'commission_clerk')) throw new RefusedError('access.denied')
  if (understanding.clauses.length === 0) throw new RefusedError('reader.nothing_read')
  const sourceText = textOf(understanding)
  const name = `${ask.fileName.replaceAll(/[/\\:*?"<>|]/g, ' ').trim()}.txt`
  const file = await keepFile(act, { field: 'file', name, bytes: Buffer.from(sourceText) }, { institutionId: body.id, regionCode: body.regionCode, purpose: 'draft', allowed: ['text'] })
  const id = act.newId()
  await store.insertDraft(act.tx, {
    institutionId: body.id, regionCode: body.regionCode, id, fileId: file.id, fileName: file.name, sourceText, reading: readingOf(understanding), understanding, confirmed: {}, previousDraftId: null, diff: null,
    template: source, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name,
  })
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'reader.draft_created', subjectId: id, detail: { title: understanding.title, fileName: file.name, template: { ...source } } })
  return id
}
