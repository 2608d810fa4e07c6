import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { templateCatalog } from './catalog.ts'
import { listVersions } from './store.ts'

/** The templates of this release with their version numbers here; a file that no start has kept yet counts as the next one. */
export async function templatesNow(read: ReadTx) {
  const known = await listVersions(read)
  return templateCatalog().templates.map(({ definition, sha256 }) => {
    const own = known.filter((each) => each.id === definition.id)
    return { definition, version: own.find((each) => each.sha256 === sha256)?.version ?? own.length + 1 }
  })
}

export async function findTemplate(read: ReadTx, templateId: string) {
  const found = (await templatesNow(read)).find((each) => each.definition.id === templateId)
  if (found === undefined) throw new RefusedError('not_found')
  return found
}
