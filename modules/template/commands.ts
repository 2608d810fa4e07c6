import { hasRole } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { createDraftFrom } from '../reader/public.ts'
import { templateCatalog } from './catalog.ts'
import { understandingOf, type DraftAsk } from './rules/understanding.ts'
import { versionsAfter } from './rules/versions.ts'
import * as store from './store.ts'

/** Rule TP-7: at each start a changed file becomes a new version; older ones stay, for the campaigns that were made from them. */
export async function keepVersions(act: Act): Promise<void> {
  const known = await store.listVersions(act.tx)
  for (const { sha256, definition } of templateCatalog().templates) {
    const version = versionsAfter(known, { id: definition.id, sha256 })
    if (version !== null) await store.insertVersion(act.tx, { id: definition.id, version, sha256, since: act.now.toISOString(), definition })
  }
}

/** Makes a draft from a template: read, corrected and confirmed like a document before anything is launched. */
export async function makeDraft(act: Act, ask: DraftAsk & { readonly templateId: string }): Promise<string> {
  if (!hasRole(act.actor, 'commission_head', 'commission_clerk')) throw new RefusedError('access.denied')
  const entry = templateCatalog().templates.find((each) => each.definition.id === ask.templateId)
  if (entry === undefined) throw new RefusedError('not_found')
  const known = await store.listVersions(act.tx)
  const version = known.find((each) => each.id === ask.templateId && each.sha256 === entry.sha256)?.version ?? versionsAfter(known, { id: ask.templateId, sha256: entry.sha256 }) ?? 1
  return createDraftFrom(act, {
    understanding: understandingOf(entry.definition, ask),
    source: { templateId: ask.templateId, version, sha256: entry.sha256 },
    fileName: `${entry.definition.name.zh}（模板第${version}版）`,
  })
}
