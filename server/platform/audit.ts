import type { Actor } from '../../kernel/actor.ts'
import type { Vault } from './crypto.ts'
import { send, sql, statement, type Database, type Tx } from './database.ts'

/** A fact about one body, written in the transaction of the change it tells of. */
export type Occurrence = {
  readonly institutionId: string
  readonly regionCode: string
  /** 'plan.launched': module.past_participle; reads of clear personal values are 'read.…'. */
  readonly kind: string
  readonly subjectId: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** JSON with sorted keys, so that the chain can be recomputed from what the database gives back. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .join(',')}}`
}

type Link = {
  institution_id: string
  seq: number
  region_code: string
  id: string
  at: string
  actor_id: string
  actor_name: string
  kind: string
  subject_id: string
  detail: unknown
}

const content = (row: Link): string =>
  canonical([row.institution_id, row.seq, row.region_code, row.id, row.at, row.actor_id, row.actor_name, row.kind, row.subject_id, row.detail])

const head = statement<{ seq: number; hash: string }>('select seq, hash from chain_head where institution_id = $1 for update')
const begin = statement(`insert into chain_head (institution_id, seq, hash) values ($1, 0, '') on conflict do nothing`)
const link = statement('insert into event (institution_id, seq, region_code, id, at, actor_id, actor_name, kind, subject_id, detail, prev, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)')
const advance = statement('update chain_head set seq = $2, hash = $3 where institution_id = $1')

/** The last link of a body's chain, locked until the command commits. */
async function lockHead(tx: Tx, body: string): Promise<{ seq: number; hash: string }> {
  const [found] = await head(tx, [body])
  if (found !== undefined) return found
  await begin(tx, [body])
  const [made] = await head(tx, [body])
  if (made === undefined) throw new Error(`the chain of ${body} has no head`)
  return made
}

export type Entry = { readonly occurrence: Occurrence; readonly actor: Pick<Actor, 'id' | 'name'>; readonly at: string; readonly id: string }

/** The links that entries of one body make after its head, and the head after them; the head must be locked. */
export function chained(vault: Vault, head: { seq: number; hash: string }, entries: readonly Entry[]): { rows: (Link & { prev: string; hash: string })[]; seq: number; hash: string } {
  let { seq, hash } = head
  const rows = entries.map(({ occurrence, actor, at, id }) => {
    seq += 1
    // Through JSON once, so that what is hashed is exactly what jsonb keeps.
    const detail: unknown = JSON.parse(JSON.stringify(occurrence.detail ?? {}))
    const row: Link = { institution_id: occurrence.institutionId, seq, region_code: occurrence.regionCode, id, at, actor_id: actor.id, actor_name: actor.name, kind: occurrence.kind, subject_id: occurrence.subjectId, detail }
    const prev = hash
    hash = vault.link(prev, content(row))
    return { ...row, prev, hash }
  })
  return { rows, seq, hash }
}

/**
 * Appends occurrences to the chains of their bodies, in a fixed order of bodies so that two commands cannot wait
 * for each other in a circle. The head row is locked until the command commits.
 */
export async function record(
  tx: Tx,
  by: { actor: Actor; now: Date; vault: Vault; newId: () => string },
  occurrences: readonly Occurrence[],
): Promise<void> {
  const bodies = [...new Set(occurrences.map((each) => each.institutionId))].sort()
  for (const body of bodies) {
    const own = occurrences.filter((each) => each.institutionId === body)
    const { rows: linked, seq, hash } = chained(by.vault, await lockHead(tx, body), own.map((each) => ({ occurrence: each, actor: by.actor, at: by.now.toISOString(), id: by.newId() })))
    const rows = linked.map((row) => ({ ...row, detail: JSON.stringify(row.detail) }))
    const [only] = rows
    if (rows.length === 1 && only !== undefined) send(tx, link(tx, [only.institution_id, only.seq, only.region_code, only.id, only.at, only.actor_id, only.actor_name, only.kind, only.subject_id, only.detail, only.prev, only.hash]))
    else send(tx, tx.insertInto('event').values(rows).execute())
    send(tx, advance(tx, [body, seq, hash]))
  }
}

export type ChainFault = { institutionId: string; seq: number; reason: 'missing' | 'changed' | 'broken_link' | 'head_differs' }
export type ChainReport = { chains: number; rows: number; fault: ChainFault | null }

/**
 * Rule CH-4: recomputes every chain, or those of `only`, and names the first row that does not fit; null where all fit. Reads in
 * pages on one snapshot, since commands go on adding links meanwhile.
 */
export async function verifyChains(database: Database, reader: Actor, vault: Vault, only?: readonly string[]): Promise<ChainReport> {
  return database.read(reader, async (read) => {
    await sql`set transaction isolation level repeatable read`.execute(read)
    const all = await read.selectFrom('chain_head').select(['institution_id', 'seq', 'hash']).orderBy('institution_id').execute()
    const heads = only === undefined ? all : all.filter((head) => only.includes(head.institution_id))
    let rows = 0
    for (const head of heads) {
      let seq = 0
      let hash = ''
      const fault = (at: number, reason: ChainFault['reason']): ChainReport => ({ chains: heads.length, rows, fault: { institutionId: head.institution_id, seq: at, reason } })
      for (;;) {
        const page = await read.selectFrom('event').selectAll().where('institution_id', '=', head.institution_id).where('seq', '>', seq).orderBy('seq').limit(2000).execute()
        for (const row of page) {
          if (row.seq !== seq + 1) return fault(seq + 1, 'missing')
          if (row.prev !== hash) return fault(row.seq, 'broken_link')
          if (vault.link(row.prev, content(row)) !== row.hash) return fault(row.seq, 'changed')
          seq = row.seq
          hash = row.hash
          rows += 1
        }
        if (page.length < 2000) break
      }
      if (seq !== head.seq || hash !== head.hash) return fault(Math.min(seq, head.seq) + 1, seq < head.seq ? 'missing' : 'head_differs')
    }
    const orphans = await sql<{ institution_id: string }>`select distinct institution_id from event e where not exists (select 1 from chain_head h where h.institution_id = e.institution_id)
      and (${only === undefined} or e.institution_id = any(${[...(only ?? [])]}::uuid[])) limit 1`.execute(read)
    const orphan = orphans.rows[0]
    if (orphan !== undefined) return { chains: heads.length, rows, fault: { institutionId: orphan.institution_id, seq: 1, reason: 'head_differs' } }
    return { chains: heads.length, rows, fault: null }
  })
}
