import { shanghaiTime } from '../../../kernel/instant.ts'
import { isRefusal, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { oneMore } from '../rules/kiosk.ts'
import type { Ticket } from '../rules/queue.ts'
import { lockKiosk, saveKiosk, type Screen } from '../store/screens.ts'
import { findTicket } from '../store/tickets.ts'
import { takeTicket } from './issue.ts'

/** Rule QU-25: a ticket without a booking from a machine that anybody can press; the same form sent twice counts once. */
export async function takeAtKiosk(act: Act, screen: Screen, ask: { queueId: string; id: string }): Promise<Ticket> {
  const known = await findTicket(act.tx, screen.institutionId, ask.id)
  if (known !== undefined) return known
  const counted = oneMore(await lockKiosk(act.tx, screen, act.now.toISOString()), screen, act.now.toISOString())
  if (isRefusal(counted)) throw new RefusedError(counted.refused, counted.detail === undefined ? undefined : shanghaiTime(counted.detail))
  await saveKiosk(act.tx, screen, counted)
  return takeTicket(act, { institutionId: screen.institutionId, queueId: ask.queueId, id: ask.id, name: '', from: null, isReturn: false, way: 'kiosk', level: null, priority: null, proof: null })
}
