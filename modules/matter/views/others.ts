import type { z } from 'zod'
import type { OtherMatter } from '../contract.ts'
import type { Matter } from '../rules/matter.ts'
import { namesFor, type Asker } from './rows.ts'

export type Other = z.output<typeof OtherMatter>

/** Other matters, as one line each. */
export async function viewOthers({ read }: Pick<Asker, 'read'>, matters: readonly Matter[]): Promise<Other[]> {
  const names = await namesFor(read, matters)
  return matters.map((each) => ({ institutionId: each.institutionId, institutionName: names.institutions.get(each.institutionId) ?? '', id: each.id, number: each.number, kind: each.kind, title: each.title, state: each.state, receivedAt: each.receivedAt }))
}
