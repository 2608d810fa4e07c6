import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { figureChanges, type EntryChange } from '../rules/counters.ts'
import type { Entry } from '../rules/entry.ts'
import { factOf } from '../rules/fact.ts'
import { openItemOf } from '../rules/open.ts'
import type { NamesById } from '../rules/words.ts'
import { addFigures } from '../store/counts.ts'
import { listFiles } from '../store/files.ts'
import { removeOpenItems, saveOpenItems } from '../store/open.ts'

/**
 * What follows from entries that were written, in the same transaction: monthly figures, what citizens see, and the
 * facts that measures and the plan are computed from. Called after the write and before the command's own `record`.
 */
export async function follow(act: Act, changes: readonly EntryChange[], names: NamesById): Promise<void> {
  await addFigures(act.tx, figureChanges(changes))
  await showOpen(act, changes, names)
  const told = changes.map(({ definition, before, after }) => ({ before: before === null ? null : factOf(definition, before), after: factOf(definition, after) })).filter((change) => change.before !== null || change.after !== null)
  await tellFacts(act, told)
}

async function showOpen(act: Act, changes: readonly EntryChange[], names: NamesById): Promise<void> {
  const items: Parameters<typeof saveOpenItems>[1][number][] = []
  const gone = new Map<string, string[]>()
  for (const { definition, before, after } of changes) {
    if (definition.open === undefined) continue
    const item = openItemOf(definition, after, names, after.files === 0 ? [] : await listFiles(act.tx, after))
    if (item !== null) items.push({ entry: after, item })
    else if (before !== null && before.countedAt !== null) gone.set(after.institutionId, [...(gone.get(after.institutionId) ?? []), after.id])
  }
  await saveOpenItems(act.tx, items)
  for (const [institutionId, entryIds] of gone) await removeOpenItems(act.tx, institutionId, entryIds)
}

export const placeOf = (entry: Entry) => ({ institutionId: entry.institutionId, regionCode: entry.regionCode, subjectId: entry.id })
