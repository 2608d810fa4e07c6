import type { IsoDate } from '../../../kernel/calendar.ts'
import type { FactChange } from '../../../kernel/fact.ts'
import { canonical } from '../../../server/platform/audit.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { figureFact } from '../sources.ts'
import { changeFigure, insertFigures, lockFigures, removeFigure, type FigureRow, type StoredKind } from '../store/figures.ts'

type Given = { readonly kind: StoredKind; readonly on: IsoDate; /** Whose figures of the day these are, all of them. */ readonly institutionIds: readonly string[]; readonly keys: readonly string[]; readonly rows: readonly Omit<FigureRow, 'id' | 'kind' | 'on'>[] }

/**
 * Rule AP-13: what is put down for a day is what is true of it now: what came is told, what changed, and what no longer
 * holds goes. Answers how many moved; the same figures again move nothing.
 */
export async function writeFigures(act: Act, { kind, on, institutionIds, keys, rows }: Given): Promise<number> {
  const known = (await lockFigures(act.tx, { institutionIds, kind, on })).filter((row) => keys.includes(row.key))
  const at = (row: { institutionId: string; key: string }) => `${row.institutionId} ${row.key}`
  const old = new Map(known.map((row) => [at(row), row]))
  const wanted = new Set(rows.map(at))
  const changes: FactChange[] = []
  const fresh: FigureRow[] = []
  for (const row of rows) {
    const before = old.get(at(row))
    if (before === undefined) {
      fresh.push({ ...row, id: act.newId(), kind, on })
      continue
    }
    const after = { ...before, fields: row.fields, title: row.title, link: row.link }
    if (canonical([before.fields, before.title, before.link]) === canonical([after.fields, after.title, after.link])) continue
    await changeFigure(act.tx, after)
    changes.push({ before: figureFact(before), after: figureFact(after) })
  }
  await insertFigures(act.tx, fresh)
  for (const row of known.filter((each) => !wanted.has(at(each)))) {
    await removeFigure(act.tx, row)
    changes.push({ before: figureFact(row), after: null })
  }
  const all: FactChange[] = [...fresh.map((row) => ({ before: null, after: figureFact(row) })), ...changes]
  await tellFacts(act, all)
  return all.length
}
