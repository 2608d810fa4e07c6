import { sql, type ReadTx } from '../../../server/platform/database.ts'

/** Of these entries those of a body that are there and were not withdrawn. */
export const entriesAmong = async (read: ReadTx, institutionId: string, entries: readonly { readonly key: string; readonly entryId: string }[]): Promise<string[]> =>
  (await sql<{ id: string }>`
    select e.id from unnest(${entries.map((each) => each.key)}::text[], ${entries.map((each) => each.entryId)}::uuid[]) as q (key, id)
      join register_entry e on e.institution_id = ${institutionId}::uuid and e.id = q.id and e.register_key = q.key and e.state <> 'withdrawn'`.execute(read)).rows.map((row) => row.id)
