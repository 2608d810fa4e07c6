import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { findStandIn, lockStandIn, saveStandIn } from '../store/stand-in.ts'
import { emptyBook, type StandInBook, type StandInKeep } from './book.ts'

const system = systemActor('payment.stand-in')
const read = (platform: Platform, sealed: Buffer | null): StandInBook => (sealed === null ? emptyBook : (JSON.parse(platform.vault.open(sealed)) as StandInBook))

/** The book of a demonstration's stand-in in one sealed row, so that what was paid stays paid when the server starts anew. */
export const keepInDatabase = (platform: Platform): StandInKeep => ({
  read: () => look(platform, system, async (seen) => read(platform, await findStandIn(seen.read))),
  change: (work) =>
    act(platform, system, async (step) => {
      const done = work(read(platform, await lockStandIn(step.tx, platform.vault.seal(JSON.stringify(emptyBook)))))
      await saveStandIn(step.tx, platform.vault.seal(JSON.stringify(done.book)))
      return done.answer
    }),
})
