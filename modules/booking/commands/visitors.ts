import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import { mostVisitors, type ReadVisitor, type Relation } from '../rules/visitors.ts'
import * as store from '../store/visitors.ts'

/** Somebody an account books for, in the clear: for the account's own pages and for booking alone. */
export type OpenVisitor = { readonly id: string; readonly name: string; readonly phone: string; readonly idNumber: string; readonly bornOn: IsoDate | null; readonly relation: Relation; readonly personIndex: string }

export function openVisitor(vault: Vault, visitor: store.Visitor): OpenVisitor {
  // Sealed by addVisitor alone.
  const { name, phone, idNumber } = JSON.parse(vault.open(visitor.sealed)) as { name: string; phone: string; idNumber: string }
  return { id: visitor.id, name, phone, idNumber, bornOn: visitor.bornOn, relation: visitor.relation, personIndex: visitor.personIndex }
}

/** Rule TG-5: an account books for eight people at most, for itself once; somebody entered again is the same person with the newer phone. */
export async function addVisitor(act: Act, accountId: string, given: ReadVisitor): Promise<OpenVisitor> {
  await store.holdAccount(act.tx, accountId)
  const known = await store.visitorsOf(act.tx, accountId)
  const personIndex = act.vault.blindIndex('person', given.idNumber)
  const same = known.find((each) => each.personIndex === personIndex)
  if (given.relation === 'self' && known.some((each) => each.relation === 'self' && each.id !== same?.id)) throw new RefusedError('visitor.self_once')
  if (same === undefined && known.length >= mostVisitors) throw new RefusedError('visitor.too_many')
  const visitor: store.Visitor = {
    accountId, id: same?.id ?? act.newId(), sealed: act.vault.seal(JSON.stringify({ name: given.name, phone: given.phone, idNumber: given.idNumber })), personIndex, bornOn: given.bornOn, relation: given.relation, consentAt: act.now.toISOString(),
  }
  await (same === undefined ? store.insertVisitor(act.tx, visitor) : store.saveVisitor(act.tx, visitor))
  return openVisitor(act.vault, visitor)
}

/** Out of the list; what was booked for this person stays. */
export async function removeVisitor(act: Act, accountId: string, id: string): Promise<void> {
  if ((await store.findVisitor(act.tx, accountId, id)) === undefined) throw new RefusedError('not_found')
  await store.saveRemoved(act.tx, accountId, id, act.now.toISOString())
}
