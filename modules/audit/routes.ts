import { RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import * as commands from './commands.ts'
import { auditContract } from './contract.ts'
import { kinds, sayKind } from './kinds.ts'
import { periodOf } from './rules.ts'
import * as store from './store.ts'

export function auditRoutes(app: App): void {
  app.query(auditContract.listEvents, async ({ read, query }) => {
    const { since, before: until } = periodOf(query.from, query.to)
    const found = await store.listEvents(read, { institutionId: query.institutionId, kind: query.kind, actorId: query.actorId, subjectId: query.subjectId, since, until, before: placeOf(query.after), limit: query.limit + 1 })
    const rows = found.slice(0, query.limit)
    const last = rows.at(-1)
    const next = found.length > query.limit && last !== undefined ? `${last.at}|${last.seq}|${last.id}` : null
    const names = await store.namesOf(read, rows.map((row) => row.institutionId))
    return {
      rows: rows.map((row) => ({ ...row, institutionName: names.get(row.institutionId) ?? '', says: sayKind(row.kind), detail: typeof row.detail === 'object' && row.detail !== null ? { ...row.detail } : {} })),
      next,
    }
  })
  app.query(auditContract.listKinds, async () => ({ kinds: Object.entries(kinds).map(([kind, says]) => ({ kind, says })) }))
  app.command(auditContract.verify, async (act) => commands.verify(act))
}

const placeShape = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\|(\d{1,15})\|([0-9a-f-]{36})$/

function placeOf(after: string | undefined): store.Place | undefined {
  if (after === undefined) return undefined
  const [, at, seq, id] = placeShape.exec(after) ?? []
  if (at === undefined || seq === undefined || id === undefined) throw new RefusedError('request.invalid', 'after')
  return { at, seq: Number(seq), id }
}
