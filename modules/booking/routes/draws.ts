import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { App } from '../../../server/platform/app.ts'
import { enterDraw, withdrawEntry } from '../commands/draw-enter.ts'
import { openVisitor } from '../commands/visitors.ts'
import { drawContract } from '../contract/draws.ts'
import { countEntries } from '../store/draw-entries.ts'
import { findRelease, recordOf, timesOfRelease, type Release } from '../store/releases.ts'
import { findVisitor } from '../store/visitors.ts'
import { asPortal } from '../pages/way.ts'

/** Draws for everybody, also for other programs. */
export function drawRoutes(app: App): void {
  app.query(
    drawContract.getDraw,
    async ({ read, params }) => {
      const { regionCode: _, ...release } = await releaseOf(read, params.releaseId)
      const key = { institutionId: release.institutionId, releaseId: release.id }
      const [times, entries] = await Promise.all([timesOfRelease(read, key), countEntries(read, key)])
      return { ...release, entries, times }
    },
    asPortal,
  )
  app.query(
    drawContract.getDrawRecord,
    async ({ read, params }) => {
      const release = await releaseOf(read, params.releaseId)
      const record = release.state === 'drawn' ? await recordOf(read, { institutionId: release.institutionId, releaseId: release.id }) : null
      if (record === null) throw new RefusedError('draw.not_drawn')
      return record
    },
    asPortal,
  )
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
