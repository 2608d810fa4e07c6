import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { App } from '../../../server/platform/app.ts'
import { enterDraw, withdrawEntry } from '../commands/draw-enter.ts'
import { openVisitor } from '../commands/visitors.ts'
import { drawContract } from '../contract/draws.ts'
import { findRelease, type Release } from '../store/releases.ts'
import { findVisitor } from '../store/visitors.ts'
import { asPortal } from '../pages/way.ts'

/** A citizen's own part in a draw, for other programs. */
export function drawRoutes(app: App): void {
  app.command(
    drawContract.enterDraw,
    async (act) => {
      const { institutionId, id } = await releaseOf(act.tx, act.params.releaseId)
      const person = await findVisitor(act.tx, act.actor.id, act.body.personId)
      if (person === undefined) throw new RefusedError('not_found')
      const entry = await enterDraw(act, { institutionId, releaseId: id }, { entryId: act.newId(), accountId: act.actor.id, person: openVisitor(act.vault, person), wishes: act.body.wishes })
      return { entryId: entry.id, ticket: entry.ticket, wishes: [...entry.choices] }
    },
    asPortal,
  )
  app.command(
    drawContract.withdrawDraw,
    async (act) => {
      const { institutionId, id } = await releaseOf(act.tx, act.params.releaseId)
      await withdrawEntry(act, { institutionId, releaseId: id }, { entryId: act.params.entryId, accountId: act.actor.id })
      return {}
    },
    asPortal,
  )
}

async function releaseOf(read: ReadTx, id: string): Promise<Release> {
  const release = await findRelease(read, id)
  if (release === undefined) throw new RefusedError('not_found')
  return release
}
