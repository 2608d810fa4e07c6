import type { ReadTx } from '../../../server/platform/database.ts'
import { listInstitutions, type Institution } from '../../directory/public.ts'

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

/**
 * Which bodies an order may be for: the body itself, and for a commission every active one of its region. By credit code
 * or by name; a name that two have stands for none.
 */
export async function institutionsFor(read: ReadTx, body: Institution): Promise<(typed: string) => string | null> {
  const others = body.regionPrefix === null ? [] : await listInstitutions(read, { regionPrefix: body.regionPrefix })
  const found = new Map<string, Set<string>>()
  for (const each of [body, ...others]) {
    for (const name of [each.name, each.shortName, each.creditCode]) found.set(plain(name), (found.get(plain(name)) ?? new Set()).add(each.id))
  }
  return (typed) => {
    const ids = found.get(plain(typed)) ?? new Set()
    return ids.size === 1 ? ([...ids][0] ?? null) : null
  }
}
