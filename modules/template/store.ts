import { sql, type ReadTx, type Tx } from '../../server/platform/database.ts'

export type TemplateVersion = { readonly id: string; readonly version: number; readonly sha256: string; readonly since: string }

export const listVersions = (read: ReadTx): Promise<TemplateVersion[]> => read.selectFrom('plan_template').select(['id', 'version', 'sha256', 'since']).orderBy('id').orderBy('version').execute()

/** Keeps a version; two servers that start at once keep it once. */
export const insertVersion = (tx: Tx, version: TemplateVersion & { readonly definition: object }) =>
  tx
    .insertInto('plan_template')
    .values({ id: version.id, version: version.version, sha256: version.sha256, since: version.since, definition: sql<string>`${JSON.stringify(version.definition)}::jsonb` })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
