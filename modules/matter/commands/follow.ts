import { anonymous } from '../../../kernel/actor.ts'
import type { Act } from '../../../server/platform/act.ts'
import { record, type Occurrence } from '../../../server/platform/audit.ts'
import { send } from '../../../server/platform/database.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { tellJob } from '../jobs.ts'
import type { Receiver } from '../rules/definition.ts'
import { changesOf } from '../rules/fact.ts'
import type { Kind } from '../rules/kind.ts'
import type { Matter } from '../rules/matter.ts'

/** What follows from a step, in its transaction: facts, and the job that tells people of it. Called before the command's own record. */
export async function follow(act: Act, kind: Kind, step: { readonly before: Matter | null; readonly after: Matter; readonly tells: readonly Receiver[] }): Promise<void> {
  const { before, after, tells } = step
  if (tells.length > 0) send(act.tx, tellJob.enqueue(act.tx, { institutionId: after.institutionId, matterId: after.id, seq: after.revision, tells }))
  await tellFacts(act, changesOf(kind, before, after))
}

/**
 * The line in the body's chain. Rule MT-5: what the author of a secret matter does is written there as done by nobody, so
 * that no account leads from the chain to the author.
 */
export function recordStep(act: Act, kind: Kind, byAuthor: boolean, occurrence: Occurrence): Promise<void> {
  if (!byAuthor || kind.confidentiality !== 'secret') return act.record(occurrence)
  return record(act.tx, { actor: anonymous, now: act.now, vault: act.vault, newId: () => act.newId() }, [occurrence])
}
